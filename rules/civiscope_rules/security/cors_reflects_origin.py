"""Judge hosts that let in whatever site asks. Why is told in cors_reflects_origin.md."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope.headers import printable, printable_field
from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, later, place_of

FIELD = "access-control-allow-origin"


def check(site: Site) -> Iterator[Outcome]:
    """Apply to every response that was asked for in the name of a site that is nobody's."""
    unknown = Unknown()
    for host in site.hosts:
        for response in host.foreign:
            if response.status is None:
                unknown.note(host, response.error)
                continue
            place = place_of(
                site,
                host,
                snippet=printable_field(FIELD, response.allow_origin),
                part=printable(urlsplit(response.url).path or "/"),
            )
            # Without cookies anybody can ask anyway; that is no more than `*`.
            if response.allow_origin == response.origin and response.credentials:
                yield failed(place, "reflected", url=response.url, origin=response.origin)
            elif later(response.status):
                unknown.note(host, f"{response.url} answers {response.status}.")
            else:
                yield passed(place)
    unknown.tell()
