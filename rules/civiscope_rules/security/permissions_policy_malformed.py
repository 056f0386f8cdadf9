"""Judge whether browsers can read Permissions-Policy. See permissions_policy_malformed.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import Malformed, document_answer, shown_field
from civiscope.headers.permissions_policy import parse_permissions_policy
from civiscope.model import Outcome, Page, Place, failed, passed

FIELD = "permissions-policy"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages that send the field; not sending it is nobody's fault."""
    answer = document_answer(page)
    if answer is None:
        return
    values = answer.headers.all(FIELD)
    # Evidence keeps the first thousands of characters of a field; a cut one tells nothing.
    if any(value.endswith("…") for value in values):
        return
    place = Place(FIELD, snippet=shown_field(FIELD, ", ".join(values)))
    match parse_permissions_policy(values):
        case None:
            return
        case Malformed(reason):
            yield failed(place, "malformed", reason=reason)
        case _:
            yield passed(place)
