"""Judge identifiers of visitors that are given to others. See identifier_shared.md."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from civiscope.detectors.necessity import kind_of_item, like_an_id
from civiscope.headers import printable
from civiscope.lists.known_cookies import steady_name
from civiscope.lists.parties import is_public_body, party_at
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.model.privacy import KeptItem
from civiscope.web.urls import registrable_domain
from civiscope_rules.shared.whole_visit import require_whole


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages visited for privacy; one outcome for each identifier and receiver."""
    first = page.privacy.of("none")
    if first is None:
        return
    own = page.own_domains
    found = [
        (item, domain)
        for item in first.kept
        if like_an_id(item)
        for domain in item.sent_to
        if domain not in own and not is_public_body(domain)
    ]
    if not found:
        require_whole(first)
        yield passed("identifiers")
    for item, domain in found:
        yield _judge(item, domain, own)


def _judge(item: KeptItem, domain: str, own: Collection[str]) -> Outcome:
    name = printable(steady_name(item.name), 60)
    party = party_at(domain)
    facts: dict[str, Any] = {
        "what": f"{kind_of_item(item)} {name}",
        "receiver": f"{party.name} ({domain})" if party else domain,
    }
    place = Place(f"{name} for {domain}", url=item.by[0] if item.by else "")
    if registrable_domain(item.host) not in own:
        return failed(place, "synced", owner=item.host, **facts)
    if party is not None and party.tracks:
        return failed(place, "tracker", **facts)
    return cannot_tell(place, "sent", **facts)
