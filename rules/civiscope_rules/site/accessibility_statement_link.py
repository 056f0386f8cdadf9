"""Judge whether people find the accessibility statement. See accessibility_statement_link.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import EvidenceMissing, Outcome, Page, Site, failed
from civiscope.web.urls import canonical_url
from civiscope_rules.shared.signposts import authority, find_signpost, html_pages, judge_hosts

_NO_PAGE = 400


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each host with ordinary pages."""
    dead = _dead_statements(site)
    for outcome in judge_hosts(site, "accessibility"):
        found = dead.get(outcome.place.component) if outcome.verdict == "passed" else None
        if found is None:
            yield outcome
        else:
            url, status = found
            yield failed(outcome.place, "broken", url=printable(url, 200), status=status)


def _dead_statements(site: Site) -> dict[str, tuple[str, int]]:
    """Return, by host, a statement that answers with an error, where none that is linked does."""
    statuses = {canonical_url(page.url): _status(page) for page in site.pages}
    statuses |= {canonical_url(document.url): document.status for document in site.documents}
    linked: dict[str, dict[str, int | None]] = {}
    for page, dom in html_pages(site):
        link = find_signpost(dom.links, "accessibility")
        if link is not None:
            linked.setdefault(authority(page), {})[link.url] = statuses.get(canonical_url(link.url))
    return {
        host: (url, status)
        for host, found in linked.items()
        for url, status in list(found.items())[:1]
        if status is not None and all(s is not None and s >= _NO_PAGE for s in found.values())
    }


def _status(page: Page) -> int | None:
    try:
        return page.status
    except EvidenceMissing:
        return None
