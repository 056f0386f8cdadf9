"""Judge whether what visitors asked for is told to other companies. See address_sent_on.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from civiscope.lists.parties import is_public_body
from civiscope.model import Outcome, Page, Place, Request, cannot_tell, failed, passed
from civiscope.web.urls import host_of, is_web_url, registrable_domain

_PERSONAL = re.compile(
    r"[?&]([\w.\[\]-]*?(?:e-?mail|phone|birth|ssn|passw)[\w.\[\]-]*)=\[\d+ characters\]",
    re.IGNORECASE,
)
"""Parameters whose values evidence hides because of their names."""
_TELLING = 4
"""Letters or digits that a value needs to be recognised elsewhere."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages that talk to other companies; one outcome for each of those."""
    if not is_web_url(page.final_url):
        return
    asked = _values_in_address(page.final_url)
    seen: dict[str, Outcome] = {}
    for request in page.requests:
        if request.main or request.blocked or not request.third_party_to(page.final_url):
            continue
        for url in (request.url, *(hop.url for hop in request.hops)):
            domain = registrable_domain(host_of(url))
            if not is_public_body(host_of(url)) and not _same(domain, page):
                outcome = _judge(url, request, domain, asked)
                if domain not in seen or seen[domain].verdict == "passed":
                    seen[domain] = outcome
    yield from (seen[domain] for domain in sorted(seen))


def _same(domain: str, page: Page) -> bool:
    return domain in page.own_domains


def _values_in_address(page_url: str) -> dict[str, str]:
    """Return what the page's address says that a visitor asked for: parameters and values."""
    pairs = parse_qsl(urlsplit(page_url).query, max_num_fields=500)
    return {
        name: value.lower()
        for name, value in pairs
        if sum(map(str.isalnum, value)) >= _TELLING and not value.endswith(" characters]")
    }


def _judge(url: str, request: Request, domain: str, asked: dict[str, str]) -> Outcome:
    place = Place(domain, url=url.partition("?")[0])
    hidden = _PERSONAL.search(url)
    if hidden:
        return failed(place, "personal", domain=domain, name=hidden[1][:60], type=request.type)
    # Addresses stand in addresses, so they are read twice.
    query = unquote_plus(unquote_plus(urlsplit(url).query)).lower()
    told = sorted(name for name, value in asked.items() if value in query)
    if told:
        return cannot_tell(place, "query", domain=domain, names=", ".join(told)[:200])
    return passed(place)
