"""Judge answers that other sites may read with the visitor's cookies. See the page beside it."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import own_responses, printable_field
from civiscope.headers.cors import Cors, parse_cors
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed

ORIGIN = "access-control-allow-origin"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every response of the site, on this page, that allows credentials."""
    responses: dict[tuple[str, str], Cors] = {}
    for response in own_responses(page):
        cors = parse_cors(response.headers)
        if cors is not None and cors.credentials:
            responses.setdefault((cors.origin, response.url.partition("?")[0]), cors)
    for (origin, url), cors in sorted(responses.items(), key=lambda entry: entry[0]):
        place = Place(ORIGIN, url=url, snippet=printable_field(ORIGIN, origin))
        match cors.readers:
            case "null":
                yield failed(place, "null-origin", url=url)
            case "any":
                yield cannot_tell(place, "any-origin", url=url)
            case _:
                yield passed(place)
