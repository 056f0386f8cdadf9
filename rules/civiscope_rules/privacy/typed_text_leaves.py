"""Judge text that leaves the browser while it is typed. See typed_text_leaves.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.headers import printable
from civiscope.lists.parties import party_at
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.web.urls import registrable_domain
from civiscope_rules.shared.whole_visit import require_whole

_WHERE = {"url": "address", "body": "body", "socket": "socket", "referrer": "referrer"}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with fields to type into; one outcome for each field and receiver."""
    visit = page.privacy
    if not visit.fields:
        if visit.fields_shown:
            require_whole(visit.of("none"))
        return
    if not visit.typed:
        require_whole(visit.of("none"))
        yield passed("fields")
    told: set[tuple[str, str]] = set()
    for sent in visit.typed:
        domain = registrable_domain(sent.host)
        if (sent.what, domain) in told:
            continue
        told.add((sent.what, domain))
        place = Place(
            f"{domain} reads {printable(sent.what, 60)}", url=sent.url, snippet=sent.script
        )
        facts: dict[str, Any] = {
            "field": printable(sent.what, 60),
            "host": sent.host,
            "form": sent.form,
            "where": _WHERE[sent.where],
        }
        if domain in page.own_domains:
            yield cannot_tell(place, "own", **facts)
        elif sent.kind == "search" and not _is_tracker(sent.host):
            yield cannot_tell(place, "suggestions", **facts)
        else:
            yield failed(place, "password" if sent.kind == "password" else "third-party", **facts)


def _is_tracker(host: str) -> bool:
    party = party_at(host)
    return party is not None and party.tracks
