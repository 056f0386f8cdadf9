"""Judge whether browsers can read Permissions-Policy. See permissions_policy_malformed.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import Malformed, document_response, printable, printable_field
from civiscope.headers.browser_features import FEATURES, nearest_feature
from civiscope.headers.permissions_policy import PermissionsPolicy, parse_permissions_policy
from civiscope.model import Outcome, Page, Place, failed, passed

FIELD = "permissions-policy"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages that send the field; not sending it is nobody's fault."""
    response = document_response(page)
    if response is None:
        return
    values = response.headers.all(FIELD)
    # Evidence keeps the first thousands of characters of a field; a cut one tells nothing.
    if any(value.endswith("…") for value in values):
        return
    place = Place(FIELD, snippet=printable_field(FIELD, ", ".join(values)))
    match parse_permissions_policy(values):
        case None:
            return
        case Malformed(reason):
            yield failed(place, "malformed", reason=reason)
        case policy:
            mistakes = list(_mistakes(policy, place))
            yield from mistakes or [passed(place)]


def _mistakes(policy: PermissionsPolicy, place: Place) -> Iterator[Outcome]:
    """Yield what browsers skip in a policy that they can read."""
    for feature in policy.features:
        name = printable(feature.name, 60)
        if feature.name not in FEATURES:
            right = nearest_feature(feature.name)
            hint = f"; {right} may be meant" if right else ""
            where = Place(f"{FIELD} {name}", snippet=place.snippet)
            yield failed(where, "unknown", feature=name, hint=hint)
        for entry, why in feature.skipped:
            where = Place(f"{FIELD} {name} skipped", snippet=place.snippet)
            yield failed(where, "skipped", feature=name, value=printable(entry, 60), reason=why)
