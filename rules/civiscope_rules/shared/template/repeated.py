"""Find the links that stand around the content of nearly every page of a host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from civiscope.model import Dom, Link, Page, Site
from civiscope.web.urls import canonical_url
from civiscope_rules.shared.signposts import authority, has_all_links, html_pages
from civiscope_rules.shared.signposts.regions import AROUND

MIN_PAGES = 5
"""Pages of one host and language before anything is called usual."""
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class SeenLinks:
    """A page with its links around the content: the first of each address, in their order."""

    page: Page
    dom: Dom
    links: dict[str, Link]
    texts: dict[str, tuple[str, ...]]
    """What each link to an address says, where there are several."""
    twice: frozenset[str]
    """Addresses with several links, as of breadcrumbs; their place says nothing of the order."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """The pages of one host and language, and the addresses nearly all of them link to."""

    pages: tuple[SeenLinks, ...]
    addresses: frozenset[str]


def repeated_links(site: Site) -> Iterator[Repeated]:
    """Yield each host and language of which enough pages were seen."""
    groups: dict[tuple[str, str], list[SeenLinks]] = {}
    for page, dom in html_pages(site):
        if has_all_links(page, dom):
            language = (dom.lang or "").lower().partition("-")[0]
            groups.setdefault((authority(page), language), []).append(_seen(page, dom))
    for pages in groups.values():
        if len(pages) >= MIN_PAGES:
            counts = Counter(address for seen in pages for address in seen.links)
            least = _NEARLY_ALL * len(pages)
            common = frozenset(address for address, count in counts.items() if count >= least)
            yield Repeated(tuple(pages), common)


def _seen(page: Page, dom: Dom) -> SeenLinks:
    links: dict[str, Link] = {}
    texts: dict[str, tuple[str, ...]] = {}
    twice: set[str] = set()
    for link in dom.links:
        if link.region in AROUND and link.visible:
            address = canonical_url(link.url)
            if address in links:
                twice.add(address)
            links.setdefault(address, link)
            texts[address] = (*texts.get(address, ()), link.text)
    return SeenLinks(page, dom, links, texts, frozenset(twice))
