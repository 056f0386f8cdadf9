"""Judge answers that other sites may read with the visitor's cookies. See the page beside it."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import own_answers, shown_field
from civiscope.headers.cors import Cors, parse_cors
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed

ORIGIN = "access-control-allow-origin"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every answer of the site, on this page, that allows credentials."""
    answers: dict[tuple[str, str], Cors] = {}
    for answer in own_answers(page):
        cors = parse_cors(answer.headers)
        if cors is not None and cors.credentials:
            answers.setdefault((cors.origin, answer.url.partition("?")[0]), cors)
    for (origin, url), cors in sorted(answers.items(), key=lambda entry: entry[0]):
        place = Place(ORIGIN, url=url, snippet=shown_field(ORIGIN, origin))
        match cors.readers:
            case "null":
                yield failed(place, "null-origin", url=url)
            case "any":
                yield cannot_tell(place, "any-origin", url=url)
            case _:
                yield passed(place)
