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
        found = {likeness(link, other, seen): other for other in twins}
        if "unlike" in found:
            yield failed(place, "different", name=link.name, other=found["unlike"].address)
        elif found.keys() - {"same"}:
            other = found.get("elsewhere") or found["unknown"]
            yield cannot_tell(place, "perhaps", name=link.name, other=other.address)
        else:
            yield passed(place)
