"""Find links that are called the same and lead to different content. Why: links_same_text.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.destinations import Destinations
from civiscope_rules.shared.words.twins import compare_twins, place_of_twin


def check(page: Page) -> Iterator[Outcome]:
    """Apply to links that share their name with one that has another address."""
    for link, other, how in compare_twins(page.probe("destinations", Destinations)):
        place = place_of_twin(link)
        if how == "same":
            yield passed(place)
        elif how in {"unknown", "elsewhere"} and link.context == other.context:
            # That not even the surroundings tell them apart is told by links-same-context.
            continue
        elif how in {"unknown", "elsewhere"}:
            yield cannot_tell(place, "perhaps", name=link.name, other=other.address)
        else:
            yield failed(place, "different", name=link.name, other=other.address)
