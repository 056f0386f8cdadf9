"""Judge whether HTTP/2 or 3 is offered. Why is told in transport_http2.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Host, Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, tls_servers

_H3 = re.compile(r"(?:^|,)\s*h3(?:-\d+)?=")


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts with which a handshake could be finished."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        if not tls.protocol and tls.trust.state == "unknown":
            unknown.note(host, tls.trust.detail or "There was no whole handshake.")
        elif tls.protocol == "h2" or _offers_h3(host):
            yield passed(place)
        else:
            yield failed(place, "missing", host=label(host))
    unknown.tell()


def _offers_h3(host: Host) -> bool:
    hops = host.https.hops if host.https is not None else ()
    return any(_H3.search(hop.alt_svc) for hop in hops)
