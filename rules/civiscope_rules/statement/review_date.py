"""Judge when a statement was reviewed last. See review_date.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from civiscope.detectors.statement import DateMention, latest
from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement that names a day, and whose law asks for reviews."""
    for seen in statements(site):
        if seen.law is None or seen.law.review:
            yield from _judge(seen)


def _judge(seen: StatementSeen) -> Iterator[Outcome]:
    roles = {"reviewed", "updated", "tested"}
    unreadable = [e for e in seen.mentions if e.role in roles and (not e.iso or e.misspelt)]
    for each in unreadable[:3]:
        yield failed(seen.place, "unreadable", written=each.text)
    dates = seen.dates
    future = [e for e in seen.mentions if e.role in roles and seen.site.day and _after(e, seen)]
    if future:
        yield failed(seen.place, "future", day=future[0].iso, what=future[0].role)
        return
    updated = latest([e for e in seen.mentions if not e.of_site]).get("updated", "")
    reviewed, tested = dates.get("reviewed") or updated, dates.get("tested", "")
    if dates.get("prepared") and reviewed and _earlier(reviewed, dates["prepared"]):
        yield failed(seen.place, "before", day=reviewed, prepared=dates["prepared"])
        return
    last = max(filter(None, (reviewed, dates.get("prepared", ""), tested)), default="")
    if not last:
        if not unreadable:
            yield seen.lacks("missing", read=_is_read(seen))
        return
    yield from _judge_age(seen, last)


def _judge_age(seen: StatementSeen, last: str) -> Iterator[Outcome]:
    today = seen.today
    allowed = seen.law.review if seen.law is not None else 365
    day = _date(last)
    if today is None or day is None:
        return
    if (today - day).days > allowed:
        yield seen.lacks("old", read=_is_read(seen), day=last, days=allowed)
    else:
        yield passed(seen.place)


def _is_read(seen: StatementSeen) -> bool:
    return seen.law is not None and seen.law.review_read


def _after(mention: DateMention, seen: StatementSeen) -> bool:
    return bool(mention.iso) and mention.iso > seen.site.day[: len(mention.iso)]


def _earlier(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] < other[:shorter]


def _date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso if len(iso) == 10 else f"{iso}-28")
    except ValueError:
        return None
