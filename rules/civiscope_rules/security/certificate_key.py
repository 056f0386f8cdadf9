"""Judge the keys of the certificates that are sent. Why is told in certificate_key.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope.model.transport import Certificate
from civiscope_rules.shared.hosts import Unknown, label, tls_servers


def check(site: Site, *, min_rsa: int, min_ec: int) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        read = [one for one in tls.chain if not one.error]
        if not read:
            unknown.note(host, tls.chain_error or "Its certificate could not be read.")
            continue
        weak = next((one for one in read if _weak(one, min_rsa, min_ec)), None)
        if weak is None:
            yield passed(place)
        else:
            what = f"{weak.key} with {weak.bits} bits"
            yield failed(place, "short", host=label(host), subject=weak.subject, key=what)
    unknown.tell()


def _weak(one: Certificate, min_rsa: int, min_ec: int) -> bool:
    least = {"RSA": min_rsa, "DSA": min_rsa, "EC": min_ec}.get(one.key, 0)
    return one.bits < least
