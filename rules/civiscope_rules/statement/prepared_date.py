"""Judge the day on which a statement was prepared. See prepared_date.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement of a law that asks for one."""
    for seen in statements(site):
        if seen.asks_for_status:
            yield from _judge(seen)


def _judge(seen: StatementSeen) -> Iterator[Outcome]:
    own = [each for each in seen.mentions if each.role == "prepared"]
    unreadable = [each for each in own if not each.iso]
    if unreadable:
        yield failed(seen.place, "unreadable", written=unreadable[0].text)
    elif not own:
        # Swedish and Irish bodies name the last review or update alone; its day is a day of it.
        known = seen.dates.get("updated") or seen.dates.get("reviewed")
        yield passed(seen.place) if known else seen.lacks("missing")
    elif seen.site.day and max(each.iso for each in own) > seen.site.day:
        yield failed(seen.place, "future", day=max(each.iso for each in own))
    else:
        yield passed(seen.place)
