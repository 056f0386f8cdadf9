"""Judge whether a statement lists what the scan proved. See failures_listed.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import criteria_named
from civiscope.model import Outcome, Site, passed
from civiscope_rules.shared.statements import StatementSeen, proved_of, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement that claims to conform in part or not, where failures were proved."""
    for seen in statements(site):
        if seen.status.status in {"partial", "non"}:
            yield from _judge(seen)


def _judge(seen: StatementSeen) -> Iterator[Outcome]:
    proved = proved_of(seen)
    if not proved:
        return
    named = set(criteria_named(seen.text))
    missing = [each for each in proved if each.criterion not in named]
    if not missing:
        yield passed(seen.place)
        return
    facts = {
        "criteria": ", ".join(each.criterion for each in missing[:12]),
        "count": len(missing),
        "example": next((page for each in missing for page in each.pages), ""),
    }
    if named:
        yield Outcome("failed", seen.place, "not-listed", facts)
    else:
        yield Outcome("cannot_tell", seen.place, "none-named", facts)
