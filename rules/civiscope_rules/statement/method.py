"""Judge whether a statement says how it was prepared. See method.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import names_method
from civiscope.model import Outcome, Site, passed
from civiscope_rules.shared.statements import statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement of a law that asks for a status."""
    for seen in statements(site):
        if seen.asks_for_status:
            yield passed(seen.place) if names_method(seen.text) else seen.lacks("missing")
