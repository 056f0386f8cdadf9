"""Find links of the site that lead to a page that is not there. Why is told in broken_links.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from civiscope.headers import printable
from civiscope.model import (
    Confidence,
    Document,
    EvidenceMissing,
    Link,
    Missing,
    Outcome,
    Page,
    Place,
    Site,
    cannot_tell,
    failed,
    passed,
)
from civiscope.web.urls import canonical_url, host_of, origin_of, same_site
from civiscope_rules.shared.signposts import is_ordinary
from civiscope_rules.shared.signposts.regions import AROUND

_GONE = frozenset({404, 410})
_BUSY = frozenset({502, 503, 504})
"""A server under load, also under ours, answers so and is well again a minute later."""
_UNREACHED = {"dns": "its host name does not exist", "refused": "its server takes no connection"}


@dataclass(frozen=True, slots=True)
class _Broken:
    message: str
    why: str
    confidence: Confidence | None = None


def check(site: Site) -> Iterator[Outcome]:
    """Apply to links between pages of the site whose target was visited, or was asked for.

    Links on error pages are left out: they often repeat the address that is missing.
    Links that a page hides outside its menus are for a person: a script often completes their
    addresses before it shows them. Targets that refuse visitors like us (401, 403, 429, a wall
    against robots) are not broken: they may well be there for others.
    """
    if site.visited and all(isinstance(page.evidence.dom, Missing) for page in site.visited):
        _ = site.visited[0].dom  # Raises: without a single document there are no links to judge.
    judged: dict[str, _Broken | None] = {}
    for page in site.visited:
        for target, link in _links(page):
            if target not in judged:
                found = site.at(target)
                judged[target] = _fault(found) if found is not None else None
                if found is not None and judged[target] is None:
                    yield passed(Place(_component(page, target), url=target))
            broken = judged[target]
            if broken is not None:
                yield _outcome(page, target, link, broken)


def _links(page: Page) -> Iterator[tuple[str, Link]]:
    """Yield each address of the same site that the page links to once, with its first open link."""
    dom = page.evidence.dom
    if isinstance(dom, Missing) or not is_ordinary(page, dom):
        return
    own = {canonical_url(page.url), canonical_url(page.final_url)}
    found: dict[str, Link] = {}
    for link in dom.links:
        if not link.url.startswith(("http://", "https://")):
            continue
        target = canonical_url(link.url)
        if target in own or not same_site(target, page.final_url):
            continue
        if target not in found or (_is_hidden(found[target]) and not _is_hidden(link)):
            found[target] = link
    yield from found.items()


def _is_hidden(link: Link) -> bool:
    # What is closed around the content is a menu, and its links are followed as they stand.
    return not link.visible and link.region not in AROUND


def _fault(found: Page | Document) -> _Broken | None:
    if isinstance(found, Document):
        return None if found.status is None else _by_status(found.status)
    if found.visit.reason in _UNREACHED and found.visit.state == "failed":
        return _Broken("unreachable", _UNREACHED[found.visit.reason], "firm")
    if found.visit.reason in {"bot-wall", "login"}:
        return None
    try:
        return _by_status(found.status)
    except EvidenceMissing:
        return None


def _by_status(status: int) -> _Broken | None:
    if status in _GONE:
        return _Broken("gone", str(status))
    if status in _BUSY:
        return _Broken("busy", str(status))
    return _Broken("error", str(status), "firm") if status >= 500 else None


def _outcome(page: Page, target: str, link: Link, broken: _Broken) -> Outcome:
    place = Place(_component(page, target), url=page.url, snippet=printable(link.text))
    facts = {"target": target, "text": printable(link.text, 80), "why": broken.why}
    if broken.message == "busy":
        return cannot_tell(place, "busy", **facts)
    if _is_hidden(link):
        return cannot_tell(place, "hidden", **facts)
    return failed(place, broken.message, confidence=broken.confidence, **facts)


def _component(page: Page, target: str) -> str:
    """Return the target's path, with its host when it is another than the page's."""
    origin = origin_of(target)
    path = target.removeprefix(origin) or "/"
    return path if origin == origin_of(page.final_url) else host_of(target) + path
