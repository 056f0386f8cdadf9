"""Judge whether the certificate is for the host. Why is told in certificate_host.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope.model.transport import Certificate
from civiscope_rules.shared.hosts import Unknown, label, tls_servers

_SHOWN = 5


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        if tls.names_host is None:
            unknown.note(host, tls.chain_error or "Its certificate could not be read.")
        elif tls.names_host:
            yield passed(place)
        elif not tls.chain[0].names_total:
            yield failed(place, "nameless", host=label(host))
        else:
            yield failed(place, "other", host=label(host), names=_listed(tls.chain[0]))
    unknown.tell()


def _listed(found: Certificate) -> str:
    more = found.names_total - _SHOWN
    return ", ".join(found.names[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
