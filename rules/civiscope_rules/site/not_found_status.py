"""Judge what a site says about an address that does not exist. See not_found_status.md."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope.headers import site_response
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed

COMPONENT = "error page"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to the address civiscope makes up on each host to see the error page."""
    if page.kind != "missing":
        return
    response = site_response(page)
    if response is None:
        if len(page.hops) > 1:
            place = Place(COMPONENT, url=page.final_url)
            yield cannot_tell(place, "elsewhere", target=page.final_url)
        return
    place = Place(COMPONENT, url=response.url)
    if page.visit.reason == "login":
        yield cannot_tell(place, "elsewhere", target=response.url)
    elif response.status in {404, 410}:
        yield passed(place)
    elif 200 <= response.status < 300:
        if _path(response.url) != _path(page.url):
            yield failed(place, "redirected", target=response.url, status=response.status)
        else:
            yield failed(place, "found", status=response.status)
    else:
        yield cannot_tell(place, "other", status=response.status)


def _path(url: str) -> str:
    # A language or a slash may be added on the way; the made-up last name stays.
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]
