"""Judge which status a statement claims. See status.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement whose law asks for one of three statuses."""
    for seen in statements(site):
        if seen.asks_for_status:
            yield _judge(seen)


def _judge(seen: StatementSeen) -> Outcome:
    reading = seen.status
    if reading.rival:
        return failed(seen.place, "two", first=reading.sentence, second=reading.rival)
    if reading.status == "other":
        return seen.lacks("other", sentence=reading.sentence)
    if reading.status != "none":
        return passed(seen.place)
    if reading.options_left:
        return seen.lacks("options", sentence=reading.options_left)
    return seen.lacks("missing")
