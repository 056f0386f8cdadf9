"""Judge whether others are told addresses that speak of the visitor. See referrer_tells.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from civiscope.lists.parties import is_public_body, party_at
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope_rules.shared.whole_visit import require_whole

_HIDDEN = re.compile(r"\[\d+ characters\]")
"""A value that evidence hides, because it looks personal or secret."""
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.\w{2,}"
    r"|/(?:account|applicants?|applications?|cases?|citizens?|claims?|clients?|customers?|invoices?"
    r"|members?|orders?|patients?|persons?|profiles?|users?)/[\w-]*\d[\w-]*(?:/|$)"
    r"|/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:/|$)"
    r"|\d{6,}",
    re.IGNORECASE,
)


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages visited for privacy whose address says more than which page it is."""
    first = page.privacy.of("none")
    parts = urlsplit(page.final_url)
    personal = bool(_HIDDEN.search(parts.query) or _PERSONAL.search(unquote(parts.path)))
    if first is None or not (personal or parts.query):
        return
    told = [
        domain
        for domain in first.referred
        if domain not in page.own_domains and not is_public_body(domain)
    ]
    if not told:
        require_whole(first)
        yield passed("address")
    for domain in told:
        party = party_at(domain)
        place = Place(domain)
        receiver = f"{party.name} ({domain})" if party else domain
        if personal:
            yield failed(place, "personal", receiver=receiver)
        else:
            yield cannot_tell(place, "query", receiver=receiver)
