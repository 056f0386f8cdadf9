"""Shake hands as a browser would: whether the chain is trusted, and what is spoken inside."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from dataclasses import dataclass
from pathlib import Path

from civiscope.collectors.hosts.tls_offers import TlsEndpoint
from civiscope.errors import UsageError
from civiscope.fetch.tls import take_as_browsers_do
from civiscope.model.transport import Trust

_NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME: dates are judged apart from trust."""
_SELF_SIGNED, _PRIVATE_ROOT, _UNKNOWN_ISSUER = 18, 19, {2, 20, 21}
_CIPHERS = "ALL:@SECLEVEL=0"


@dataclass(frozen=True, slots=True)
class Shaken:
    """What a whole handshake brought to light."""

    trust: Trust
    leaf: bytes = b""
    chain: tuple[bytes, ...] = ()
    """All certificates, where the ssl module tells; else empty."""
    protocol: str = ""
    version: str = ""
    """As the ssl module calls it: `TLSv1.3`."""
    detail: str = ""
    """Why there was no handshake, as a sentence; empty when there was one."""


class Handshaker:
    """Shakes hands with the system's authorities, and with those of a file when one is given."""

    def __init__(self, ca: Path | None) -> None:
        self._system = _context()
        self._system.load_default_certs()
        self._given: ssl.SSLContext | None = None
        if ca is not None:
            self._given = _context()
            try:
                self._given.load_verify_locations(ca)
            except OSError as error:
                raise UsageError(f"--ca {ca} cannot be read as PEM certificates.") from error
        self._any = _context()
        self._any.verify_mode = ssl.CERT_NONE

    async def shake(self, place: TlsEndpoint) -> Shaken:
        """Return whether the chain is trusted, with what else the handshake tells. Never raises."""
        shaken = await _shake(place, self._system, "system")
        if shaken.trust.state == "untrusted" and self._given is not None:
            with_file = await _shake(place, self._given, "given")
            if with_file.trust.state == "trusted":
                return with_file
        if shaken.leaf or shaken.trust.state == "unknown":
            return shaken
        # A connection that ends over trust does not show the certificate that it ends over.
        seen = await _shake(place, self._any, "")
        return Shaken(shaken.trust, seen.leaf, seen.chain, seen.protocol, seen.version, seen.detail)


def _context() -> ssl.SSLContext:
    """Return a context that takes old versions and ciphers, so that they do not hide the rest."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    take_as_browsers_do(context)
    context.verify_flags = ssl.VerifyFlags(int(context.verify_flags) | _NO_CHECK_TIME)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers(_CIPHERS)
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


async def _shake(place: TlsEndpoint, context: ssl.SSLContext, by: str) -> Shaken:
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(place.deadline):
            _, writer = await asyncio.open_connection(
                place.address,
                place.port,
                ssl=context,
                server_hostname=place.host,
                ssl_handshake_timeout=place.deadline,
            )
    except ssl.SSLCertVerificationError as error:
        return Shaken(_distrust(error))
    except TimeoutError:
        return _failed_handshake("The server did not finish the handshake in time.")
    except (OSError, ValueError) as error:
        said = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        said = str(said).replace("_", " ").lower() or type(error).__name__
        return _failed_handshake(f"The handshake failed: {said}."[:300])
    else:
        shown = writer.get_extra_info("ssl_object")
        trust = Trust("trusted", by="given" if by == "given" else "system") if by else Trust()
        return Shaken(
            trust,
            leaf=shown.getpeercert(True) or b"",
            chain=_chain(shown),
            protocol=shown.selected_alpn_protocol() or "",
            version=shown.version() or "",
        )
    finally:
        if writer is not None:
            with contextlib.suppress(RuntimeError):
                writer.transport.abort()


def _failed_handshake(detail: str) -> Shaken:
    return Shaken(Trust("unknown", detail=detail), detail=detail)


def _chain(shown: ssl.SSLObject) -> tuple[bytes, ...]:
    # Since Python 3.13.
    tell = getattr(shown, "get_unverified_chain", None)
    return tuple(tell() or ()) if tell is not None else ()


def _distrust(error: ssl.SSLCertVerificationError) -> Trust:
    code = error.verify_code
    detail = (error.verify_message or str(error))[:200]
    if code == _SELF_SIGNED:
        return Trust("untrusted", "self-signed", detail=detail)
    if code == _PRIVATE_ROOT:
        return Trust("untrusted", "private-root", detail=detail)
    if code in _UNKNOWN_ISSUER:
        return Trust("untrusted", "unknown-issuer", detail=detail)
    return Trust("untrusted", "other", detail=detail)
