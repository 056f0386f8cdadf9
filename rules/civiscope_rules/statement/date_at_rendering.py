"""Judge whether a date in a statement is written as the page is shown. See date_at_rendering.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, cannot_tell, failed, passed
from civiscope_rules.shared.statements import statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement with a date."""
    for seen in statements(site):
        mentions = [each for each in seen.mentions if each.iso]
        scripted = seen.text.scripted_dates
        written = [each for each in mentions if each.text in scripted]
        today = [each for each in mentions if each.iso == seen.site.day]
        if any(each in today for each in written):
            yield failed(seen.place, "scripted", day=today[0].iso, what=today[0].role)
        elif today or written or scripted:
            shown = (today or written)[0].iso if today or written else scripted[0]
            yield cannot_tell(seen.place, "today", day=shown)
        elif mentions:
            yield passed(seen.place)
