"""Put together what one TLS server says: versions, weak ciphers, certificates, trust."""

from __future__ import annotations

from civiscope.collectors.hosts.certificates import is_for, read_certificate
from civiscope.collectors.hosts.handshake import Handshaker, Shaken
from civiscope.collectors.hosts.server_reply import Reply
from civiscope.collectors.hosts.tls_offers import Offers, TlsEndpoint, offer_all
from civiscope.model.transport import Certificate, Offer, TlsServer

_SSL_MODULE = {"TLSv1": "TLS 1.0", "TLSv1.1": "TLS 1.1", "TLSv1.2": "TLS 1.2", "TLSv1.3": "TLS 1.3"}


async def ask_tls(place: TlsEndpoint, handshaker: Handshaker) -> TlsServer:
    """Return what the server at *place* says in handshakes. Never raises."""
    offers = await offer_all(place)
    if not any(one.answer == "accepted" for one in (*offers.versions, *offers.weak)):
        # The offers by hand lack rare ciphers: have the last word from a real handshake.
        refused = offers.first.fault in {"alert", "closed"}
        shaken = await handshaker.shake(place) if refused else None
        if shaken is None or not shaken.leaf:
            return _speechless(offers)
    else:
        shaken = await handshaker.shake(place)
    return _put_together(place, offers, shaken)


def _speechless(offers: Offers) -> TlsServer:
    fault = offers.first.fault
    detail = offers.first.detail
    versions = tuple(Offer(one.name, "unknown", one.detail) for one in offers.versions)
    if fault == "unreachable":
        return TlsServer("closed", detail, versions)
    if fault == "not-tls":
        return TlsServer("not-tls", detail, versions)
    return TlsServer("silent", detail, versions)


def _put_together(place: TlsEndpoint, offers: Offers, shaken: Shaken) -> TlsServer:
    first = offers.first
    chain, whole = _chain(first, shaken)
    read = [read_certificate(der) for der in chain]
    certificates: tuple[Certificate, ...] = tuple(one for one, _ in read)
    in_the_clear = first.hello is not None and first.whole
    return TlsServer(
        "answers",
        versions=_with(offers.versions, _SSL_MODULE.get(shaken.version, "")),
        weak=offers.weak,
        chain=certificates,
        chain_whole=whole,
        chain_error="" if chain else (first.detail or shaken.detail),
        names_host=is_for(read[0][1], place.host) if read and not read[0][0].error else None,
        trust=shaken.trust,
        protocol=shaken.protocol,
        stapled=first.stapled if in_the_clear else None,
        scts=_count_scts(first),
        secure_renegotiation=0xFF01 in first.hello.extensions if first.hello else None,
    )


def _chain(first: Reply, shaken: Shaken) -> tuple[tuple[bytes, ...], bool]:
    """Return the certificates as sent, and whether they are all that was sent."""
    if first.certificates:
        return tuple(first.certificates), True
    if shaken.chain:
        return shaken.chain, True
    return ((shaken.leaf,) if shaken.leaf else ()), False


def _with(versions: tuple[Offer, ...], spoken: str) -> tuple[Offer, ...]:
    """Return *versions*; what a real handshake was spoken in is accepted whatever went before."""
    return tuple(
        Offer(one.name, "accepted", one.detail if one.answer == "accepted" else "")
        if one.name == spoken
        else one
        for one in versions
    )


def _count_scts(first: Reply) -> int:
    data = first.hello.extensions.get(18, b"") if first.hello is not None else b""
    found, at = 0, 2
    while at + 2 <= len(data):
        at += 2 + int.from_bytes(data[at : at + 2], "big")
        found += 1
    return found
