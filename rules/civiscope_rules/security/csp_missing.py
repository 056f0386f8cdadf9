"""Judge whether a page has a Content Security Policy. Why is told in csp_missing.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import (
    document_response,
    enforced_policies,
    parse_policies,
    printable_field,
)
from civiscope.model import Outcome, Page, Place, failed, passed

FIELD = "content-security-policy"
REPORT_ONLY = "content-security-policy-report-only"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages. The page itself is asked only when its header has no policy."""
    response = document_response(page)
    if response is None:
        return
    if enforced_policies(response.headers, None):
        yield passed(Place(FIELD))
        return
    if enforced_policies(response.headers, page.dom):
        yield passed(Place(FIELD))
        return
    watched = parse_policies(response.headers.all(REPORT_ONLY))
    if watched:
        yield failed(
            Place(FIELD, snippet=printable_field(REPORT_ONLY, watched.text)), "report-only"
        )
    else:
        yield failed(FIELD, "missing")
