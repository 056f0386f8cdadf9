"""Judge whether pages of other sites keep hold of the window. See opener_policy.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import Malformed, document_response, printable_field
from civiscope.headers.opener_policy import parse_opener_policy
from civiscope.model import Outcome, Page, Place, failed, passed

FIELD = "cross-origin-opener-policy"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages over HTTPS; elsewhere browsers ignore the field."""
    response = document_response(page)
    if response is None or not response.url.startswith("https://"):
        return
    values = response.headers.all(FIELD)
    place = Place(FIELD, snippet=printable_field(FIELD, ", ".join(values)) if values else "")
    match parse_opener_policy(values):
        case Malformed():
            # What cannot be read is reported by security/headers-malformed.
            return
        case None:
            yield failed(place, "missing")
        case policy if policy.value == "unsafe-none":
            yield failed(place, "switched-off")
        case _:
            yield passed(place)
