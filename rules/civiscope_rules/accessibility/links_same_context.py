"""Find links of one name that not even their surroundings tell apart. See links_same_context.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.destinations import Destinations
from civiscope_rules.shared.words.twins import likeness, place_of_twin


def check(page: Page) -> Iterator[Outcome]:
    """Apply to links that share their name and what stands around them with another link."""
    seen = page.probe("destinations", Destinations)
    for link in seen.links:
        twins = [
            other
            for other in seen.links
            if other is not link and (other.group, other.context) == (link.group, link.context)
        ]
        if not twins:
            continue
        place = place_of_twin(link)
        near = [other for other in twins if other.heading == link.heading]
        found = {likeness(link, other, seen): other for other in near}
        apart = {likeness(link, other, seen): other for other in twins if other not in near}
        if "unlike" in found:
            yield failed(place, "different", name=link.name, other=found["unlike"].address)
        elif "unlike" in apart:
            other = apart["unlike"]
            yield cannot_tell(place, "headings", name=link.name, other=other.address)
        elif (found | apart).keys() - {"same"}:
            known = apart | found
            other = known.get("elsewhere") or known["unknown"]
            yield cannot_tell(place, "perhaps", name=link.name, other=other.address)
        else:
            yield passed(place)
