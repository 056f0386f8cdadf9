"""Judge X-Content-Type-Options. What it does, and why, is told in content_type_options.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable, printable_field, site_response
from civiscope.headers.content_type_options import is_nosniff
from civiscope.model import Outcome, Page, Place, failed, passed

FIELD = "x-content-type-options"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page of the site."""
    response = site_response(page)
    if response is None:
        return
    values = response.headers.all(FIELD)
    sent = ", ".join(values)
    place = Place(FIELD, snippet=printable_field(FIELD, sent) if values else "")
    if is_nosniff(values):
        yield passed(place)
    elif values:
        yield failed(place, "ignored", value=printable(sent, 60))
    else:
        yield failed(place, "missing")
