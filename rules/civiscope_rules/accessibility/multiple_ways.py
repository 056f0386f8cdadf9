"""Find hosts on which links are the only way to a page. Why is told in multiple_ways.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Dom, Outcome, Page, Place, Site, cannot_tell, passed
from civiscope_rules.shared.signposts import authority, html_pages
from civiscope_rules.shared.signposts.language import fold_words

_MIN_PAGES = 10
"""Pages that were seen of a host; a smaller site may be found through one list of links."""
_SEARCHED = re.compile(
    r"(?:q|qs|query|search|search_?\w+|keywords?|suche|recherche|s|buscar|cerca)", re.I
)
_LISTED = re.compile(
    r"site ?map|a (?:to|-|bis) z|a z|index of|all (?:pages|services|topics)|plan du site|sitemap"
    r"|inhaltsverzeichnis|inhaltsübersicht|mapa (?:del|do) s[ií]ti?o|mappa del sito|webbplatskarta"
    r"|sivukartta|mapa (?:strony|serwisu|stranek|webu)|map o r wefan"
)


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts of which enough pages were seen."""
    hosts: dict[str, list[tuple[Page, Dom]]] = {}
    for page, dom in html_pages(site):
        hosts.setdefault(authority(page), []).append((page, dom))
    for host, pages in hosts.items():
        if len(pages) < _MIN_PAGES:
            continue
        place = Place(host, url=pages[0][0].url)
        if any(_searches(dom) or _lists(dom) for _, dom in pages):
            yield passed(place)
        else:
            yield cannot_tell(place, "links-only", host=host, count=len(pages))


def _searches(dom: Dom) -> bool:
    return any(landmark.role == "search" for landmark in dom.landmarks) or any(
        field.type == "search" or _SEARCHED.fullmatch(field.name) is not None
        for form in dom.forms
        for field in form.fields
    )


def _lists(dom: Dom) -> bool:
    return any(_LISTED.search(fold_words(link.text)) for link in dom.links)
