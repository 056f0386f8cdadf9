"""Hold a statement's claim against what the scan proved. See contradicted.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.statements import StatementSeen, proved_of, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement that claims to conform fully."""
    for seen in statements(site):
        if seen.status.status == "full":
            yield _judge(seen)


def _judge(seen: StatementSeen) -> Outcome:
    proved = proved_of(seen)
    if not proved:
        return passed(seen.place)
    return failed(
        seen.place,
        "fails",
        confidence=None if any(each.certain for each in proved) else "tentative",
        sentence=seen.status.sentence[:300],
        criteria=", ".join(each.criterion for each in proved[:12]),
        count=len(proved),
        example=next((page for each in proved for page in each.pages), ""),
    )
