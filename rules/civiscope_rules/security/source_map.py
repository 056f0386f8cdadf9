"""Judge source maps that the site's own scripts name. Why is told in source_map.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from civiscope.headers import printable
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.web.urls import resolve, same_site


def check(page: Page) -> Iterator[Outcome]:
    """Apply to script files of the site itself."""
    named = _maps_in_headers(page)
    for file in page.code.files:
        if not same_site(file.url, page.final_url):
            continue
        place = Place(printable(file.url.partition("?")[0]), url=file.url)
        name = printable(file.url.partition("?")[0].rpartition("/")[2], 80)
        where = file.source_map or named.get(file.url, "")
        if where == "inline":
            yield failed(place, "inline", name=name)
        elif where:
            yield cannot_tell(place, "linked", name=name, map=printable(where, 120))
        else:
            yield passed(place)


def _maps_in_headers(page: Page) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for request in page.requests:
        answer = request.response
        where = answer.headers.get("sourcemap") if answer is not None else None
        if where:
            found[request.final_url] = resolve(request.final_url, where)
    return found
