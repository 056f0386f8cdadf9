"""Judge whether other sites may show the page in a frame. Why is told in clickjacking.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import document_response, enforced_policies, printable, printable_field
from civiscope.headers.csp import require_whole, sources_anywhere
from civiscope.headers.frame_options import parse_frame_options
from civiscope.model import Outcome, Page, Place, failed, passed

OLD_FIELD = "x-frame-options"
COMPONENT = "frame-ancestors"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages, by their header alone: in the page itself neither rule counts."""
    response = document_response(page)
    if response is None:
        return
    policies = enforced_policies(response.headers, None)
    if policies.frame_ancestors:
        # With frame-ancestors anywhere, browsers do not look at X-Frame-Options.
        place = Place(COMPONENT, snippet=printable_field("content-security-policy", policies.text))
        open_to = [sources_anywhere(sources) for sources in policies.frame_ancestors]
        if all(open_to):
            yield failed(place, "anyone", sources=" ".join(sorted(set(sum(open_to, ())))))
        else:
            yield passed(place)
        return
    require_whole(response.headers)
    values = response.headers.all(OLD_FIELD)
    sent = ", ".join(values)
    place = Place(COMPONENT, snippet=printable_field(OLD_FIELD, sent) if values else "")
    match parse_frame_options(values):
        case "none":
            yield failed(place, "missing", confidence="firm")
        case "ignored":
            yield failed(place, "ignored", value=printable(sent, 60))
        case _:
            yield passed(place)
