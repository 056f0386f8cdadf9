"""Name every other company a page makes the browser contact. See third_party_requests.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from civiscope.headers import printable
from civiscope.lists.mandates import mandate_of
from civiscope.lists.parties import Party, is_public_body, party_at
from civiscope.model import Outcome, Page, Place, Request, cannot_tell, failed, passed
from civiscope.web.urls import host_of, is_web_url, registrable_domain


def check(page: Page, *, own: Sequence[str]) -> Iterator[Outcome]:
    """Apply to every page; one outcome per registrable domain that is not the page's own.

    *own* are further domains of the same public body.
    """
    if not is_web_url(page.final_url):
        return
    ours = {*page.own_domains, *(registrable_domain(domain.lower()) for domain in own)}
    contacts: dict[str, list[tuple[str, Request]]] = {}
    for request in page.requests:
        # What the browser refused never left it; the page's own way here is a visit, not a contact.
        if not (request.main or request.blocked):
            for domain, host in _domains(request).items():
                if domain not in ours:
                    contacts.setdefault(domain, []).append((host, request))
    if not contacts:
        yield passed("third parties")
    for domain, contact in sorted(contacts.items()):
        yield _judge(domain, contact, page.final_url)


def _domains(request: Request) -> dict[str, str]:
    """Return the registrable domains on the request's way, each with the first host of it."""
    found: dict[str, str] = {}
    for url in (request.url, *(hop.url for hop in request.hops)):
        if is_web_url(url) or url.startswith(("ws://", "wss://")):
            found.setdefault(registrable_domain(host_of(url)), host_of(url))
    return found


def _judge(domain: str, contact: list[tuple[str, Request]], page_url: str) -> Outcome:
    hosts = sorted({host for host, _ in contact})
    requests = [request for _, request in contact]
    place = Place(domain, url=requests[0].url, snippet=printable(requests[0].url))
    if all(is_public_body(host) for host in hosts):
        return passed(place)
    parties = [party for host in hosts if (party := party_at(host))]
    facts: dict[str, Any] = {
        "domain": domain,
        "count": len(requests),
        "types": ", ".join(sorted({request.type for request in requests})),
    }
    if not parties:
        return cannot_tell(place, "unknown", **facts)
    tracking = [party for party in parties if party.tracks]
    owner, purpose = _named(tracking or parties)
    mandates = {mandate_of(request, page_url) for request in requests}
    if tracking and len(mandates) == 1 and (mandate := mandates.pop()):
        facts |= {"name": mandate.name, "jurisdiction": mandate.jurisdiction}
        return cannot_tell(place, "mandated", owner=owner, purpose=purpose, **facts)
    if tracking:
        return failed(place, "tracker", owner=owner, purpose=purpose, **facts)
    return cannot_tell(place, "known", owner=owner, purpose=purpose, **facts)


def _named(parties: list[Party]) -> tuple[str, str]:
    owners = dict.fromkeys(party.name for party in parties)
    purposes = dict.fromkeys(party.known_for for party in parties)
    return " and ".join(owners), " and ".join(purposes)
