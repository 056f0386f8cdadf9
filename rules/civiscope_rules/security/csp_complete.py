"""Find what a policy forgets that nothing stands in for. Why is told in csp_complete.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import document_answer, shown_field
from civiscope.headers.csp import require_whole
from civiscope.headers.csp_effective import effective_policy
from civiscope.model import Dom, Outcome, Page, Place, failed, passed

FIELD = "content-security-policy"
DIRECTIVES = ("object-src", "base-uri", "form-action")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages with a policy for scripts; others are told of by csp-unsafe."""
    answer = document_answer(page)
    if answer is None:
        return
    dom = page.evidence.dom if isinstance(page.evidence.dom, Dom) else None
    policy = effective_policy(answer.headers, dom)
    if policy.free("script-src-elem"):
        return
    require_whole(answer.headers)
    nonces = any(each.trusts_nonces for each in policy.enforced.policies)
    snippet = shown_field(FIELD, policy.enforced.text)
    for directive in DIRECTIVES:
        if directive == "base-uri" and nonces:
            # With nonces it is more than a gap: security/csp-unsafe tells of it.
            continue
        place = Place(directive, snippet=snippet)
        if policy.free(directive):
            yield failed(place, directive, confidence=None if dom else "firm")
        else:
            yield passed(place)
