"""Match requests against the filter lists in use. See known_tracker.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.detectors.necessity import find_listed
from civiscope.headers import printable
from civiscope.lists import Lists
from civiscope.lists.filters import FilterMatch
from civiscope.lists.mandates import Mandate, mandate_of
from civiscope.lists.parties import party_at
from civiscope.lists.registry import KnownList
from civiscope.model import Outcome, Page, Place, Request, cannot_tell, failed, passed
from civiscope.web.urls import host_of, is_web_url, registrable_domain


def check(page: Page, lists: Lists) -> Iterator[Outcome]:
    """Apply to pages on the web; one outcome for each line of a list that names requests."""
    if not is_web_url(page.final_url):
        return
    _, known = lists.filters
    named: dict[tuple[FilterMatch, Mandate | None], list[Request]] = {}
    for request in page.requests:
        if request.main or request.blocked:
            continue
        match = find_listed(request, page.final_url, lists)
        if match is not None:
            named.setdefault((match, mandate_of(request, page.final_url)), []).append(request)
    if not named:
        yield passed("requests")
    for (match, mandate), requests in sorted(named.items(), key=_order):
        yield _judge(match, mandate, requests, known[match.list_name])


def _order(entry: tuple[tuple[FilterMatch, Mandate | None], list[Request]]) -> tuple[str, str]:
    (match, mandate), _ = entry
    return match.rule, mandate.name if mandate else ""


def _judge(
    match: FilterMatch, mandate: Mandate | None, requests: list[Request], known: KnownList
) -> Outcome:
    first = requests[0]
    party = party_at(host_of(first.url))
    place = Place(
        mandate.name if mandate else party.name if party else registrable_domain(first.host),
        url=first.url,
        snippet=printable(first.url),
    )
    facts: dict[str, Any] = {
        "url": printable(first.url.partition("?")[0], 120),
        "count": len(requests),
        "rule": printable(match.rule, 120),
        "list": known.title,
        "date": known.dated.isoformat() if known.dated else "no date",
    }
    if mandate is not None:
        return cannot_tell(
            place, "mandated", name=mandate.name, jurisdiction=mandate.jurisdiction, **facts
        )
    return failed(place, "tracker", **facts)
