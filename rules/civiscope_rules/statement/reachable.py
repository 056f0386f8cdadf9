"""Judge whether a statement is a web page that can be read. See reachable.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome, Page, Place, Site, cannot_tell, failed, passed
from civiscope.web.urls import canonical_url
from civiscope_rules.shared.signposts import find_signpost, html_pages
from civiscope_rules.shared.statements import MIN_WORDS, statement_pages

_WALLS = {"bot-wall", "login"}


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each address that pages lead to as to their statement, and to each statement."""
    for url, found_on in _linked(site).items():
        there = site.at(url)
        place = Place("accessibility statement", url=found_on)
        if isinstance(there, Document):
            yield failed(place, "document", url=url)
        elif isinstance(there, Page) and there.visit.reason in _WALLS:
            yield failed(place, "wall", url=url)
        elif there is None:
            yield cannot_tell(place, "not-read", url=url)
    for seen in statement_pages(site):
        if seen.text.words >= MIN_WORDS and not seen.text.in_frame:
            yield passed(seen.place)
        elif seen.text.in_frame or seen.text.frames:
            yield cannot_tell(seen.place, "frame", url=next(iter(seen.text.frames), ""))
        elif seen.text.pictures:
            yield failed(seen.place, "picture", words=seen.text.words)
        else:
            yield cannot_tell(seen.place, "empty", words=seen.text.words)


def _linked(site: Site) -> dict[str, str]:
    """Return each address that is linked as the statement, with the first page that does so."""
    found: dict[str, str] = {}
    for page, dom in html_pages(site):
        link = find_signpost(dom.links, "accessibility")
        if link is not None:
            found.setdefault(canonical_url(link.url), page.url)
    return found
