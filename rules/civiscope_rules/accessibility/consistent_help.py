"""Find pages where help stands in another place than usual. Why: consistent_help.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from civiscope.model import Link, Outcome, Place, Site, cannot_tell, passed
from civiscope_rules.shared.signposts import find_signpost
from civiscope_rules.shared.template import SeenLinks, repeated_links

_MAJORITY = 0.8


def check(site: Site) -> Iterator[Outcome]:
    """Apply to pages that offer a way to ask somebody, on hosts where nearly all pages do.

    The order is judged by the parts of the page: a menu that opens is hard to tell from one that
    stands elsewhere, so a person decides.
    """
    for group in repeated_links(site):
        found = {seen.page.url: _region(seen) for seen in group.pages}
        regions = Counter(region for region in found.values() if region)
        if not regions or regions.total() < _MAJORITY * len(group.pages):
            continue
        usual, count = regions.most_common(1)[0]
        if count < _MAJORITY * regions.total():
            continue
        for url, region in found.items():
            place = Place("way to ask for help", url=url)
            if region and region != usual:
                yield cannot_tell(place, "elsewhere", usual=usual, here=region)
            elif region:
                yield passed(place)


def _region(seen: SeenLinks) -> str:
    """Return the part of the page its first way to ask for help stands in; empty when none."""
    link: Link | None = find_signpost(seen.links.values(), "contact")
    return link.region if link is not None else ""
