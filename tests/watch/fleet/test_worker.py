"""Workers of a fleet, killed, stopped and left without their database."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text
from tests.watch.fakes import FakeScans, add_sites, wait_for
from tests.watch.fleet.fleets import Fleet, at_once, twice
from tests.watch.postgres import Server, started_server

from civiscope_watch.fleet.worker import TEMPORARY, FleetWorker
from civiscope_watch.run.now import ask_for
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History, make_history, open_history
from civiscope_watch.store.jobs import cancel_jobs
from civiscope_watch.store.schema import job, worker
from civiscope_watch.store.sites import find_sites

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("url", ["postgresql"], indirect=True),
]


@pytest.fixture
def fake(tmp_path: Path) -> FakeScans:
    return FakeScans.make(tmp_path / "fake")


@pytest.fixture
def fleet(history: History, fake: FakeScans) -> Iterator[Fleet]:
    made = Fleet(history, fake)
    yield made
    made.stop()


def ask(history: History, count: int) -> None:
    add_sites(history, count)
    with history.database.reading() as connection:
        ask_for(history, find_sites(connection))


def test_what_killed_workers_began_is_finished_by_others_and_nothing_is_lost(
    history: History, fake: FakeScans, fleet: Fleet
) -> None:
    fake.change(steps=2, step_s=0.1)
    ask(history, 12)
    for _ in range(2):
        fleet.start()

    for kill in range(2):
        enough = 1 + 4 * kill
        wait_for(partial(_done, fleet, enough), "scans to end")
        victim = next(each for each in fleet.workers if each.poll() is None)
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        fleet.start()
    wait_for(lambda: fleet.counts() == {"done": 12}, f"all to be done: {fleet.counts()}")

    assert fleet.runs() == 12
    assert at_once(fake.entries()) == 0
    assert twice(fake.entries()) <= 1


def _done(fleet: Fleet, count: int) -> bool:
    return fleet.counts().get("done", 0) >= count


def test_what_a_zombie_finds_is_refused(history: History, fake: FakeScans, fleet: Fleet) -> None:
    gate = fake.folder / "gate"
    fake.change(until=str(gate))
    ask(history, 1)
    zombie = fleet.start()
    wait_for(lambda: fake.entries("start"), "the scan to begin")
    os.kill(zombie.pid, signal.SIGSTOP)
    fleet.start()
    wait_for(lambda: len(fake.entries("start")) == 2, "another worker to take the job")

    gate.touch()
    os.kill(zombie.pid, signal.SIGCONT)
    wait_for(lambda: fleet.counts() == {"done": 1}, "the scan to be stored")
    wait_for(lambda: "is another worker's by now" in fleet.log(), "the zombie to see it")

    assert fleet.runs() == 1
    with history.database.reading() as connection:
        assert connection.execute(select(job.c.attempt)).scalar_one() == 2


def test_a_running_scan_is_cancelled_in_the_fleet(
    history: History, fake: FakeScans, fleet: Fleet
) -> None:
    fake.change(until="/nowhere/at/all")
    ask(history, 1)
    fleet.start()
    wait_for(lambda: fake.entries("start"), "the scan to begin")

    with history.database.writing() as connection:
        [number] = connection.execute(select(job.c.id)).scalars()
        cancel_jobs(connection, [number], now_of(connection))

    wait_for(lambda: fleet.counts() == {"cancelled": 1}, "it to be cancelled")


def test_a_worker_that_is_ended_gives_its_scan_back(
    history: History, fake: FakeScans, fleet: Fleet
) -> None:
    fake.change(until="/nowhere/at/all")
    ask(history, 1)
    first = fleet.start()
    wait_for(lambda: fake.entries("start"), "the scan to begin")

    first.terminate()
    assert first.wait(30) == 0
    assert fleet.counts() == {"queued": 1}

    fake.change(until=None)
    fleet.start()
    wait_for(lambda: fleet.counts() == {"done": 1}, "another to go on")
    assert "--resume" in fake.entries("start")[-1].words
    with history.database.reading() as connection:
        assert connection.execute(select(job.c.attempt)).scalar_one() == 1
        assert None not in connection.execute(select(worker.c.stopped)).scalars().all()[:1]


@pytest.fixture
def own_server() -> Iterator[Server]:
    with started_server() as server:
        yield server


@pytest.mark.parametrize("away_s", [float(os.environ.get("CIVISCOPE_TEST_AWAY_S", "4"))])
def test_workers_outlive_their_database(
    history: History, fake: FakeScans, own_server: Server, tmp_path: Path, away_s: float
) -> None:
    """It is ended as by a power cut, stays away (CIVISCOPE_TEST_AWAY_S seconds), and comes back."""
    gate = fake.folder / "gate"
    fake.change(until=str(gate))
    folder = tmp_path / "other"
    make_history(folder, own_server.url)
    with open_history(folder, own_server.url) as other:
        fleet = Fleet(other, fake, own_server.url)
        try:
            ask(other, 6)
            for _ in range(2):
                fleet.start()
            wait_for(lambda: len(fake.entries("start")) == 2, "two scans to begin")
            own_server.stop()
            # Scans go on, and end, while there is nowhere to store what they found.
            gate.touch()
            wait_for(lambda: len(fake.entries("end")) == 2, "two scans to end")
            wait_for(lambda: "cannot be reached" in fleet.log(), "a worker to notice")
            own_server.stay_away(away_s)
            own_server.start()
            wait_for(lambda: fleet.counts() == {"done": 6}, f"all: {fleet.counts()}")
            assert [each.poll() for each in fleet.workers] == [None, None]
            assert fleet.runs() == 6
            assert at_once(fake.entries()) == 0
            assert twice(fake.entries()) == 0
        finally:
            fleet.stop()


def test_a_worker_ends_when_the_database_is_upgraded_under_it(
    history: History, fake: FakeScans, fleet: Fleet
) -> None:
    started = fleet.start()
    wait_for(lambda: fleet.workers_known() == 1, "the worker to be known")
    with history.database.writing() as connection:
        before = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert started.wait(30) != 0
    assert "is of version 9999 by now, and this civiscope works with" in fleet.log()
    with history.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": before})


def test_a_worker_that_hangs_ends_itself_to_be_started_again(
    history: History, fake: FakeScans
) -> None:
    fleet = Fleet(history, fake, hangs=True, beat_s=0.1)
    try:
        hung = fleet.start()
        assert hung.wait(120) == TEMPORARY
    finally:
        fleet.stop()

    assert "The worker hangs, though its database is there; it ends itself." in fleet.log()


def test_sqlite_is_refused(tmp_path: Path, url: str, fake: FakeScans) -> None:
    make_history(tmp_path / "h")
    with (
        open_history(tmp_path / "h") as found,
        pytest.raises(HistoryError, match=r"Workers share a database in PostgreSQL"),
    ):
        FleetWorker(found, fake.settings(), print)
