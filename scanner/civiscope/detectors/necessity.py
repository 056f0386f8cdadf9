"""Tell what of a visit serves the visitor, and what counts, recognises or follows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from civiscope.lists import Lists
from civiscope.lists.filters import FilterMatch
from civiscope.lists.known_cookies import ESSENTIAL, TRACKING, known_cookie, steady_name
from civiscope.lists.mandates import mandate_of
from civiscope.lists.parties import is_public_body, party_at
from civiscope.model.network import Request
from civiscope.model.privacy import KeptItem, PrivacyVisit
from civiscope.web.urls import host_of, registrable_domain

Basis = Literal["tracking", "own-count", "mandated", "unsure"]
"""`tracking`: known to count, recognise or follow visitors for somebody else, or to advertise;
`own-count`: counts visitors for the site itself, which some laws exempt; `mandated`: a law makes
the site load it; `unsure`: a person has to say what it is for."""
_AREAS = {
    "cookie": "cookie",
    "local": "item in local storage",
    "session": "item in session storage",
    "database": "database",
    "cache": "cache",
    "service-worker": "service worker",
}
_LIKE_AN_ID = re.compile(
    r"(visitor|client|device|user|anonymous|distinct|browser)[_-]?(id|key|uuid)|\buuid|guid|"
    r"fingerprint|^_?uid$|^(ajs|amplitude|mp|optimizely|_hj|_cl|_ga|_pk)[_.]",
    re.IGNORECASE,
)
_MAX_PLACES = 3
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Trace:
    """Something a page did that it could do without."""

    owner: str
    """The company or product, or else the domain; for the site's own counting, what it is."""
    standing: Basis
    what: str
    """In words, for example `requests to www.example.net` or `the cookie _ga`."""
    url: str = ""
    """A request's address, or the script that set something."""
    listed: bool = False
    """Whether a list of trackers names it, or its owner is known for tracking."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the visits of a page did that it could do without, by when it happened."""

    before: tuple[Trace, ...]
    """Before any choice."""
    despite: tuple[Trace, ...] | None
    """Although the visitor had said no; None when no could not be said or the visit failed."""
    accepted: tuple[Trace, ...]
    """Only after yes."""


def compare(
    visit: PrivacyVisit, page_url: str, lists: Lists, own: Collection[str] = ()
) -> Compared:
    """Return what *visit* saw side by side.

    *page_url* is the page that was visited, *own* are registrable domains of the site besides its.
    """
    none, reject, accept = visit.of("none"), visit.of("reject"), visit.of("accept")
    before = find_unneeded(none.requests, none.kept, page_url, lists, own) if none else ()
    despite = None
    if reject is not None and reject.chosen:
        despite = find_unneeded(reject.requests_after, reject.kept_after, page_url, lists, own)
    after = (
        find_unneeded(accept.requests_after, accept.kept_after, page_url, lists, own)
        if accept is not None and accept.chosen
        else ()
    )
    others = {(trace.owner, trace.what) for trace in (*before, *(despite or ()))}
    return Compared(
        before, despite, tuple(trace for trace in after if (trace.owner, trace.what) not in others)
    )


def find_unneeded(
    requests: Iterable[Request],
    kept: Iterable[KeptItem],
    page_url: str,
    lists: Lists,
    own: Collection[str] = (),
) -> tuple[Trace, ...]:
    """Return what among *requests* and *kept* the page could do without, in a fixed order."""
    home = frozenset((registrable_domain(host_of(page_url)), *own))
    traces = [*_requests(requests, home, page_url, lists)]
    met = frozenset(trace.owner for trace in traces if trace.standing == "tracking")
    mandated = any(trace.standing == "mandated" for trace in traces)
    for item in kept:
        trace = _trace_of_item(item, home, met=met, mandated=mandated)
        if trace is not None:
            traces.append(trace)
    return tuple(sorted(dict.fromkeys(traces), key=lambda t: (t.owner, t.standing, t.what)))


def like_an_id(item: KeptItem) -> bool:
    """Say whether the value of *item* is long and mixed enough to tell visitors apart.

    A value that was the same in two fresh browsers, or changed from page to page, is none.
    """
    if item.own is not None:
        return item.own and item.length >= 8 and item.entropy >= 2.5
    return item.length >= 16 and item.entropy >= 3


def serves(item: KeptItem) -> bool:
    """Say whether *item* is known to serve the visitor or to keep the service up."""
    known = known_cookie(item.name)
    return keeps_choice(item) or (known is not None and known.purpose in ESSENTIAL)


def keeps_choice(item: KeptItem) -> bool:
    """Say whether *item* keeps the visitor's answer to the banner, and nobody else is told it."""
    return item.choice and not item.sent_to


def _recognises(item: KeptItem) -> bool:
    """Say whether *item* is seen to be one browser's own, and outlives the browser's session."""
    lasts = item.area == "local" or (item.lifetime or 0) > _DAY
    return item.own is True and item.length >= 16 and lasts


def kind_of_item(item: KeptItem) -> str:
    """Return what *item* is, in words."""
    return _AREAS[item.area]


def by_owner(traces: Sequence[Trace]) -> dict[tuple[str, Basis], list[Trace]]:
    """Return *traces* grouped by who is behind them and what is known of it."""
    groups: dict[tuple[str, Basis], list[Trace]] = {}
    for trace in traces:
        groups.setdefault((trace.owner, trace.standing), []).append(trace)
    return groups


def describe_traces(traces: Sequence[Trace]) -> str:
    """Return *traces* in words, the first few by name."""
    names = list(dict.fromkeys(trace.what for trace in traces))
    shown = ", ".join(names[:_MAX_PLACES])
    more = len(names) - _MAX_PLACES
    return f"{shown} and {more} more" if more > 0 else shown


def find_listed(request: Request, page_url: str, lists: Lists) -> FilterMatch | None:
    """Return the line of a list in use that names *request*, or an address on its way."""
    filters, _ = lists.filters
    for url in dict.fromkeys((request.url, *(hop.url for hop in request.hops))):
        match = filters.match(url, request.type, page_url)
        if match is not None:
            return match
    return None


def _requests(
    requests: Iterable[Request], home: Collection[str], page_url: str, lists: Lists
) -> Iterable[Trace]:
    for request in requests:
        if request.main or request.blocked or not request.url.startswith(("http", "ws")):
            continue
        host = request.host
        domain = registrable_domain(host)
        party = party_at(host)
        matched = find_listed(request, page_url, lists) is not None
        listed = matched or (party is not None and party.tracks and not is_public_body(host))
        mandate = mandate_of(request, page_url)
        what = f"requests to {host}"
        if mandate is not None:
            yield Trace(mandate.name, "mandated", what, request.url)
        elif domain in home:
            if matched:
                yield Trace("the site's own count", "own-count", what, request.url, matched)
        elif party is not None and party.purpose == "consent":
            continue
        elif party is not None and party.purpose == "tag-manager":
            yield Trace(party.name, "unsure", what, request.url, listed)
        elif matched or (party is not None and party.tracks):
            standing: Basis = "unsure" if is_public_body(host) else "tracking"
            yield Trace(party.name if party else domain, standing, what, request.url, listed)


def _trace_of_item(
    item: KeptItem, home: Collection[str], *, met: frozenset[str], mandated: bool
) -> Trace | None:
    known = known_cookie(item.name)
    domain = registrable_domain(item.host)
    what = f"the {_AREAS[item.area]} {steady_name(item.name)[:60]}"
    url = item.by[0] if item.by else ""
    if known is not None and known.purpose in ESSENTIAL:
        return None
    if keeps_choice(item) and domain in home:
        return None
    if known is not None and known.purpose in TRACKING:
        standing: Basis = "tracking"
        if mandated and known.owner == "Google Analytics":
            standing = "mandated"
        elif known.purpose == "analytics" and domain in home and not met:
            standing = "own-count"
        elif item.area != "cookie" and known.owner not in met:
            # The table is one of cookies; in storage the same name may be somebody else's, unless
            # the page talks to them.
            standing = "unsure"
        owner = "the site's own count" if standing == "own-count" else known.owner
        return Trace(owner, standing, what, url)
    if domain not in home:
        if is_public_body(item.host):
            return None
        party = party_at(item.host)
        tracks = party is not None and party.tracks
        return Trace(party.name if party else domain, "tracking" if tracks else "unsure", what, url)
    if like_an_id(item) and (_LIKE_AN_ID.search(item.name) or _recognises(item)):
        return Trace(domain, "unsure", what, url)
    return None
