"""Judge whether browsers trust the certificate. Why is told in certificate_trusted.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Host, Outcome, Place, Site, failed, passed
from civiscope.model.transport import TlsServer
from civiscope_rules.shared.hosts import Unknown, label, tls_servers


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        if tls.trust.state == "trusted":
            yield passed(place)
        elif tls.trust.state == "unknown":
            unknown.note(host, tls.trust.detail or tls.chain_error or "There was no handshake.")
        else:
            yield _fail_distrusted(host, tls, place)
    unknown.tell()


def _fail_distrusted(host: Host, tls: TlsServer, place: Place) -> Outcome:
    named, reason = label(host), tls.trust.reason
    last = tls.chain[-1] if tls.chain else None
    issuer = last.issuer if last is not None else "nobody"
    if reason == "self-signed":
        return failed(place, "self-signed", host=named)
    if reason == "unknown-issuer" and len(tls.chain) == 1 and tls.chain_whole:
        return failed(place, "incomplete", host=named, issuer=issuer)
    if reason in {"unknown-issuer", "private-root"}:
        return failed(place, "unknown-issuer", host=named, issuer=issuer)
    return failed(place, "refused", host=named, detail=tls.trust.detail)
