"""Find different pages with the same title. Why is told in unique_titles.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from civiscope.headers import printable
from civiscope.model import Dom, Outcome, Page, Place, Site, cannot_tell, failed, passed
from civiscope.web.urls import canonical_url
from civiscope_rules.shared.signposts import authority, html_pages

_PAGING = re.compile(
    r"(p|pg|page|paged|pagina|pageno|page_?num(ber)?|page_?index|seite|sida|side|strana|strona|lehekulg"
    r"|sivu|start|offset|skip|from|limit|per_?page|currentpage|firstresult)",
    re.IGNORECASE,
)
_PAGING_PATH = re.compile(
    r"/(page|pagina|seite|p)[/-]?\d+(?=/|$)|-page-\d+(?=/|$|\.)", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")


def check(site: Site) -> Iterator[Outcome]:
    """Apply to HTML pages with a title, each compared with those of its host and language.

    Pages with the same main text are one page at two addresses, which is no fault of the title.
    """
    groups: dict[tuple[str, str, str], list[tuple[Page, Dom]]] = {}
    for page, dom in html_pages(site):
        title = _SPACE.sub(" ", dom.title).strip()
        if title and dom.text_hash:
            language = (dom.lang or "").lower().partition("-")[0]
            groups.setdefault((authority(page), language, title.casefold()), []).append((page, dom))
    for pages in groups.values():
        yield from _judge(pages)


def _judge(pages: list[tuple[Page, Dom]]) -> Iterator[Outcome]:
    title = _SPACE.sub(" ", pages[0][1].title).strip()
    component = f"title “{printable(title, 80)}”"
    distinct = _distinct(pages)
    for page, _ in pages:
        place = Place(component, url=page.url)
        others = [url for url in distinct if url != page.final_url]
        if len(distinct) < 2 or len({_strip_paging(url) for url in distinct}) < 2:
            yield passed(place)
        elif page.final_url not in distinct:
            continue
        elif len({url.partition("?")[0] for url in distinct}) < 2:
            yield cannot_tell(place, "by-query", title=title, other=others[0])
        else:
            yield failed(place, "same", title=title, count=len(distinct), other=others[0])


def _distinct(pages: list[tuple[Page, Dom]]) -> list[str]:
    """Return one address for each different content and canonical address, in crawl order."""
    found: list[str] = []
    contents: set[str] = set()
    addresses: set[str] = set()
    for page, dom in pages:
        address = canonical_url(dom.canonical or page.final_url)
        if dom.text_hash not in contents and address not in addresses:
            found.append(page.final_url)
        contents.add(dom.text_hash)
        addresses.add(address)
    return found


def _strip_paging(url: str) -> str:
    """Return *url* without what only says which part of a long list it shows."""
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=500)
    except ValueError:
        return url
    query = urlencode([(name, value) for name, value in pairs if not _PAGING.fullmatch(name)])
    path = _PAGING_PATH.sub("", parts.path).rstrip("/")
    return parts._replace(path=path, query=query, fragment="").geturl()
