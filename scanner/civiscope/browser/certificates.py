"""Let the browser trust certificates that the system does not know, by their public keys.

The browser looks for the keys among the certificates that a server sends. A root is not among them,
so the hosts of targets are asked for theirs, and those that the root vouches for are trusted.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import ssl
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civiscope.fetch.tls import trusting_context
from civiscope.web.urls import origin_of

if TYPE_CHECKING:
    # Loaded when there are certificates to be read: most scans bring none.
    from cryptography import x509

_MAX_HOSTS = 20
_TIMEOUT_S = 5.0


async def trusted_keys(
    ca: Path | None, urls: Iterable[str], resolve: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the hashes of the public keys to trust for *ca*, as the browser takes them.

    They are those in the file, and of the hosts of *urls* those that the file vouches for. What
    cannot be read or reached is told by whoever else needs it.
    """
    found = _in_file(ca) if ca is not None else []
    if not found:
        return ()
    context = trusting_context(ca, system=False)
    # Names are compared as browsers do: `a_b.example.gov` is one of `*.example.gov`.
    context.check_hostname = False
    origins = dict.fromkeys(origin_of(url) for url in urls if url.startswith("https://"))
    own = await asyncio.gather(
        *(_verified_certificate(origin, context, resolve) for origin in list(origins)[:_MAX_HOSTS])
    )
    return tuple(dict.fromkeys(map(_hash, (*found, *(each for each in own if each is not None)))))


def _in_file(ca: Path) -> list[x509.Certificate]:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(ca.read_bytes())
    except (OSError, ValueError):
        return []


async def _verified_certificate(
    origin: str, context: ssl.SSLContext, resolve: Mapping[str, str]
) -> x509.Certificate | None:
    """Return the certificate of *origin* when its chain and its name are right; else None."""
    from cryptography import x509

    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            _, writer = await asyncio.open_connection(
                resolve.get(host, host), parts.port or 443, ssl=context, server_hostname=host
            )
    except (OSError, TimeoutError, ValueError):  # SSL's errors are OSErrors
        return None
    try:
        secure = writer.get_extra_info("ssl_object")
        der: bytes | None = secure.getpeercert(binary_form=True)
        found = x509.load_der_x509_certificate(der) if der else None
        return found if found is not None and _is_for(found, host) else None
    except ValueError:
        return None
    finally:
        writer.transport.abort()


def _is_for(certificate: x509.Certificate, host: str) -> bool:
    """Say whether *certificate* names *host*, with a star for its first label at most."""
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    if any(str(address) == host for address in names.get_values_for_type(x509.IPAddress)):
        return True
    first, _, rest = host.lower().partition(".")
    known = {name.lower().rstrip(".") for name in names.get_values_for_type(x509.DNSName)}
    return host.lower() in known or (bool(first and "." in rest) and f"*.{rest}" in known)


def _hash(certificate: x509.Certificate) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = certificate.public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(der).digest()).decode()
