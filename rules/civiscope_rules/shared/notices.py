"""Find the privacy notices of a site: where its pages lead, and what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from civiscope.model import Document, Dom, EvidenceMissing, Missing, Page, Site
from civiscope.web.urls import canonical_url
from civiscope_rules.shared.signposts import find_signpost, html_pages

MAX_TEXT_CHARACTERS = 39_900
"""Characters; of a longer text the end was not kept."""
_MIN_WORDS = 120
"""A shorter page only leads on to the notice."""
NO_TEXT = Missing(
    "not-gathered",
    "No privacy notice was read: the scan came by none, or only by one that leads on to others.",
)


@dataclass(slots=True)
class Notice:
    """A privacy notice, and the pages whose link leads to it."""

    url: str
    there: Page | Document | None
    """What was seen at its address; None when nobody went there."""
    pages: list[tuple[Page, Dom]] = field(default_factory=list[tuple[Page, Dom]])

    @property
    def page(self) -> Page | None:
        """The notice as a page that was seen, be it in part."""
        there = self.there
        return there if isinstance(there, Page) and there.visit.state != "failed" else None

    @property
    def dom(self) -> Dom | None:
        """The document of that page."""
        dom = self.page.evidence.dom if self.page else None
        return dom if isinstance(dom, Dom) else None

    @property
    def text(self) -> str:
        """What it says; empty when that was not read, or is no more than a list of links."""
        text = self.dom.notice if self.dom else ""
        return text if len(text.split()) >= _MIN_WORDS else ""


def notices(site: Site) -> list[Notice]:
    """Return the notices that ordinary pages of *site* lead to, in order of the first page.

    Raises EvidenceMissing when no document of any page was kept.
    """
    found: dict[str, Notice] = {}
    for page, dom in html_pages(site):
        link = find_signpost(dom.links, "privacy")
        if link is not None:
            url = canonical_url(link.url)
            if url not in found:
                found[url] = Notice(link.url, site.at(link.url))
            found[url].pages.append((page, dom))
    return list(found.values())


def read_notices(site: Site, sites: Sequence[str] = ("*",)) -> Iterator[Notice]:
    """Yield the notices whose text was read; EvidenceMissing when there are some and none was.

    *sites* are the top-level domains whose pages are asked about; `*` is all.
    """
    every = [notice for notice in notices(site) if _is_on(notice, sites)]
    read = [notice for notice in every if notice.text]
    if every and not read:
        raise EvidenceMissing(NO_TEXT)
    yield from read


def _is_on(notice: Notice, sites: Sequence[str]) -> bool:
    page, _ = notice.pages[0]
    return "*" in sites or page.host.rpartition(".")[2] in sites
