"""Judge links to other sites that carry the visitor's identifiers. See link_decoration.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.necessity import like_an_id
from civiscope.headers import printable
from civiscope.lists.known_cookies import steady_name
from civiscope.model import Outcome, Page, Place, failed, passed
from civiscope.web.urls import registrable_domain
from civiscope_rules.shared.whole_visit import require_whole


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages visited for privacy; one outcome for each site that links lead to."""
    first = page.privacy.of("none")
    if first is None:
        return
    ids = {(item.area, item.name) for item in first.kept if like_an_id(item)}
    found = {
        registrable_domain(link.host): link
        for link in reversed(first.decorated)
        if (link.area, link.name) in ids and registrable_domain(link.host) not in page.own_domains
    }
    if not found:
        require_whole(first)
        yield passed("links")
    for domain, link in sorted(found.items()):
        yield failed(
            Place(f"links to {domain}", url=link.url, snippet=printable(link.url)),
            "decorated",
            domain=domain,
            parameter=printable(link.parameter, 40) or "its query",
            name=printable(steady_name(link.name), 60),
        )
