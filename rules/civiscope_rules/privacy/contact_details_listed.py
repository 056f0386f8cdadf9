"""Notice long lists of e-mail addresses and telephone numbers. See contact_details_listed.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import Exposed, Outcome, Page, Place, cannot_tell, passed


def check(page: Page, *, many: int, many_places: int) -> Iterator[Outcome]:
    """Apply to every page whose source was read; *many* of a kind in one source are a list."""
    listed = list(_listed("page source", page.raw_html.exposed, many, many_places))
    for answer in page.data.answers:
        listed += _listed(answer.url, answer.exposed, many, many_places)
    if not listed:
        yield passed("page source")
    yield from listed


def _listed(source: str, exposed: Exposed, many: int, many_places: int) -> Iterator[Outcome]:
    for what, count, most in (
        ("e-mail addresses", exposed.emails, many),
        ("telephone numbers", exposed.phones, many),
        ("places on the map, to a metre", exposed.coordinates, many_places),
    ):
        if count < most:
            continue
        if source == "page source":
            yield cannot_tell(what, "list", what=what, count=count)
        else:
            url = printable(source.partition("?")[0], 120)
            yield cannot_tell(Place(what, url=source), "data", what=what, count=count, url=url)
