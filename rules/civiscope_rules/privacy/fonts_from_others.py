"""Judge fonts that come from other companies. See fonts_from_others.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civiscope.headers import printable
from civiscope.lists.parties import Party, is_public_body, party_at
from civiscope.model import Outcome, Page, Place, Request, failed, passed
from civiscope.web.urls import is_web_url, registrable_domain

_FONTS = "fonts"
_DELIVERS = "cdn"


def check(page: Page, *, own: Sequence[str]) -> Iterator[Outcome]:
    """Apply to pages that load a font or ask a font service; one outcome for each service.

    *own* are further domains of the same public body.
    """
    if not is_web_url(page.final_url):
        return
    ours = {*page.own_domains, *(registrable_domain(domain.lower()) for domain in own)}
    found: dict[Party, list[Request]] = {}
    fonts = False
    for request in page.requests:
        if request.blocked or request.main:
            continue
        fonts |= request.type == "font"
        if registrable_domain(request.host) in ours or is_public_body(request.host):
            continue
        party = party_at(request.host)
        delivers = party is not None and party.purpose == _DELIVERS and request.type == "font"
        if party is not None and (party.purpose == _FONTS or delivers):
            found.setdefault(party, []).append(request)
    if fonts and not found:
        yield passed("fonts")
    for party, requests in sorted(found.items(), key=lambda pair: pair[0].name):
        hosts = ", ".join(sorted({request.host for request in requests}))
        place = Place(party.name, url=requests[0].url, snippet=printable(requests[0].url))
        yield failed(place, "service", owner=party.name, hosts=hosts, count=len(requests))
