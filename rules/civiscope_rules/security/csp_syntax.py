"""Find what browsers skip in a Content Security Policy. Why is told in csp_syntax.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import document_response, parse_policies, printable, printable_field
from civiscope.headers.csp import policies_in_page, require_whole
from civiscope.model import Dom, Outcome, Page, Place, failed, passed
from civiscope_rules.shared.policies import mistakes

FIELD = "content-security-policy"


def check(page: Page, *, least_nonce: int) -> Iterator[Outcome]:
    """Apply to HTML pages with a policy, be it in the header or in the page."""
    response = document_response(page)
    if response is None:
        return
    dom = page.evidence.dom if isinstance(page.evidence.dom, Dom) else None
    in_page, elsewhere = policies_in_page(dom), policies_in_page(dom, in_head=False)
    sent = parse_policies(response.headers.all(FIELD)).policies
    meta = [policy for text in in_page for policy in parse_policies((text,)).policies]
    if not sent and not meta and not elsewhere:
        return
    require_whole(response.headers)
    found = bool(elsewhere)
    if elsewhere:
        snippet = printable_field(FIELD, elsewhere[0])
        yield failed(Place(f"{FIELD} in-body", snippet=snippet), "in-body")
    for policy in (*sent, *meta):
        snippet = printable_field(FIELD, policy.text)
        for each in mistakes(policy.text, in_page=policy in meta, least_nonce=least_nonce):
            found = True
            directive = printable(each.directive, 60)
            place = Place(f"{directive} {each.message}", snippet=snippet)
            yield failed(
                place,
                each.message,
                directive=directive,
                value=printable(each.value, 60),
                right=each.right,
            )
    if not found:
        yield passed(FIELD)
