"""The embedded runner and its keeper, as `watch serve` and `watch run` use them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select
from tests.watch.fakes import FakeScans, add_sites, wait_for

from civiscope.cli.watch_run import until_ended
from civiscope_watch.run.keeper import Keeper
from civiscope_watch.run.now import ask_for, run_now
from civiscope_watch.run.runner import Runner, background
from civiscope_watch.schedule.scheduler import add_schedule
from civiscope_watch.store import attempts, workers
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.history import History
from civiscope_watch.store.jobs import claim_next
from civiscope_watch.store.schedules import NewSchedule
from civiscope_watch.store.schema import duty, job, schedule, worker
from civiscope_watch.store.sites import find_sites


@pytest.fixture
def fake(tmp_path: Path) -> FakeScans:
    return FakeScans.make(tmp_path / "fake")


def quiet(_sentence: str) -> None:
    pass


def states(history: History) -> list[str]:
    with history.database.reading() as connection:
        return list(connection.execute(select(job.c.state).order_by(job.c.id)).scalars())


def test_sites_are_scanned_now(history: History, fake: FakeScans) -> None:
    add_sites(history, 3)
    with history.database.reading() as connection:
        sites = find_sites(connection)

    assert run_now(history, fake.settings(), quiet, sites) == {"done": 3}

    starts, ends = fake.entries("start"), fake.entries("end")
    assert len(starts) == len(ends) == 3


def test_a_schedule_that_is_due_is_run_beside_an_application(
    history: History, fake: FakeScans
) -> None:
    add_sites(history, 2)
    with history.database.writing() as connection:
        now = now_of(connection)
        add_schedule(connection, NewSchedule(cron="* * * * *"), now)
        # Its last slot was this long ago.
        connection.execute(schedule.update().values(created=now - timedelta(minutes=2)))

    with background(history, fake.settings(), quiet):
        wait_for(lambda: states(history).count("done") >= 2, "two scans to be stored")

    with history.database.reading() as connection:
        assert connection.execute(select(worker.c.stopped)).scalar() is not None


def test_without_a_runner_only_the_schedules_are_kept(history: History, fake: FakeScans) -> None:
    add_sites(history, 1)
    with history.database.writing() as connection:
        now = now_of(connection)
        add_schedule(connection, NewSchedule(cron="* * * * *"), now)
        connection.execute(schedule.update().values(created=now - timedelta(minutes=2)))

    with background(history, fake.settings(), quiet, runner=False):
        wait_for(lambda: "queued" in states(history), "a job")

    assert set(states(history)) <= {"queued", "missed"}
    assert fake.entries() == []


def test_scans_that_run_when_it_ends_are_gone_on_with(history: History, fake: FakeScans) -> None:
    fake.change(until="/nowhere/at/all")
    add_sites(history, 1)
    with history.database.reading() as connection:
        ask_for(history, find_sites(connection))

    with background(history, fake.settings(), quiet):
        wait_for(lambda: fake.entries("start"), "the scan to begin")
        folder = next((history.folder / "scans").glob("*/*"))
        wait_for((folder / "evidence" / "scan.json").exists, "evidence")
    assert states(history) == ["queued"]

    fake.change(until=None)
    assert run_now(history, fake.settings(), quiet, None) == {"done": 1}
    assert "--resume" in fake.entries("start")[-1].words


def test_no_scan_begins_on_a_full_disk(
    history: History, fake: FakeScans, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_sites(history, 1)
    with history.database.reading() as connection:
        ask_for(history, find_sites(connection))
    free = shutil.disk_usage(history.folder)
    rooms = iter([10, 10, 10])

    def looked(_path: Path) -> object:
        return free._replace(free=next(rooms, 10**10))

    monkeypatch.setattr(
        "civiscope_watch.run.room.shutil.disk_usage",
        looked,
    )
    said: list[str] = []

    settings = fake.settings(slots=1, look_s=0.01, min_free_bytes=1000)
    assert run_now(history, settings, said.append, None) == {"done": 1}
    assert sum("no scan begins. Make room" in each for each in said) == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_a_killed_program_here_had_is_taken_at_once(history: History, fake: FakeScans) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    add_sites(history, 1)
    with history.database.reading() as connection:
        ask_for(history, find_sites(connection))
    with history.database.writing() as connection:
        now = now_of(connection)
        name = workers.register_worker(connection, "embedded", 1, now)
        connection.execute(worker.update().values(pid=gone.pid))
        assert claim_next(connection, name, now, lease_s=3600) is not None

    assert run_now(history, fake.settings(), quiet, None) == {"done": 1}


def keeper(history: History, fake: FakeScans) -> Keeper:
    return Keeper(history.database, fake.settings(lease_s=60.0, beat_s=10.0), quiet)


@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(days=-3)])
def test_a_clock_that_jumps_takes_no_scan_from_its_worker(
    history: History, fake: FakeScans, jump: timedelta
) -> None:
    """As if *jump* had happened since the janitor came last."""
    add_sites(history, 1)
    with history.database.reading() as connection:
        ask_for(history, find_sites(connection))
    with history.database.writing() as connection:
        now = now_of(connection)
        held = claim_next(connection, "w", now - jump, lease_s=60) or claim_next(
            connection, "w", now, lease_s=60
        )
        assert held is not None
        connection.execute(job.update().values(lease_until=now - jump))
        connection.execute(
            duty.insert().values(name="janitor", holder="h", until=now - jump, done=now - jump)
        )

    keeper(history, fake).round()

    with history.database.writing() as connection:
        assert attempts.look(connection, held) == "held"
        later = now + timedelta(seconds=120)
        # Nor does it keep the job for ever, when the worker is gone.
        assert attempts.release_lost(connection, later) == [held.job]


def test_a_job_without_a_sign_of_life_is_taken_back(history: History, fake: FakeScans) -> None:
    add_sites(history, 1)
    with history.database.reading() as connection:
        ask_for(history, find_sites(connection))
    with history.database.writing() as connection:
        now = now_of(connection)
        assert claim_next(connection, "w", now, lease_s=60)
        connection.execute(job.update().values(lease_until=now - timedelta(minutes=2)))

    keeper(history, fake).round()
    assert states(history) == ["queued"]


def test_what_another_worker_took_is_waited_for(history: History, fake: FakeScans) -> None:
    add_sites(history, 1)
    with history.database.reading() as connection:
        sites = find_sites(connection)
    ask_for(history, sites)
    other = Runner(history, fake.settings(), quiet)
    other.start()
    thread = Thread(target=other.run_until, args=[lambda: bool(fake.entries("end"))])
    thread.start()

    assert run_now(history, fake.settings(slots=1), quiet, sites) == {"done": 1}
    thread.join()
    other.stop()
    assert len(fake.entries("start")) == 1


def test_a_signal_ends_what_is_open_in_order() -> None:
    with until_ended() as ended:
        os.kill(os.getpid(), signal.SIGTERM)
        assert ended.wait(5)
