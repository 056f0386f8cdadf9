"""Judge whether renegotiation is the safe kind. Why is told in tls_renegotiation.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, tls_servers


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that speak TLS 1.2 or older; TLS 1.3 has no renegotiation."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        if tls.secure_renegotiation is None:
            continue
        if tls.secure_renegotiation:
            yield passed(place)
        else:
            yield failed(place, "unsafe", host=label(host))
    unknown.tell()
