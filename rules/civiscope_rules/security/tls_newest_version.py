"""Judge whether TLS 1.3 is spoken. Why is told in tls_newest_version.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, tls_servers


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        match tls.offer("TLS 1.3").answer:
            case "accepted":
                yield passed(place)
            case "refused":
                yield failed(place, "missing", host=label(host))
            case "unknown":
                unknown.note(host, tls.offer("TLS 1.3").detail)
    unknown.tell()
