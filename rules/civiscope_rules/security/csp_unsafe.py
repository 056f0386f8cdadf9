"""Judge what a page's Content Security Policy lets an injected script do. See csp_unsafe.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import Policies, document_response, enforced_policies, printable_field
from civiscope.headers.csp import require_whole
from civiscope.model import (
    Confidence,
    Dom,
    Outcome,
    Page,
    Place,
    cannot_tell,
    failed,
    passed,
)

FIELD = "content-security-policy"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages with a policy that browsers enforce.

    Something runs only when every policy allows it, so each way in is tried on all of them.
    """
    response = document_response(page)
    if response is None:
        return
    dom = page.evidence.dom if isinstance(page.evidence.dom, Dom) else None
    policies = enforced_policies(response.headers, dom)
    if not policies:
        return
    require_whole(response.headers)
    # A policy in the page could be stricter than the header; unseen, it leaves a doubt.
    confidence: Confidence | None = None if dom else "firm"
    yield from _judge(policies, confidence)


def _judge(policies: Policies, confidence: Confidence | None) -> Iterator[Outcome]:
    snippet = printable_field(FIELD, policies.text)
    if policies.all(lambda policy: policy.script_sources_anywhere is None):
        place = Place("script-src", snippet=snippet)
        yield failed(place, "no-script-rule", confidence=confidence)
        return
    inline = policies.all(lambda policy: policy.allows_inline_elements) or policies.all(
        lambda policy: policy.allows_inline_attributes
    )
    if inline:
        place = Place("script-src 'unsafe-inline'", snippet=snippet)
        yield failed(place, "inline", confidence=confidence)
    sources = _anywhere(policies)
    if sources:
        place = Place(f"script-src {sources}", snippet=snippet)
        yield failed(place, "any-host", confidence=confidence, sources=sources)
    if inline or sources:
        return
    if _base_is_open(policies):
        yield cannot_tell(Place("base-uri", snippet=snippet), "base-uri")
    else:
        yield passed(Place("script-src", snippet=snippet))


def _anywhere(policies: Policies) -> str:
    """Return the sources by which every policy lets scripts come from any host, else nothing."""
    found = [policy.script_sources_anywhere for policy in policies.policies]
    # None is a policy without a rule for scripts: it stops none either.
    if any(sources == () for sources in found):
        return ""
    return " ".join(sorted({source for sources in found for source in sources or ()}))


def _base_is_open(policies: Policies) -> bool:
    """Say whether an injected base element could make trusted scripts come from elsewhere.

    That matters where scripts are trusted by nonce; a list of hosts refuses the wrong host anyway.
    """
    return any(policy.trusts_nonces for policy in policies.policies) and policies.all(
        lambda policy: policy.get("base-uri") is None
    )
