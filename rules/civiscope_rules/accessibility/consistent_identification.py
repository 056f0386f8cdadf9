"""Find repeated links that are called otherwise on some pages. See consistent_identification.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from civiscope.model import Outcome, Page, Place, Site, failed, passed
from civiscope.web.urls import canonical_url
from civiscope_rules.shared.signposts.language import fold_words
from civiscope_rules.shared.template import repeated_links

_MAJORITY = 0.8


def _own(page: Page) -> set[str]:
    """Return the addresses of a page, also without what a script added to its own."""
    urls = (page.url, page.final_url, page.final_url.partition("?")[0])
    return {canonical_url(url) for url in urls}


def check(site: Site) -> Iterator[Outcome]:
    """Apply to links that nearly all pages of a host have around their content."""
    for group in repeated_links(site):
        for address in sorted(group.addresses):
            names: dict[str, list[str]] = {
                seen.page.url: sorted(filter(None, map(fold_words, seen.texts[address])))
                for seen in group.pages
                # What leads to its own page is often no link to it: "#" on what opens a menu.
                if address in seen.links and address not in _own(seen.page)
            }
            counts = Counter(name for said in names.values() for name in set(said))
            usual, count = counts.most_common(1)[0] if counts else ("", 0)
            if not usual or count < _MAJORITY * len(names):
                continue
            words = set(usual.split())
            for url, said in names.items():
                place = Place(f"link “{usual[:60]}”", url=url)
                # A name that only says more or less is the same to those who know it, and one of
                # several links with the usual name is found: "next" beside it is the way on.
                if not said or any(words & set(name.split()) for name in said):
                    yield passed(place)
                else:
                    yield failed(
                        place, "other", usual=usual[:80], here=said[0][:80], address=address
                    )
