"""Judge whether words of a template are left in a statement. See placeholders.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import placeholders
from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.statements import statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement."""
    for seen in statements(site):
        left = placeholders(seen.text)
        if left:
            shown = ", ".join(f"“{each}”" for each in left[:5])
            yield failed(seen.place, "left", left=shown, count=len(left))
        else:
            yield passed(seen.place)
