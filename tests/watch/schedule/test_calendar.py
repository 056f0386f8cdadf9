"""Cron expressions in time zones, and nights that clocks are changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from civiscope_watch.schedule.calendar import MAX_SLOTS, Calendar
from civiscope_watch.store.errors import HistoryError

PARIS = ZoneInfo("Europe/Paris")


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def slots(cron: str, after: str, until: str) -> list[str]:
    """Return the slots between two local times, in local time."""
    found = Calendar.of(cron, "Europe/Paris").slots(paris(after), paris(until))
    return [each.astimezone(PARIS).strftime("%d %H:%M%z") for each in found]


def test_a_time_that_does_not_exist_is_due_when_clocks_have_gone_forward() -> None:
    assert slots("30 2 * * *", "2026-03-28 12:00", "2026-03-30 12:00") == [
        "29 03:00+0200",
        "30 02:30+0200",
    ]


def test_a_time_that_exists_twice_is_due_once() -> None:
    assert slots("30 2 * * *", "2026-10-24 12:00", "2026-10-26 12:00") == [
        "25 02:30+0200",
        "26 02:30+0100",
    ]


def test_every_hour_is_every_hour_that_there_is() -> None:
    spring = slots("0 * * * *", "2026-03-29 00:30", "2026-03-29 04:30")
    autumn = slots("0 * * * *", "2026-10-25 01:30", "2026-10-25 03:30")

    assert spring == ["29 01:00+0100", "29 03:00+0200", "29 04:00+0200"]
    assert autumn == ["25 02:00+0200", "25 02:00+0100", "25 03:00+0100"]


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25", "2026-11-01"])
@pytest.mark.parametrize("cron", ["30 2 * * *", "*/20 * * * *", "0 3 * * *", "15 */2 * * *"])
def test_forwards_and_backwards_see_the_same_slots(cron: str, night: str) -> None:
    calendar = Calendar.of(cron, "Europe/Paris")
    start = paris(f"{night} 00:00") - timedelta(hours=6)
    end = start + timedelta(hours=36)

    forwards: list[datetime] = []
    slot = calendar.next_after(start)
    while slot is not None and slot <= end:
        forwards.append(slot)
        slot = calendar.next_after(slot)

    assert calendar.slots(start, end) == forwards
    assert len(forwards) >= 1


def test_a_slot_is_in_the_second_that_it_begins_and_not_before() -> None:
    calendar = Calendar.of("30 2 * * *", "UTC")
    slot = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)
    day = timedelta(days=1)

    assert calendar.slots(slot - day, slot) == [slot]
    assert calendar.slots(slot - day, slot - timedelta(microseconds=1)) == []
    assert calendar.slots(slot, slot + timedelta(seconds=59)) == []


def test_of_years_of_minutes_the_newest_are_returned() -> None:
    now = datetime(2026, 11, 29, tzinfo=UTC)

    found = Calendar.of("* * * * *", "UTC").slots(now - timedelta(days=900), now)

    assert len(found) == MAX_SLOTS
    assert found[-1] == now


@pytest.mark.parametrize(
    ("cron", "zone", "sentence"),
    [
        ("0 0 31 2 *", "UTC", "'0 0 31 2 *' can never be due: no year has such a day."),
        ("0 0 30 feb *", "UTC", "can never be due"),
        ("61 0 * * *", "UTC", "is not a schedule: bad minute."),
        ("0 0 32 1 *", "UTC", "is not a schedule: bad day-of-month."),
        ("every night", "UTC", "is not a schedule. Write five fields"),
        ("0 0 0 * * *", "UTC", "is not a schedule. Write five fields"),
        ("", "UTC", "is not a schedule. Write five fields"),
        ("@reboot", "UTC", "is not a schedule. Write five fields"),
        ("@daily", "Europe/Pariss", "There is no time zone 'Europe/Pariss'; did you mean"),
        ("@daily", "../../etc/passwd", "There is no time zone '../../etc/passwd'"),
        ("@daily", "", "There is no time zone ''"),
    ],
)
def test_what_is_not_a_schedule_is_said_so(cron: str, zone: str, sentence: str) -> None:
    with pytest.raises(HistoryError) as error:
        Calendar.of(cron, zone)

    assert sentence in str(error.value)


def test_words_stand_for_fields() -> None:
    assert Calendar.of("@daily", "UTC").cron == "0 0 * * *"
    assert Calendar.of("0 4 * * mon-fri", "UTC").cron == "0 4 * * MON-FRI"
