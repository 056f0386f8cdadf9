"""The queue that hands jobs to a fleet's workers: Procrastinate, in the history's own database.

It holds the next few jobs and nothing of value: what is to be scanned, and by whom, stands in the
table of jobs. Lost altogether, it is filled again.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from psycopg import sql
from sqlalchemy import select

from civiscope_watch.store.clock import now_of
from civiscope_watch.store.database import KEEP_ALIVE, Database
from civiscope_watch.store.errors import DatabaseTrouble, HistoryError
from civiscope_watch.store.jobs import URGENCY, may_begin
from civiscope_watch.store.schema import job

SCHEMA = f"civiscope_queue_{version('procrastinate').replace('.', '_')}"
"""Where its tables are. Another release of Procrastinate makes a queue of its own, rather than have
half of a fleet work with tables of the other half."""
QUEUE = "scan"
TASK = "scan"
AHEAD = 2
"""Jobs a place of a worker that are in the queue; the others wait in their table, where they can be
cancelled, and others be put before them."""
_LOCK = 0x6369_7669
"""Of PostgreSQL's advisory locks, the one for making the tables."""
_MANY = 50


class ScanQueue:
    """The queue in the database of a history."""

    def __init__(self, database: Database) -> None:
        self._database = database
        url = database.engine.url.set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._options: dict[str, Any] = {
            "options": f"-c search_path={SCHEMA}",
            "connect_timeout": 10,
            **KEEP_ALIVE,
        }
        connector = procrastinate.SyncPsycopgConnector(
            conninfo=self._address, kwargs=self._options, min_size=1, max_size=2
        )
        self._app = procrastinate.App(connector=connector)

    def app(self, connections: int) -> procrastinate.App:
        """Return Procrastinate for a worker, with so many connections at most."""
        connector = procrastinate.PsycopgConnector(
            conninfo=self._address, kwargs=self._options, min_size=1, max_size=connections
        )
        return procrastinate.App(connector=connector)

    def close(self) -> None:
        """Close its own connections."""
        self._app.close()

    def make(self) -> None:
        """Make its tables where there are none. Raises HistoryError."""
        create = sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA))
        try:
            with psycopg.connect(self._address, **self._options) as connection:
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
                connection.execute(create)
                name = f"{SCHEMA}.procrastinate_jobs"
                there = connection.execute("SELECT to_regclass(%s)", [name]).fetchone()
                if there is not None and there[0] is None:
                    connection.execute(SchemaManager.get_schema())
        except psycopg.OperationalError as error:
            raise self._trouble(error) from error
        except psycopg.Error as error:
            raise HistoryError(
                f"The queue in {self._database.name} cannot be made: {error}. Its user must be "
                "allowed to make schemas in the database."
            ) from error

    def feed(self, places: int) -> int:
        """Put the most urgent jobs into the queue, for a fleet with so many places; say how many.

        One a server: a second one would only wait at the head of the queue.
        """
        with self._opened() as manager:
            waiting = list(manager.list_jobs(queue=QUEUE, status=Status.TODO.value))
        room = AHEAD * places - len(waiting)
        if room <= 0:
            return 0
        numbers = {int(str(each.task_kwargs["job"])) for each in waiting}
        servers = {each.lock for each in waiting}
        jobs: list[Job] = []
        with self._database.reading() as connection:
            query = select(job.c.id, job.c.host, job.c.priority)
            query = query.where(may_begin(now_of(connection))).order_by(*URGENCY)
            for row in connection.execute(query.limit(room * 20 + len(waiting))):
                if len(jobs) == room:
                    break
                if row.id not in numbers and row.host not in servers:
                    servers.add(row.host)
                    jobs.append(entry(row.id, row.host, row.priority))
        self.defer(jobs)
        return len(jobs)

    def defer(self, jobs: Sequence[Job]) -> None:
        """Put *jobs* into the queue. After many, PostgreSQL is told that it is another table now.

        Without that, a worker's first fetches take a time that grows with the square of the
        queue's length: with 30,000 jobs, most of a minute.
        """
        if not jobs:
            return
        with self._opened() as manager:
            try:
                manager.batch_defer_jobs(list(jobs))
            except AlreadyEnqueued:
                # Another worker fed the queue meanwhile; what is missing still comes next time.
                return
            if len(jobs) >= _MANY:
                self._app.connector.get_sync_connector().execute_query("ANALYZE procrastinate_jobs")

    async def release_stalled(self, lease_s: float) -> int:
        """Take entries out of the queue whose workers have not been heard of; say how many.

        Their jobs come back when their leases end, and into the queue with them. Without this, the
        entry of a worker that was killed would keep its server locked for ever.
        """
        try:
            async with self.app(1).open_async() as app:
                manager = app.job_manager
                stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=lease_s))
                for each in stalled:
                    await manager.finish_job(each, Status.FAILED, delete_job=True)
                await manager.prune_stalled_workers(lease_s)
        except (ConnectorException, psycopg.Error) as error:
            raise self._trouble(error) from error
        return len(stalled)

    @contextmanager
    def _opened(self) -> Generator[JobManager]:
        try:
            self._app.open()
            yield self._app.job_manager
        except (ConnectorException, psycopg.Error) as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> DatabaseTrouble:
        cause = " ".join(str(error.__cause__ or error).split())[:300]
        return DatabaseTrouble(f"The queue in {self._database.name} cannot be used now: {cause}.")


def entry(number: int, server: str, priority: int) -> Job:
    """Return what stands in the queue for a job: one at a time is begun of a server."""
    return Job(
        id=None,
        queue=QUEUE,
        task_name=TASK,
        priority=priority,
        lock=server,
        queueing_lock=f"job-{number}",
        task_kwargs={"job": number},
    )
