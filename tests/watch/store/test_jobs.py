"""Jobs are handed out once, a site and a server at a time; old attempts are refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.watch.fakes import add_sites

from civiscope_watch.store import attempts, workers
from civiscope_watch.store.history import History
from civiscope_watch.store.jobs import (
    AddedJobs,
    JobClaim,
    WantedJob,
    add_jobs,
    cancel_jobs,
    claim_next,
    list_jobs,
    pause_host,
    server_of,
)
from civiscope_watch.store.overview import portfolio
from civiscope_watch.store.schema import job, run

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
LEASE_S = 60.0
LATER = NOW + timedelta(seconds=LEASE_S + 1)
MINUTE = timedelta(minutes=1)


def want(history: History, sites: list[int], **changes: Any) -> AddedJobs:  # noqa: ANN401 - of jobs
    values: dict[str, Any] = {"begins": NOW, **changes}
    each_of: list[dict[str, Any]] = [{"site": each, "host": f"h{each}", **values} for each in sites]
    jobs = [WantedJob(**each) for each in each_of]
    with history.database.writing() as connection:
        return add_jobs(connection, jobs, NOW)


def claim(history: History, worker: str = "w1", now: datetime = NOW) -> JobClaim | None:
    with history.database.writing() as connection:
        return claim_next(connection, worker, now, lease_s=LEASE_S)


def sure(claimed: JobClaim | None) -> JobClaim:
    assert claimed is not None
    return claimed


def rows(history: History) -> list[Any]:
    with history.database.reading() as connection:
        return list(connection.execute(select(job).order_by(job.c.id)))


def test_the_most_urgent_job_is_claimed_first_and_each_once(history: History) -> None:
    first, second, third, future = add_sites(history, 4)
    want(history, [first])
    want(history, [second], begins=NOW - MINUTE)
    want(history, [third], priority=5)
    want(history, [future], begins=NOW + MINUTE)

    claimed = [claim(history) for _ in range(4)]

    assert [each.site if each else None for each in claimed] == [third, second, first, None]


def test_a_site_has_one_open_job(history: History) -> None:
    [site] = add_sites(history, 1)

    assert want(history, [site, site]) == AddedJobs(1, 1)
    assert claim(history) is not None
    assert want(history, [site]) == AddedJobs(0, 1)
    assert len(rows(history)) == 1


def test_sites_on_one_server_are_scanned_one_after_the_other(history: History) -> None:
    sites = add_sites(history, 2)
    want(history, sites, host="shared")

    first = sure(claim(history))
    assert claim(history) is None
    with history.database.writing() as connection:
        attempts.finish(connection, first, "done", NOW, run=None, why="")

    assert sure(claim(history)).site == sites[1]


def test_a_server_that_asked_for_it_is_left_alone(history: History) -> None:
    want(history, add_sites(history, 1), host="busy")
    with history.database.writing() as connection:
        pause_host(connection, "busy", NOW + MINUTE, "429")

    assert claim(history) is None
    assert claim(history, now=NOW + MINUTE) is not None


def test_a_server_is_known_by_its_host_or_the_name_that_is_set() -> None:
    assert server_of("www.example.gov", {}) == "example.gov"
    assert server_of("www.example.gov", {"server": "plesk-7"}) == "plesk-7"


def test_many_at_once_never_take_the_same_job_or_server(history: History) -> None:
    sites = add_sites(history, 24)
    for number, site in enumerate(sites):
        want(history, [site], host=f"h{number % 12}")

    def take(name: str) -> list[JobClaim]:
        found: list[JobClaim] = []
        while (each := claim(history, name)) is not None:
            found.append(each)
        return found

    with ThreadPoolExecutor(4) as pool:
        taken = [each for part in pool.map(take, "abcd") for each in part]

    assert len(taken) == len({each.job for each in taken}) == 12
    with history.database.reading() as connection:
        running = select(job.c.host).where(job.c.state == "running")
        hosts = list(connection.execute(running).scalars())
    assert len(set(hosts)) == 12


def test_what_a_zombie_says_is_refused(history: History) -> None:
    want(history, add_sites(history, 1))
    old = sure(claim(history, "zombie"))
    with history.database.writing() as connection:
        assert attempts.release_lost(connection, LATER) == [old.job]
    new = sure(claim(history, "other", LATER))

    with history.database.writing() as connection:
        assert attempts.hold(connection, old, LATER, lease_s=LEASE_S) == "lost"
        assert attempts.look(connection, old) == "lost"
        assert not attempts.take_for_good(connection, old)
        assert not attempts.finish(connection, old, "done", LATER, run=None, why="")
        assert attempts.fail(connection, old, LATER, "no") == ""
        assert attempts.give_back(connection, old, LATER, "no") == ""
        assert attempts.hold(connection, new, LATER, lease_s=LEASE_S) == "held"
    [row] = rows(history)
    assert (row.state, row.attempt, row.worker) == ("running", 2, "other")


def test_a_lease_that_is_kept_is_not_lost(history: History) -> None:
    want(history, add_sites(history, 1))
    held = sure(claim(history))

    with history.database.writing() as connection:
        attempts.hold(connection, held, LATER, lease_s=LEASE_S)
        assert attempts.release_lost(connection, LATER) == []
        assert attempts.release_lost(connection, LATER + timedelta(seconds=LEASE_S + 1)) != []


def test_a_job_that_failed_three_times_is_said_so_and_the_site_shows_it(history: History) -> None:
    want(history, add_sites(history, 1))
    now = NOW
    for expected in ("queued", "queued", "failed"):
        held = sure(claim(history, now=now))
        with history.database.writing() as connection:
            assert attempts.fail(connection, held, now, "The browser did not start.") == expected
        assert expected == "failed" or claim(history, now=now) is None
        now += timedelta(hours=1)

    [row] = rows(history)
    assert row.why == "Failed 3 times; the last: The browser did not start."
    with history.database.reading() as connection:
        [made] = connection.execute(select(run)).all()
        assert (made.state, made.why, made.id) == ("failed", row.why, row.run)
        assert portfolio(connection)[0].not_seen_since is not None


def test_a_job_whose_workers_are_lost_three_times_has_failed(history: History) -> None:
    want(history, add_sites(history, 1))
    now = NOW
    for _ in range(3):
        claim(history, now=now)
        now += timedelta(seconds=LEASE_S + 1)
        with history.database.writing() as connection:
            attempts.release_lost(connection, now)

    [row] = rows(history)
    assert (row.state, row.why) == ("failed", "Failed 3 times; the last: its worker was lost.")


def test_what_is_wrong_for_good_is_not_tried_again(history: History) -> None:
    want(history, add_sites(history, 1))
    held = sure(claim(history))

    with history.database.writing() as connection:
        assert attempts.fail(connection, held, NOW, "No such option.", again=False) == "failed"

    assert rows(history)[0].why == "Failed: No such option."


def test_an_attempt_that_a_stop_cut_off_does_not_count(history: History) -> None:
    want(history, add_sites(history, 1))
    for number in range(5):
        held = sure(claim(history, f"w{number}"))
        with history.database.writing() as connection:
            attempts.give_back(connection, held, NOW, "stopped", uncounted=True)

    assert (rows(history)[0].state, rows(history)[0].attempt) == ("queued", 0)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_by_its_worker(
    history: History,
) -> None:
    want(history, add_sites(history, 2))
    held = sure(claim(history))
    numbers = [each.id for each in rows(history)]

    with history.database.writing() as connection:
        assert cancel_jobs(connection, [*numbers, 999], NOW) == numbers
        assert attempts.look(connection, held) == "cancel"
        # It may fail, be broken off or be lost instead: it is cancelled all the same.
        assert attempts.fail(connection, held, NOW, "no") == "cancelled"
        assert cancel_jobs(connection, numbers, NOW) == []

    assert [each.state for each in rows(history)] == ["cancelled", "cancelled"]


def test_a_cancelled_job_whose_worker_is_lost_is_cancelled(history: History) -> None:
    want(history, add_sites(history, 1))
    held = sure(claim(history))

    with history.database.writing() as connection:
        cancel_jobs(connection, [held.job], NOW)
        attempts.release_lost(connection, LATER)

    assert rows(history)[0].state == "cancelled"


def test_a_duty_is_done_by_one_and_passes_on(history: History) -> None:
    def take(holder: str, now: datetime) -> bool:
        with history.database.writing() as connection:
            return workers.take_duty(connection, "tick", holder, now, every_s=20)[0]

    assert take("a", NOW)
    assert not take("b", NOW + timedelta(seconds=20))
    assert not take("a", NOW + timedelta(seconds=10))
    assert take("a", NOW + timedelta(seconds=20))
    assert take("b", NOW + timedelta(seconds=81))
    # A clock that is set back leaves nobody waiting until it has caught up.
    assert take("a", NOW - timedelta(days=1))


def test_lists_show_what_runs_then_what_waits_then_what_ended(history: History) -> None:
    want(history, add_sites(history, 4))
    ended, running = sure(claim(history)), sure(claim(history))
    with history.database.writing() as connection:
        attempts.finish(connection, ended, "done", NOW, run=None, why="")
    waiting = [each.id for each in rows(history) if each.state == "queued"]

    with history.database.reading() as connection:
        listed = [each.id for each in list_jobs(connection, limit=10)]
        assert [each.id for each in list_jobs(connection, states=["done"], limit=10)] == [ended.job]

    assert listed == [running.job, *waiting, ended.job]


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_job_goes_with_its_site(history: History, state: str) -> None:
    from civiscope_watch.store.sites import remove_site

    [site] = add_sites(history, 1)
    want(history, [site])
    if state == "running":
        claim(history)

    with history.database.writing() as connection:
        remove_site(connection, site)

    assert rows(history) == []
