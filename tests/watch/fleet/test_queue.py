"""The queue between a fleet's workers."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from time import perf_counter
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select
from tests.watch.fakes import add_sites
from tests.watch.fleet.fleets import add_many

from civiscope_watch.fleet.queue import QUEUE, SCHEMA, ScanQueue, entry
from civiscope_watch.run.now import ask_for
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.history import History
from civiscope_watch.store.schema import job
from civiscope_watch.store.sites import find_sites

pytestmark = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def connect(history: History) -> psycopg.Connection[tuple[Any, ...]]:
    url = history.database.engine.url.set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    return psycopg.connect(address, options=f"-c search_path={SCHEMA}", autocommit=True)


@pytest.fixture
def queue(history: History) -> Any:  # noqa: ANN401 - a generator
    with connect(history) as connection:
        connection.execute(
            sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA))
        )
    made = ScanQueue(history.database)
    made.make()
    made.make()
    yield made
    made.close()


def waiting(history: History) -> list[tuple[int, str, int]]:
    with connect(history) as connection:
        rows = connection.execute(
            "SELECT (args->>'job')::int, lock, priority FROM procrastinate_jobs"
            " WHERE status = 'todo' ORDER BY priority DESC, id"
        )
        return [(row[0], row[1], row[2]) for row in rows]


def ask(history: History, count: int) -> list[int]:
    add_sites(history, count)
    with history.database.reading() as connection:
        return ask_for(history, find_sites(connection))


def test_only_what_is_begun_soon_is_in_the_queue(history: History, queue: ScanQueue) -> None:
    numbers = ask(history, 9)
    with history.database.writing() as connection:
        connection.execute(job.update().where(job.c.id == numbers[5]).values(priority=50))
        later = now_of(connection) + timedelta(hours=1)
        connection.execute(job.update().where(job.c.id == numbers[0]).values(begins=later))

    assert queue.feed(2) == 4
    assert queue.feed(2) == 0
    assert queue.feed(3) == 2

    there = [number for number, _, _ in waiting(history)]
    assert there == [numbers[5], *numbers[1:5], numbers[6]]


def test_of_sites_on_one_server_one_waits_in_the_queue(history: History, queue: ScanQueue) -> None:
    ask(history, 4)
    with history.database.writing() as connection:
        connection.execute(job.update().values(host="shared"))

    assert queue.feed(4) == 1
    assert [lock for _, lock, _ in waiting(history)] == ["shared"]


def test_what_a_killed_worker_held_is_let_go(history: History, queue: ScanQueue) -> None:
    ask(history, 1)
    queue.feed(1)
    with connect(history) as connection:
        connection.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id ="
            " (SELECT max(id) FROM procrastinate_workers)"
        )
        assert asyncio.run(queue.release_stalled(60)) == 0
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'"
        )

    assert asyncio.run(queue.release_stalled(60)) == 1
    assert queue.feed(1) == 1


@pytest.mark.slow
def test_of_thirty_thousand_the_first_is_fetched_at_once(
    history: History, queue: ScanQueue
) -> None:
    add_many(history, 30_000)
    assert queue.feed(8) == 16
    # And if all of them were in the queue, as nothing here puts them.
    queue.defer([entry(number, f"h{number}", 0) for number in range(100, 30_100)])

    async def fetch() -> float:
        async with queue.app(2).open_async() as app:
            worker = await app.job_manager.register_worker()
            begun = perf_counter()
            assert await app.job_manager.fetch_job([QUEUE], worker) is not None
            return perf_counter() - begun

    assert asyncio.run(fetch()) < 1.0


def test_the_queue_can_be_lost_without_a_job_being_lost(history: History, queue: ScanQueue) -> None:
    numbers = ask(history, 2)
    queue.feed(4)
    with connect(history) as connection:
        connection.execute("TRUNCATE procrastinate_jobs CASCADE")

    assert queue.feed(4) == 2
    with history.database.reading() as connection:
        states = connection.execute(select(job.c.state).where(job.c.id.in_(numbers)))
        assert set(states.scalars()) == {"queued"}
