"""Write ClientHello messages by hand: offers that today's TLS libraries can no longer make."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable, Sequence

SSL_2 = 0x0002
TLS_1_2 = 0x0303
TLS_1_3 = 0x0304
ALPN = (b"h2", b"http/1.1")
_RENEGOTIATION_SCSV = 0x00FF
_GROUPS = (0x001D, 0x0017, 0x0018, 0x0019)
_SIGNATURES = (
    *(0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0807),
    *(0x0203, 0x0201, 0x0402, 0x0202, 0x0101),  # SHA-1, DSA and MD5, for servers with nothing else
)
_SSL_2_CIPHERS = ("010080", "020080", "030080", "040080", "050080", "060040", "0700c0")


def client_hello(
    host: str, version: int, ciphers: Sequence[int], *, compression: bool = False
) -> bytes:
    """Return a record with an offer of *version* and *ciphers* for *host*."""
    if version == SSL_2:
        return _ssl_2_hello()
    # TLS 1.3 calls itself 1.2 here and says what it is in an extension.
    legacy = min(version, TLS_1_2)
    codes = (*ciphers, _RENEGOTIATION_SCSV)
    methods = b"\x01\x00" if compression else b"\x00"
    extensions = b"" if version == 0x0300 else _extensions(host, version)
    body = b"".join(
        (
            _two(legacy),
            os.urandom(32),
            _with_length(1, b"\x11" * 32 if version == TLS_1_3 else b""),
            _with_length(2, b"".join(map(_two, codes))),
            _with_length(1, methods),
            _with_length(2, extensions) if extensions else b"",
        )
    )
    message = b"\x01" + _with_length(3, body)
    return b"\x16" + _two(min(legacy, 0x0301)) + _with_length(2, message)


def _extensions(host: str, version: int) -> bytes:
    found = [
        (10, _list(_GROUPS)),  # supported_groups
        (11, b"\x01\x00"),  # ec_point_formats
        (13, _list(_SIGNATURES)),  # signature_algorithms
        (16, _with_length(2, b"".join(_with_length(1, name) for name in ALPN))),
        (5, b"\x01\x00\x00\x00\x00"),  # status_request
        (18, b""),  # signed_certificate_timestamp
    ]
    if host and not _is_address(host):
        found.insert(
            0, (0, _with_length(2, b"\x00" + _with_length(2, host.encode("ascii", "replace"))))
        )
    if version == TLS_1_3:
        # The share is not a key of ours: the handshake is not gone on with.
        share = _two(0x001D) + _with_length(2, os.urandom(32))
        found += [(43, b"\x02" + _two(TLS_1_3)), (51, _with_length(2, share)), (45, b"\x01\x01")]
    return b"".join(_two(kind) + _with_length(2, data) for kind, data in found)


def _ssl_2_hello() -> bytes:
    specs = bytes.fromhex("".join(_SSL_2_CIPHERS))
    challenge = os.urandom(16)
    sizes = _two(len(specs)) + _two(0) + _two(len(challenge))
    message = b"\x01" + _two(SSL_2) + sizes + specs + challenge
    return _two(0x8000 | len(message)) + message


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _two(number: int) -> bytes:
    return number.to_bytes(2, "big")


def _list(numbers: Iterable[int]) -> bytes:
    return _with_length(2, b"".join(map(_two, numbers)))


def _with_length(width: int, data: bytes) -> bytes:
    return len(data).to_bytes(width, "big") + data
