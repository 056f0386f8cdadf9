"""Judge answers that other sites may read with the visitor's cookies. See the page beside it."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import own_url, shown_field
from civiscope.headers.scope import FOLDER_FIELD
from civiscope.model import Outcome, Page, Place, Response, cannot_tell, failed, passed

ORIGIN = "access-control-allow-origin"
CREDENTIALS = "access-control-allow-credentials"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every answer of the site, on this page, that allows credentials."""
    answers: dict[tuple[str, str], Response] = {}
    for request in page.requests:
        for answer in request.hops:
            # Browsers compare this field letter by letter: only "true" counts.
            if (
                answer.headers.get(CREDENTIALS) == "true"
                and own_url(page, answer.url)
                and FOLDER_FIELD not in answer.headers
            ):
                allowed = (answer.headers.get(ORIGIN) or "").strip()
                answers.setdefault((allowed, answer.url.partition("?")[0]), answer)
    for (allowed, url), _ in sorted(answers.items(), key=lambda entry: entry[0]):
        place = Place(ORIGIN, url=url, snippet=shown_field(ORIGIN, allowed))
        if allowed == "null":
            yield failed(place, "null-origin", url=url)
        elif allowed == "*":
            yield cannot_tell(place, "any-origin", url=url)
        elif allowed:
            yield passed(place)
