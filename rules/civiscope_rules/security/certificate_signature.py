"""Judge how the certificates are signed. Why is told in certificate_signature.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, tls_servers

BROKEN = frozenset({"md2", "md4", "md5", "sha1"})


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS.

    The signature of a root does not matter: browsers have it, and trust it for that.
    """
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        read = [one for one in tls.chain if not one.error]
        if not read:
            unknown.note(host, tls.chain_error or "Its certificate could not be read.")
            continue
        looked_at = [read[0], *(one for one in read[1:] if not one.self_signed)]
        broken = next((one for one in looked_at if one.signature in BROKEN), None)
        if broken is None:
            yield passed(place)
        else:
            name = broken.signature.upper().replace("SHA1", "SHA-1")
            yield failed(place, "broken", host=label(host), subject=broken.subject, hash=name)
    unknown.tell()
