"""Judge whether the rates of a statement add up. See rate.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import rates, wrong_rates
from civiscope.model import Outcome, Site, cannot_tell, failed, passed
from civiscope_rules.shared.statements import StatementSeen, statements

_HALF = 50
_ALL = 100


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement that names a rate."""
    for seen in statements(site):
        wrong = wrong_rates(seen.text)
        for each in wrong[:3]:
            yield failed(seen.place, "counts", rate=each.rate, counted=each.counted)
        if not wrong and rates(seen.text):
            yield _judge(seen)


def _judge(seen: StatementSeen) -> Outcome:
    found, status = rates(seen.text), seen.status.status
    french = seen.law is not None and seen.law.code == "FR"
    if status == "full" and max(found) < _ALL:
        return cannot_tell(seen.place, "full", rate=f"{max(found):g} %")
    if french and status == "partial" and max(found) < _HALF:
        return failed(seen.place, "half", rate=f"{max(found):g} %")
    return passed(seen.place)
