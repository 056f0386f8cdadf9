"""Find nonces that more than one answer has. Why is told in csp_nonce_reused.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import document_answer, parse_policies
from civiscope.model import EvidenceMissing, Outcome, Page, Place, Site, failed, passed

FIELD = "content-security-policy"


def check(site: Site) -> Iterator[Outcome]:
    """Apply to pages with a nonce in their policy, where at least two were seen."""
    with_nonces = [(page, nonces) for page in site.pages if (nonces := _nonces(page))]
    if len(with_nonces) < 2:
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
        if not reused:
            yield passed(place)
        elif (other := first[reused[0]]) is page:
            # The first page with a nonce is one side of the fault; the others are told of.
            continue
        else:
            yield failed(place, "reused", other=other.url)


def _nonces(page: Page) -> set[str]:
    """Return the nonces in the page's header; none when the answer came from a cache."""
    try:
        answer = document_answer(page)
    except EvidenceMissing:
        return set()
    if answer is None or answer.from_cache or answer.from_service_worker:
        return set()
    return {
        source[7:].rstrip("'")
        for policy in parse_policies(answer.headers.all(FIELD)).policies
        for _, sources in policy.directives
        for source in sources
        if source.lower().startswith("'nonce-")
    }
