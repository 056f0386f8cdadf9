"""Judge what becomes of pages asked for over plain HTTP. Why is told in https_redirect.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import is_plain_local, own_url
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.web.urls import host_of


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with a response of the site over plain HTTP; not on this very machine."""
    plain = [
        number
        for number, hop in enumerate(page.hops)
        if hop.url.startswith("http://") and own_url(page, hop.url) and not is_plain_local(hop.url)
    ]
    if not plain:
        return
    last = page.hops[-1]
    first = page.hops[plain[0]]
    place = Place(host_of(first.url), url=first.url)
    if any(hop.url.startswith("https://") for hop in page.hops[: plain[-1]]):
        before = next(hop for hop in page.hops if hop.url.startswith("https://"))
        yield failed(place, "downgrade", source=before.url, target=page.hops[plain[-1]].url)
    elif not last.url.startswith("https://"):
        if own_url(page, last.url):
            yield failed(place, "stayed", url=last.url)
    elif not all(page.hops[number].redirects for number in plain):
        yield cannot_tell(place, "by-script", url=first.url)
    else:
        yield passed(place)
