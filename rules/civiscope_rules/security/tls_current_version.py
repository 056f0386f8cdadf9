"""Judge whether a current version of TLS is spoken. Why is told in tls_current_version.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, tls_servers

CURRENT = ("TLS 1.2", "TLS 1.3")


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        responses = {tls.offer(name).answer for name in CURRENT}
        if "accepted" in responses:
            yield passed(place)
        elif "unknown" in responses:
            unknown.note(host, tls.offer("TLS 1.2").detail)
        else:
            yield failed(place, "missing", host=label(host))
    unknown.tell()
