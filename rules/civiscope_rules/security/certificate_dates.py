"""Judge whether the certificate is valid on the day. Why is told in certificate_dates.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, tls_servers
from civiscope_rules.shared.hosts.days import day, readable


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS, at the time when they were asked."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        leaf = readable(tls)
        if leaf is None:
            unknown.note(host, tls.chain_error or "Its certificate could not be read.")
        elif leaf.valid_to < host.asked:
            yield failed(place, "expired", host=label(host), day=day(leaf.valid_to))
        elif leaf.valid_from > host.asked:
            yield failed(place, "not-yet", host=label(host), day=day(leaf.valid_from))
        else:
            yield passed(place)
    unknown.tell()
