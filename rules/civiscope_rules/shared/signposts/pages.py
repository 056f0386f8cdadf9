"""Which pages can be asked for their signposts: whole HTML pages with ordinary navigation."""

from __future__ import annotations

from civiscope.model import Dom, EvidenceMissing, Missing, Page, Site
from civiscope.web.urls import canonical_url, origin_of, same_site
from civiscope_rules.shared.signposts.regions import AROUND_OR_BARE

_MAX_OK_STATUS = 299
_MIN_FRAMED = 2
_MIN_UNFRAMED = 10
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def has_navigation(page: Page, dom: Dom) -> bool:
    """Say whether the page has the links an ordinary page of a site has.

    That is links to other pages around its content, more of them where a page marks neither header
    nor footer. Fragments, print views, single forms and component samples have none and need no
    signposts.
    """
    here = canonical_url(page.final_url)
    leading: dict[str, set[str]] = {}
    for link in dom.links:
        target = canonical_url(link.url)
        if target != here and link.region in AROUND_OR_BARE and same_site(target, here):
            leading.setdefault(link.region, set()).add(target)
    framed = "header" in leading or "footer" in leading
    targets = {target for region in leading.values() for target in region}
    return len(targets) >= (_MIN_FRAMED if framed else _MIN_UNFRAMED)


def authority(page: Page) -> str:
    """Return host and port the page came from; two ports are two sites."""
    return origin_of(page.final_url).partition("://")[2]


def has_all_links(page: Page, dom: Dom) -> bool:
    """Say whether all links of the page were seen: only then can one be missed."""
    return page.visit.state == "complete" and not dom.truncated


def html_pages(site: Site) -> list[tuple[Page, Dom]]:
    """Return the site's ordinary HTML pages that answered well, with their documents.

    Raises EvidenceMissing when pages were visited and no document of any was kept.
    """
    return list(site.once(_find_html_pages))


def _find_html_pages(site: Site) -> tuple[tuple[Page, Dom], ...]:
    found: list[tuple[Page, Dom]] = []
    missing: Missing | None = None
    for page in site.visited:
        dom = page.evidence.dom
        if isinstance(dom, Missing):
            missing = missing or dom
        elif is_ordinary(page, dom):
            found.append((page, dom))
    if missing is not None and not found:
        raise EvidenceMissing(missing)
    return tuple(found)


def is_ordinary(page: Page, dom: Dom) -> bool:
    """Say whether the page is an HTML page the site gave: no error, no wall, no login."""
    if page.kind != "page" or dom.media_type not in _HTML:
        return False
    if page.visit.reason in {"bot-wall", "login"}:
        return False
    requests = page.evidence.requests
    if isinstance(requests, Missing):
        return True
    results = [request.response for request in requests if request.main and request.response]
    return not results or results[-1].status <= _MAX_OK_STATUS
