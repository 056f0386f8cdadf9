"""Judge whether people can tell a body what does not work. See feedback.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import gives_feedback
from civiscope.model import Outcome, Site, passed
from civiscope_rules.shared.statements import statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement."""
    for seen in statements(site):
        yield passed(seen.place) if gives_feedback(seen.text) else seen.lacks("missing")
