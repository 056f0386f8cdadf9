"""Judge hosts that let in whatever site asks. Why is told in cors_reflects_origin.md."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope.headers import shown, shown_field
from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, later, place_of

FIELD = "access-control-allow-origin"


def check(site: Site) -> Iterator[Outcome]:
    """Apply to every answer that was asked for in the name of a site that is nobody's."""
    unknown = Unknown()
    for host in site.hosts:
        for answer in host.foreign:
            if answer.status is None:
                unknown.note(host, answer.error)
                continue
            place = place_of(
                site,
                host,
                snippet=shown_field(FIELD, answer.allow_origin),
                part=shown(urlsplit(answer.url).path or "/"),
            )
            # Without cookies anybody can ask anyway; that is no more than `*`.
            if answer.allow_origin == answer.origin and answer.credentials:
                yield failed(place, "reflected", url=answer.url, origin=answer.origin)
            elif later(answer.status):
                unknown.note(host, f"{answer.url} answers {answer.status}.")
            else:
                yield passed(place)
    unknown.tell()
