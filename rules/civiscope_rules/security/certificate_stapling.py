"""Judge whether a certificate's state comes along. Why is told in certificate_stapling.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, tls_servers
from civiscope_rules.shared.hosts.days import readable


def check(site: Site) -> Iterator[Outcome]:
    """Apply to certificates whose state can be asked for, where the handshake shows the reply."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        leaf = readable(tls)
        if leaf is None or not (leaf.ocsp or leaf.must_staple):
            continue
        if tls.stapled is None:
            unknown.note(host, "With TLS 1.3 alone the response is encrypted and was not read.")
        elif tls.stapled:
            yield passed(place)
        else:
            message = "promised" if leaf.must_staple else "missing"
            yield failed(place, message, host=label(host))
    unknown.tell()
