"""Slots become jobs once; those that were missed are kept; a clock that jumps does no harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.watch.fakes import add_sites

from civiscope_watch.schedule.scheduler import Tick, add_schedule, begin_of, tick
from civiscope_watch.store.history import History
from civiscope_watch.store.jobs import STILL_OPEN, WINDOW_ENDED
from civiscope_watch.store.schedules import (
    NewSchedule,
    find_schedule,
    remove_schedule,
    set_enabled,
)
from civiscope_watch.store.schema import job
from civiscope_watch.store.sites import add_tags, change_settings

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
SLOT = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NIGHTLY = NewSchedule(cron="30 2 * * *")


def schedule(history: History, new: NewSchedule = NIGHTLY, **changes: Any) -> int:  # noqa: ANN401
    with history.database.writing() as connection:
        return add_schedule(connection, replace(new, **changes), NOON)


def jobs(history: History) -> list[Any]:
    with history.database.reading() as connection:
        return list(connection.execute(select(job).order_by(job.c.id)))


def states(history: History) -> list[str]:
    return [each.state for each in jobs(history)]


def end_all(history: History, state: str = "done") -> None:
    with history.database.writing() as connection:
        connection.execute(job.update().where(job.c.state == "queued").values(state=state))


def test_a_slot_becomes_a_job_once_and_not_before(history: History) -> None:
    add_sites(history, 2)
    number = schedule(history)

    ticks = [
        tick(history.database, moment) for moment in (SLOT - MINUTE, SLOT, SLOT, SLOT + MINUTE)
    ]

    assert [each.added for each in ticks] == [0, 2, 0, 0]
    assert [(each.slot, each.begins, each.state) for each in jobs(history)] == [
        (SLOT, SLOT, "queued")
    ] * 2
    with history.database.reading() as connection:
        assert find_schedule(connection, number).next_due == SLOT + DAY


def test_sites_of_a_tag_and_not_those_that_are_disabled(history: History) -> None:
    numbers = add_sites(history, 3)
    with history.database.writing() as connection:
        add_tags(connection, numbers[0], ["health"])
        add_tags(connection, numbers[1], ["health"])
        change_settings(connection, numbers[1], {}, enabled=False)
    schedule(history, tag="health")

    tick(history.database, SLOT)

    assert [each.site for each in jobs(history)] == numbers[:1]


def test_sites_begin_at_their_own_places_of_the_spread(history: History) -> None:
    add_sites(history, 60)
    schedule(history, spread_s=3600)

    tick(history.database, SLOT)
    first = [each.begins - SLOT for each in jobs(history)]
    end_all(history)
    tick(history.database, SLOT + DAY)
    second = [each.begins - SLOT - DAY for each in jobs(history)[60:]]

    assert first == second
    assert all(timedelta(0) <= each < timedelta(hours=1) for each in first)
    # Sixty over an hour: no quarter of it is left empty, and none takes most.
    quarters = [
        sum(each // timedelta(minutes=15) == number for each in first) for number in range(4)
    ]
    assert all(5 <= count <= 30 for count in quarters)


def test_after_nights_without_a_program_one_scan_makes_up_and_the_rest_is_kept_as_missed(
    history: History,
) -> None:
    add_sites(history, 1)
    schedule(history)

    done = tick(history.database, SLOT + 3 * DAY + timedelta(hours=5))

    assert done == Tick(added=1, missed=1)
    [wanted, missed] = jobs(history)
    assert (wanted.state, wanted.slot) == ("queued", SLOT + 3 * DAY)
    assert wanted.why == "It makes up for a slot that passed while nothing ran."
    assert (missed.state, missed.slot) == ("missed", SLOT + 2 * DAY)
    assert missed.why == "3 slots up to 2026-12-02 02:30 UTC passed while nothing ran."


def test_a_schedule_that_skips_makes_up_for_nothing(history: History) -> None:
    add_sites(history, 1)
    schedule(history, missed="skip")

    assert tick(history.database, SLOT + timedelta(hours=5)) == Tick(missed=1)
    [missed] = jobs(history)
    assert missed.why == "The slot of 2026-11-30 02:30 UTC passed while nothing ran."
    # A few minutes are not worth to be called so.
    assert tick(history.database, SLOT + DAY + 5 * MINUTE) == Tick(added=1)


def test_what_makes_up_is_spread_anew(history: History) -> None:
    add_sites(history, 30)
    schedule(history, spread_s=3600)
    late = SLOT + timedelta(hours=5)

    tick(history.database, late)

    begins = [each.begins for each in jobs(history)]
    assert min(begins) >= late
    assert max(begins) - min(begins) > timedelta(minutes=30)


def test_after_its_window_a_slot_is_missed_and_a_job_given_up(history: History) -> None:
    add_sites(history, 1)
    schedule(history, window_s=3600)

    assert tick(history.database, SLOT) == Tick(added=1)
    assert tick(history.database, SLOT + timedelta(minutes=59)) == Tick()
    assert tick(history.database, SLOT + timedelta(minutes=60)) == Tick(missed=1)
    assert [(each.state, each.why) for each in jobs(history)] == [("missed", WINDOW_ENDED)]

    assert tick(history.database, SLOT + DAY + timedelta(hours=2)) == Tick(missed=1)
    assert states(history) == ["missed", "missed"]


def test_a_site_whose_scan_before_still_waits_has_missed_the_slot(history: History) -> None:
    add_sites(history, 1)
    schedule(history)

    tick(history.database, SLOT)
    assert tick(history.database, SLOT + DAY) == Tick(missed=1)

    assert [(each.state, each.why) for each in jobs(history)] == [
        ("queued", ""),
        ("missed", STILL_OPEN),
    ]


def test_a_clock_that_jumps_a_year_ahead_and_back_stops_nothing(history: History) -> None:
    add_sites(history, 1)
    number = schedule(history)
    tick(history.database, SLOT)
    end_all(history)
    future = SLOT + 365 * DAY

    ahead = tick(history.database, future, SLOT)
    back = tick(history.database, SLOT + MINUTE, future)
    with history.database.reading() as connection:
        assert find_schedule(connection, number).next_due == SLOT + DAY
    again = tick(history.database, SLOT + DAY, SLOT + MINUTE)
    end_all(history)
    # And the slot that was taken too early is taken when it really comes.
    tick(history.database, future - DAY)
    end_all(history)
    real = tick(history.database, future)

    assert (ahead.added, ahead.missed) == (1, 1)
    assert (back.added, back.missed, back.dropped) == (0, 0, 2)
    assert (again.added, again.missed) == (1, 0)
    assert real.added == 1


def test_a_clock_that_is_set_back_an_hour_repeats_no_slot(history: History) -> None:
    add_sites(history, 1)
    schedule(history)
    tick(history.database, SLOT + 30 * MINUTE)
    end_all(history)

    hour_ago = tick(history.database, SLOT - 30 * MINUTE, SLOT + 30 * MINUTE)
    again = tick(history.database, SLOT, SLOT - 30 * MINUTE)

    assert (hour_ago.added, again.added) == (0, 0)


@pytest.mark.parametrize(
    ("night", "expected"),
    [("2026-03-29", "2026-03-29T01:00:00+00:00"), ("2026-10-25", "2026-10-25T00:30:00+00:00")],
)
def test_on_nights_that_clocks_are_changed_there_is_one_scan(
    history: History, night: str, expected: str
) -> None:
    add_sites(history, 1)
    start = datetime.fromisoformat(f"{night}T00:00:00+00:00") - timedelta(hours=3)
    with history.database.writing() as connection:
        add_schedule(connection, replace(NIGHTLY, zone="Europe/Paris"), start)

    moment = start
    while moment < start + timedelta(hours=12):
        tick(history.database, moment)
        end_all(history)
        moment += 10 * MINUTE

    assert [each.slot.isoformat() for each in jobs(history)] == [expected]


def test_a_schedule_that_rests_makes_up_for_nothing_when_it_goes_on(history: History) -> None:
    add_sites(history, 1)
    number = schedule(history)
    with history.database.writing() as connection:
        set_enabled(connection, number, False, NOON)
    assert tick(history.database, SLOT + DAY) == Tick()

    with history.database.writing() as connection:
        set_enabled(connection, number, True, SLOT + DAY + MINUTE)

    assert tick(history.database, SLOT + DAY + 2 * MINUTE) == Tick()
    assert tick(history.database, SLOT + 2 * DAY) == Tick(added=1)


def test_jobs_stay_when_their_schedule_goes(history: History) -> None:
    add_sites(history, 1)
    number = schedule(history)
    tick(history.database, SLOT)

    with history.database.writing() as connection:
        remove_schedule(connection, number)

    assert states(history) == ["queued"]


def test_two_schedules_of_one_site_make_one_scan_at_a_time(history: History) -> None:
    add_sites(history, 1)
    schedule(history)
    schedule(history, priority=5)

    assert tick(history.database, SLOT) == Tick(added=1, missed=1)


def test_a_place_in_the_spread_is_kept_when_the_slot_is_on_time(history: History) -> None:
    number = schedule(history, spread_s=600)
    with history.database.reading() as connection:
        each = find_schedule(connection, number)

    assert begin_of(each, 7, SLOT, SLOT) == begin_of(each, 7, SLOT, SLOT + 5 * MINUTE)
