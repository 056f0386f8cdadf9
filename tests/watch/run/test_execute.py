"""Scans as child processes: they end in results, or in a reason, and are gone on with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select
from tests.watch.fakes import FakeScans, add_sites, wait_for

from civiscope.results.file import NAME as RESULTS
from civiscope_watch.run.execute import Execution
from civiscope_watch.run.now import ask_for
from civiscope_watch.store import attempts, workers
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.history import History
from civiscope_watch.store.jobs import JobClaim, cancel_jobs, claim_next
from civiscope_watch.store.schema import job, run
from civiscope_watch.store.sites import change_settings, find_sites


@pytest.fixture
def fake(tmp_path: Path) -> FakeScans:
    return FakeScans.make(tmp_path / "fake")


def execution(history: History, fake: FakeScans, **changes: Any) -> Execution:  # noqa: ANN401
    return Execution(history, fake.settings(**changes), lambda _sentence: None)


def asked(history: History, worker: str = "w1") -> JobClaim:
    """Return a claim of a new job of the only site."""
    with history.database.reading() as connection:
        sites = find_sites(connection)
    if not sites:
        add_sites(history, 1)
        with history.database.reading() as connection:
            sites = find_sites(connection)
    ask_for(history, sites)
    return claimed(history, worker)


def claimed(history: History, worker: str = "w1") -> JobClaim:
    with history.database.writing() as connection:
        # Failures wait for a while; a test does not.
        now = now_of(connection)
        connection.execute(job.update().where(job.c.state == "queued").values(begins=now))
        found = claim_next(connection, worker, now, lease_s=60)
    assert found is not None
    return found


def state_of(history: History, claim: JobClaim) -> tuple[str, str]:
    with history.database.reading() as connection:
        query = select(job.c.state, job.c.why).where(job.c.id == claim.job)
        found = connection.execute(query).one()
    return found.state, found.why


def folder_of(history: History, claim: JobClaim) -> Path:
    return history.folder / "scans" / str(claim.site) / f"{claim.job}.{claim.attempt}"


def test_a_scan_is_stored_and_its_evidence_kept(history: History, fake: FakeScans) -> None:
    claim = asked(history)

    assert execution(history, fake).run(claim) == "done"

    with history.database.reading() as connection:
        [made] = connection.execute(select(run)).all()
    assert made.state == "done"
    assert history.archive.read(made.archived).scan.id == f"{claim.site}-{claim.job}"
    assert (folder_of(history, claim) / "evidence").is_dir()
    assert not (folder_of(history, claim) / RESULTS).exists()


def test_a_site_is_scanned_as_it_is_set(history: History, fake: FakeScans) -> None:
    [site] = add_sites(history, 1)
    options = {"depth": "deep", "max_pages": 7, "include": ["/a", "/b"], "viewport": [800, 600]}
    with history.database.writing() as connection:
        change_settings(connection, site, {"options": {**options, "dns": True}})

    execution(history, fake).run(asked(history))

    [words] = {each.words for each in fake.entries()}
    text = " ".join(words)
    assert text.startswith("https://s0.example.gov/ --out ")
    assert text.endswith(
        "--delay 1.0 --depth deep --dns --include /a --include /b --max-pages 7 --tabs 1 "
        "--viewport 800x600"
    )


def test_what_a_killed_worker_began_is_gone_on_with(
    history: History, fake: FakeScans, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    fake.change(steps=3, until=str(gate))
    claim = asked(history, "killed")
    words = [str(history.folder), _address(history), *fake.program, str(claim.job), str(claim.site)]
    worker = subprocess.Popen(  # noqa: S603 # our own
        [sys.executable, "-c", _WORKER, *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    evidence = folder_of(history, claim) / "evidence"
    wait_for((evidence / "scan.json").exists, "the scan to begin")
    [child] = {each.pid for each in fake.entries()}

    worker.kill()
    worker.wait()

    wait_for(lambda: not _runs(child), "the scan to end with its worker")
    with history.database.writing() as connection:
        attempts.release_of(connection, ["killed"], now_of(connection))
    gate.touch()
    again = claimed(history, "other")
    assert execution(history, fake).run(again) == "done"
    assert again.attempt == 2
    last = fake.entries("start")[-1]
    assert last.words[0] == str(folder_of(history, again))
    assert last.words[1] == "--resume"
    assert not folder_of(history, claim).exists()


_WORKER = """
import sys
from pathlib import Path
from civiscope_watch.run.execute import Execution
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.store.history import open_history
from civiscope_watch.store.jobs import JobClaim
folder, url, *program, job, site = sys.argv[1:]
with open_history(Path(folder), url) as history:
    settings = RunSettings(slots=1, program=tuple(program), look_s=0.05, min_free_bytes=0)
    claim = JobClaim(job=int(job), site=int(site), attempt=1, worker="killed")
    Execution(history, settings, print).run(claim)
"""


def _address(history: History) -> str:
    return history.database.engine.url.render_as_string(hide_password=False)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_scan_of_another_version_is_not_gone_on_with(history: History, fake: FakeScans) -> None:
    claim = asked(history)
    evidence = folder_of(history, claim) / "evidence"
    evidence.mkdir(parents=True)
    (evidence / "steps").write_text("..", encoding="utf-8")
    (evidence / "scan.json").write_text('{"civiscope": "0.0.1", "engines": {}}', encoding="utf-8")

    execution(history, fake).run(claim)

    assert "--resume" not in fake.entries("start")[0].words


@pytest.mark.parametrize("stubborn", [False, True])
def test_a_running_scan_is_cancelled(history: History, fake: FakeScans, stubborn: bool) -> None:
    fake.change(until="/nowhere/at/all", stubborn=stubborn)
    claim = asked(history)
    done: list[str] = []
    at_work = execution(history, fake, grace_s=0.3)
    thread = Thread(target=lambda: done.append(at_work.run(claim)))
    thread.start()
    wait_for(lambda: fake.entries("start"), "the scan to begin")
    wait_for((folder_of(history, claim) / "evidence" / "scan.json").exists, "evidence")

    with history.database.writing() as connection:
        cancel_jobs(connection, [claim.job], now_of(connection))
    thread.join()

    assert done == ["cancelled"]
    assert not _runs(fake.entries("start")[0].pid)
    assert (folder_of(history, claim) / "evidence" / "scan.json").is_file()


def test_a_scan_whose_job_is_another_ones_by_now_is_ended(
    history: History, fake: FakeScans
) -> None:
    fake.change(until="/nowhere/at/all")
    claim = asked(history, "zombie")
    done: list[str] = []
    thread = Thread(target=lambda: done.append(execution(history, fake).run(claim)))
    thread.start()
    wait_for(lambda: fake.entries("start"), "the scan to begin")

    with history.database.writing() as connection:
        attempts.release_of(connection, ["zombie"], now_of(connection))
    thread.join()

    assert done == [""]
    assert not _runs(fake.entries("start")[0].pid)
    assert state_of(history, claim)[0] == "queued"


def test_what_a_zombie_found_is_refused(history: History, fake: FakeScans) -> None:
    claim = asked(history, "zombie")
    with history.database.writing() as connection:
        attempts.release_of(connection, ["zombie"], now_of(connection))
    # It had slept since its scan ended, and saw nothing of this.
    late = execution(history, fake, look_s=60.0)

    assert late.run(claim) == ""

    with history.database.reading() as connection:
        assert connection.execute(select(run)).all() == []
    # Its results are on the disk; who takes the job there need not scan.
    again = claimed(history, "other")
    assert execution(history, fake).run(again) == "done"
    assert len(fake.entries("start")) == 1


def test_when_the_worker_stops_scans_are_broken_off_and_given_back(
    history: History, fake: FakeScans
) -> None:
    fake.change(until="/nowhere/at/all")
    claim = asked(history)
    done: list[str] = []
    at_work = execution(history, fake)
    thread = Thread(target=lambda: done.append(at_work.run(claim)))
    thread.start()
    wait_for(lambda: fake.entries("start"), "the scan to begin")

    at_work.stop.set()
    thread.join()

    assert done == ["queued"]
    assert not _runs(fake.entries("start")[0].pid)
    assert claimed(history).attempt == 1


@pytest.mark.parametrize(
    ("plan", "state", "why"),
    [
        (
            {"code": 4, "says": "There is no room to write (/data): No space left on device."},
            "queued",
            "Attempt 1 failed: There is no room to write (/data): No space left on device.",
        ),
        (
            {"code": 2, "says": "There is no option 'x'."},
            "failed",
            "Failed: There is no option 'x'.",
        ),
        (
            {"code": 9},
            "queued",
            "Attempt 1 failed: The scan ended with 9 and without results; its log is log.txt in "
            "its folder.",
        ),
    ],
)
def test_a_scan_without_results_is_told_by_its_own_last_words(
    history: History, fake: FakeScans, plan: dict[str, Any], state: str, why: str
) -> None:
    fake.change(**plan)
    claim = asked(history)

    assert execution(history, fake).run(claim) == state
    assert state_of(history, claim) == (state, why)


def test_results_that_cannot_be_read_are_put_aside_and_the_site_scanned_again(
    history: History, fake: FakeScans
) -> None:
    fake.change(broken=True)
    first = asked(history)

    assert execution(history, fake).run(first) == "queued"
    assert "results.json" in state_of(history, first)[1]
    again = claimed(history)
    assert execution(history, fake).run(again) == "done"
    assert (folder_of(history, again) / "results-unreadable.json").is_file()


def test_a_scan_that_hangs_is_ended(history: History, fake: FakeScans) -> None:
    fake.change(until="/nowhere/at/all")
    claim = asked(history)

    assert execution(history, fake, max_scan_s=0.1).run(claim) == "queued"
    assert "The scan had not ended after 0.0 hours." in state_of(history, claim)[1]


def test_when_nothing_was_seen_the_job_is_inconclusive(history: History, fake: FakeScans) -> None:
    plan = json.loads((fake.folder / "plan.json").read_text(encoding="utf-8"))
    results = json.loads(plan["results"])
    results["pages"] = []
    fake.change(results=json.dumps(results))

    assert execution(history, fake).run(asked(history)) == "inconclusive"


def test_a_setting_of_another_version_is_named(history: History, fake: FakeScans) -> None:
    [site] = add_sites(history, 1)
    with history.database.writing() as connection:
        change_settings(connection, site, {"options": {"teleport": True}})
    claim = asked(history)

    execution(history, fake).run(claim)

    assert (
        "has a setting 'teleport', which this civiscope does not know"
        in state_of(history, claim)[1]
    )


def test_of_each_site_the_newest_scans_are_kept(history: History, fake: FakeScans) -> None:
    last = asked(history)
    execution(history, fake, kept_scans=2).run(last)
    for _ in range(3):
        last = asked(history)
        execution(history, fake, kept_scans=2).run(last)

    kept = sorted(path.name for path in (history.folder / "scans" / str(last.site)).iterdir())
    assert kept == [f"{last.job - 1}.1", f"{last.job}.1"]


def test_a_server_that_was_asked_too_much_is_left_alone(history: History, fake: FakeScans) -> None:
    plan = json.loads((fake.folder / "plan.json").read_text(encoding="utf-8"))
    results = json.loads(plan["results"])
    results["pages"][0]["status"] = 429
    fake.change(results=json.dumps(results))
    execution(history, fake).run(asked(history))
    with history.database.reading() as connection:
        ask_for(history, find_sites(connection))

    with history.database.writing() as connection:
        assert claim_next(connection, "w", now_of(connection), lease_s=60) is None


def test_a_worker_is_known_by_another_name_each_time(history: History) -> None:
    with history.database.writing() as connection:
        now = now_of(connection)
        names = {workers.register_worker(connection, "fleet", 1, now) for _ in range(3)}
        assert workers.count_slots(connection, now) == 3

    assert len(names) == 3
