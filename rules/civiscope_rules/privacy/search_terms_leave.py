"""Judge search terms that go to others than the site. See search_terms_leave.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.lists.parties import party_at
from civiscope.model import EvidenceMissing, Missing, Outcome, Page, Place, failed, passed
from civiscope.web.urls import registrable_domain

_WHERE = {"url": "address", "body": "body", "socket": "socket", "referrer": "referrer"}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages whose search form was tried; one outcome for each receiver of the words."""
    visit = page.privacy
    if not visit.searched:
        return
    if visit.search_failed:
        raise EvidenceMissing(Missing("not-gathered", visit.search_failed))
    told: set[str] = set()
    for sent in visit.search_terms:
        party = party_at(sent.host)
        owner = party.name if party else registrable_domain(sent.host)
        if registrable_domain(sent.host) in page.own_domains or owner in told:
            continue
        told.add(owner)
        place = Place(owner, url=sent.url, snippet=sent.script)
        yield failed(
            place, "sent", owner=printable(owner, 60), host=sent.host, where=_WHERE[sent.where]
        )
    if not told:
        yield passed("search")
