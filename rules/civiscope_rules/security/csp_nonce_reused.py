"""Find nonces that more than one response has. Why is told in csp_nonce_reused.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import document_response
from civiscope.headers.csp import nonces as nonces_of
from civiscope.model import EvidenceMissing, Outcome, Page, Place, Site, failed, passed

FIELD = "content-security-policy"


def check(site: Site) -> Iterator[Outcome]:
    """Apply to pages with a nonce in their policy, where at least two responses were seen."""
    with_nonces = [(page, nonces) for page in site.pages if (nonces := _nonces(page))]
    again = _plain_nonces(site)
    if len(with_nonces) < 2 and not again:
        return
    first: dict[str, Page] = {}
    for page, nonces in with_nonces:
        for nonce in nonces:
            first.setdefault(nonce, page)
    shared = {
        nonce
        for nonce, one in first.items()
        if any(nonce in nonces and page is not one for page, nonces in with_nonces)
    }
    for page, nonces in with_nonces:
        place = Place("nonce", url=page.url)
        reused = sorted(nonces & shared)
        if not reused and (known := sorted(nonces & again.keys())):
            yield failed(place, "again", other=again[known[0]])
        elif not reused:
            yield passed(place)
        elif (other := first[reused[0]]) is page:
            # The first page with a nonce is one side of the fault; the others are reported.
            continue
        else:
            yield failed(place, "reused", other=other.url)


def _plain_nonces(site: Site) -> dict[str, str]:
    """Return the nonces of the plain requests to each host, with the address that had them."""
    walks = [walk for host in site.hosts for walk in (host.http, host.https) if walk is not None]
    return {nonce: hop.url for walk in walks for hop in walk.hops for nonce in hop.nonces}


def _nonces(page: Page) -> set[str]:
    """Return the nonces in the page's header; none when the response came from a cache."""
    try:
        response = document_response(page)
    except EvidenceMissing:
        return set()
    if response is None or response.from_cache or response.from_service_worker:
        return set()
    return set(nonces_of(response.headers.all(FIELD)))
