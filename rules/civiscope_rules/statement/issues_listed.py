"""Judge whether a statement says what does not work. See issues_listed.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import criteria_named, has_issues_section
from civiscope.model import Outcome, Site, passed
from civiscope_rules.shared.statements import statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement that claims to conform in part or not."""
    for seen in statements(site):
        if seen.status.status not in {"partial", "non"}:
            continue
        if has_issues_section(seen.text) or criteria_named(seen.text):
            yield passed(seen.place)
        else:
            status = "none" if seen.status.status == "non" else seen.status.status
            yield seen.lacks("missing", read=False, status=status)
