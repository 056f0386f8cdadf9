"""When a cron expression is due in a time zone, also on nights that clocks are changed."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cronsim import CronSim, CronSimError

from civiscope.suggestions import nearest
from civiscope_watch.store.errors import HistoryError

MAX_SLOTS = 1_000
"""Missed slots that are counted; of more, the newest are."""
_FIELDS = 5
_WORDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The slots of a cron expression in a time zone.

    A time that does not exist on the night that clocks go forward is due when they have; one that
    exists twice is due the first time. Hours given as `*` follow the hours that there are.
    """

    cron: str
    zone: zoneinfo.ZoneInfo

    @classmethod
    def of(cls, cron: str, zone: str) -> Calendar:
        """Return the calendar. Raises HistoryError for what is not one, or can never be due."""
        words = _WORDS.get(cron.strip().lower(), cron).upper().split()
        if len(words) != _FIELDS:
            raise HistoryError(
                f"{cron[:100]!r} is not a schedule. Write five fields: minute, hour, day of the "
                "month, month, day of the week, as in '30 2 * * *'; or @daily, @weekly, @monthly."
            )
        found = cls(" ".join(words), _zone(zone))
        try:
            due = found.next_after(datetime.now(UTC))
        except CronSimError as error:
            # Days that its months do not have are refused, though each field is right.
            if _is_right([*words[:3], "*", words[4]]):
                due = None
            else:
                raise HistoryError(
                    f"{cron[:100]!r} is not a schedule: {str(error).lower()}. Write minute, hour, "
                    "day of the month, month and day of the week, as in '30 2 * * *'."
                ) from error
        if due is None:
            raise HistoryError(f"{cron[:100]!r} can never be due: no year has such a day.")
        return found

    def next_after(self, moment: datetime) -> datetime | None:
        """Return the first slot after *moment*, in UTC; None when there never is one."""
        slot = next(CronSim(self.cron, moment.astimezone(self.zone)), None)
        return None if slot is None else slot.astimezone(UTC)

    def slots(self, after: datetime, until: datetime) -> list[datetime]:
        """Return the slots after one moment and up to another, at most the newest MAX_SLOTS."""
        found: list[datetime] = []
        # Backwards, so that a year of minutes is not gone through.
        earlier = CronSim(self.cron, _behind(until).astimezone(self.zone), reverse=True)
        for slot in earlier:
            moment = slot.astimezone(UTC)
            if moment <= after or len(found) == MAX_SLOTS:
                break
            if moment <= until:
                found.append(moment)
        return sorted(found)


def _behind(moment: datetime) -> datetime:
    """Return the beginning of the next minute: going backwards, the present one counts."""
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _is_right(words: list[str]) -> bool:
    try:
        CronSim(" ".join(words), datetime.now(UTC))
    except CronSimError:
        return False
    return True


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        known = zoneinfo.available_timezones()
        if not known:
            raise HistoryError(
                f"The time zone {name[:60]!r} is not known, because this machine has no list of "
                "time zones. Install the system's package tzdata, or use UTC."
            ) from error
        near = nearest(name, known) or "."
        raise HistoryError(
            f"There is no time zone {name[:60]!r}{near} Write it as in Europe/Paris."
        ) from error
