"""Who runs scans, and who does what only one may do at a time."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from civiscope_watch.store.schema import duty, worker
from civiscope_watch.store.upsert import insert_into

_KEPT_DAYS = 7
_EARLY = 0.9
"""Part of the time between two rounds after which the next one may come: threads wake unevenly."""
Kind = Literal["embedded", "fleet"]


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A program that runs scans."""

    id: str
    kind: str
    machine: str
    pid: int
    slots: int
    version: str
    started: datetime
    seen: datetime
    stopped: datetime | None


def register_worker(connection: Connection, kind: Kind, slots: int, now: datetime) -> str:
    """Make a worker known, and return the name that it has until it ends."""
    name = secrets.token_hex(8)
    connection.execute(delete(worker).where(worker.c.seen < now - timedelta(days=_KEPT_DAYS)))
    connection.execute(
        insert(worker).values(
            id=name,
            kind=kind,
            machine=socket.gethostname(),
            pid=os.getpid(),
            slots=slots,
            version=version("civiscope"),
            started=now,
            seen=now,
        )
    )
    return name


def worker_seen(connection: Connection, name: str, now: datetime) -> None:
    """Keep that a worker is there."""
    connection.execute(update(worker).where(worker.c.id == name).values(seen=now))


def worker_stopped(connection: Connection, name: str, now: datetime) -> None:
    """Keep that a worker has ended as it should."""
    connection.execute(update(worker).where(worker.c.id == name).values(seen=now, stopped=now))


def list_workers(connection: Connection, since: datetime) -> list[WorkerRow]:
    """Return the workers that have been seen since then and have not stopped."""
    asked = select(*(worker.c[name] for name in WorkerRow.__slots__))
    asked = asked.where(worker.c.seen >= since, worker.c.stopped.is_(None))
    return [WorkerRow(**row) for row in connection.execute(asked.order_by("started")).mappings()]


def count_slots(connection: Connection, since: datetime) -> int:
    """Return how many scans a fleet's workers can make at the same time."""
    asked = select(func.sum(worker.c.slots)).where(
        worker.c.kind == "fleet", worker.c.seen >= since, worker.c.stopped.is_(None)
    )
    return int(connection.execute(asked).scalar() or 0)


def gone_from_here(connection: Connection) -> list[str]:
    """Return the embedded workers of this machine whose process no longer is.

    To be asked before this process registers as one: who has its number is gone, too.
    """
    asked = select(worker.c.id, worker.c.pid).where(
        worker.c.kind == "embedded",
        worker.c.machine == socket.gethostname(),
        worker.c.stopped.is_(None),
    )
    rows = connection.execute(asked)
    return [row.id for row in rows if row.pid == os.getpid() or not _runs(row.pid)]


def forget_workers(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """Keep that workers are gone."""
    connection.execute(update(worker).where(worker.c.id.in_(list(names))).values(stopped=now))


def take_duty(
    connection: Connection, name: str, holder: str, now: datetime, *, every_s: float
) -> tuple[bool, datetime | None]:
    """Say whether *holder* is to do the duty now, and when it was last done.

    Who has it keeps it for three rounds, so that it passes on when that one is gone. A lease that
    ends further away was made by a clock that has been set back since.
    """
    until = now + timedelta(seconds=3 * every_s)
    row = connection.execute(
        select(duty.c.holder, duty.c.until, duty.c.done)
        .where(duty.c.name == name)
        .with_for_update()
    ).first()
    if row is None:
        add = insert_into(connection, duty).values(name=name, holder=holder, until=until, done=now)
        made = connection.execute(add.on_conflict_do_nothing().returning(duty.c.name)).first()
        return made is not None, None
    if row.holder != holder and now < row.until <= until:
        return False, row.done
    soon = timedelta(seconds=_EARLY * every_s)
    if row.holder == holder and row.done is not None and row.done <= now < row.done + soon:
        return False, row.done
    values = {"holder": holder, "until": until, "done": now}
    connection.execute(update(duty).where(duty.c.name == name).values(**values))
    return True, row.done


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
