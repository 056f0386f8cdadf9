"""Judge which edition of the standard a statement names. See standard_version.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import outdated_norms, wcag_versions
from civiscope.model import Outcome, Site, cannot_tell, passed
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement that names WCAG or EN 301 549 with an edition."""
    for seen in statements(site):
        versions, norms = wcag_versions(seen.text), outdated_norms(seen.text)
        if norms:
            yield cannot_tell(seen.place, "norm", version=norms[0])
        elif versions:
            yield _judge(seen, versions[-1])


def _judge(seen: StatementSeen, version: str) -> Outcome:
    law = seen.law
    if law is None or not law.standard or version >= law.standard:
        return passed(seen.place)
    since = law.standard_since
    if since is not None and (seen.today is None or seen.today < since):
        return passed(seen.place)
    return seen.lacks("older", version=version, wanted=law.standard)
