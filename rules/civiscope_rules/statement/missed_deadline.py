"""Judge whether a day named for a repair is over. See missed_deadline.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement.parts import deadlines
from civiscope.model import Outcome, Site, cannot_tell, passed
from civiscope_rules.shared.statements import statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement that names such a day."""
    for seen in statements(site):
        named = deadlines(seen.text) if seen.site.day else []
        over = [(day, sentence) for day, sentence in named if day < seen.site.day[: len(day)]]
        for day, sentence in over[:5]:
            yield cannot_tell(seen.place, "over", day=day, sentence=sentence[:300])
        if named and not over:
            yield passed(seen.place)
