"""Judge what a site says about an address that does not exist. See not_found_status.md."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope.headers import site_answer
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed

COMPONENT = "error page"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to the address civiscope makes up on each host to see the error page."""
    if page.kind != "missing":
        return
    answer = site_answer(page)
    if answer is None:
        if len(page.hops) > 1:
            place = Place(COMPONENT, url=page.final_url)
            yield cannot_tell(place, "elsewhere", target=page.final_url)
        return
    place = Place(COMPONENT, url=answer.url)
    if page.visit.reason == "login":
        yield cannot_tell(place, "elsewhere", target=answer.url)
    elif answer.status in {404, 410}:
        yield passed(place)
    elif 200 <= answer.status < 300:
        if _path(answer.url) != _path(page.url):
            yield failed(place, "redirected", target=answer.url, status=answer.status)
        else:
            yield failed(place, "found", status=answer.status)
    else:
        yield cannot_tell(place, "other", status=answer.status)


def _path(url: str) -> str:
    # A language or a slash may be added on the way; the made-up last name stays.
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]
