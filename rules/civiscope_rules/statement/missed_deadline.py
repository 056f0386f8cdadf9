"""Judge whether a day named for a repair is over. See missed_deadline.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import missed_deadlines
from civiscope.model import Outcome, Site, cannot_tell
from civiscope_rules.shared.statements import statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement that names such a day."""
    for seen in statements(site):
        if seen.today is not None:
            for day, sentence in missed_deadlines(seen.text, seen.today)[:5]:
                yield cannot_tell(seen.place, "over", day=day, sentence=sentence[:300])
