"""Judge what other sites learn about where a visitor came from. See referrer_policy.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import document_response, printable, printable_field
from civiscope.headers.referrer_policy import (
    LEAKS_ADDRESS,
    parse_meta_referrer,
    parse_referrer_policy,
)
from civiscope.model import Dom, Outcome, Page, Place, cannot_tell, failed, passed

FIELD = "referrer-policy"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages. Saying nothing is fine: browsers then give away the origin only."""
    response = document_response(page)
    if response is None:
        return
    values = response.headers.all(FIELD)
    policy = parse_referrer_policy(values)
    snippet = printable_field(FIELD, ", ".join(values)) if values else ""
    # A meta element comes later than the header and counts instead of it.
    for content in _in_page(page.dom):
        if found := parse_meta_referrer(content):
            policy, snippet = found, f'<meta name="referrer" content="{printable(content, 60)}">'
    place = Place(FIELD, snippet=snippet)
    if policy in LEAKS_ADDRESS:
        yield failed(place, "leaks", policy=policy)
    elif values and not policy:
        yield cannot_tell(place, "unknown", value=printable(", ".join(values), 60))
    else:
        yield passed(place)


def _in_page(dom: Dom) -> list[str]:
    return [meta.content for meta in dom.meta if meta.name == "referrer" and not meta.http_equiv]
