"""Judge X-Content-Type-Options. What it does, and why, is told in content_type_options.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import shown, shown_field, site_answer
from civiscope.headers.content_type_options import is_nosniff
from civiscope.model import Outcome, Page, Place, failed, passed

FIELD = "x-content-type-options"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page of the site."""
    answer = site_answer(page)
    if answer is None:
        return
    values = answer.headers.all(FIELD)
    sent = ", ".join(values)
    place = Place(FIELD, snippet=shown_field(FIELD, sent) if values else "")
    if is_nosniff(values):
        yield passed(place)
    elif values:
        yield failed(place, "ignored", value=shown(sent, 60))
    else:
        yield failed(place, "missing")
