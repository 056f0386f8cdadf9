"""Judge Strict-Transport-Security on redirects. Why is told in hsts_on_redirect.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import is_loopback, own_url
from civiscope.headers.hsts import Hsts, parse_hsts
from civiscope.model import Outcome, Page, Place, Response, failed, passed
from civiscope.web.urls import host_of


def check(page: Page) -> Iterator[Outcome]:
    """Apply to hosts of the site that only redirect, over HTTPS, on the way to the page.

    A host that also gives the page itself is left to security/hsts: there the page's own response
    tells the browser in any case.
    """
    last = host_of(page.final_url)
    hosts: dict[str, list[Response]] = {}
    for hop in page.hops:
        host = host_of(hop.url)
        if hop.url.startswith("https://") and own_url(page, hop.url) and not is_loopback(host):
            hosts.setdefault(host, []).append(hop)
    for host, hops in sorted(hosts.items()):
        if host == last or not any(hop.redirects for hop in hops):
            continue
        place = Place(host, url=hops[0].url)
        if any(_effective(hop) for hop in hops):
            yield passed(place)
        else:
            yield failed(place, "missing", host=host, next=host_of(page.final_url))


def _effective(hop: Response) -> bool:
    found = parse_hsts(hop.headers.all("strict-transport-security"))
    return isinstance(found, Hsts) and found.max_age > 0
