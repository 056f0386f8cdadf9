"""Read what a server answers to a ClientHello, as far as it can be read without its keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Literal

MAX_BYTES = 1_000_000
"""A chain of certificates above this is not read; one with 10,000 names is a quarter of it."""
_MAX_RECORDS = 400
_ALERT, _HANDSHAKE = 21, 22
_SERVER_HELLO, _CERTIFICATE, _DONE, _STATUS = 2, 11, 14, 22
_FATAL = 2

Fault = Literal["", "alert", "closed", "silent", "too-big", "not-tls", "unreachable"]


@dataclass(frozen=True, slots=True)
class ServerHello:
    """What the server chose."""

    version: int
    cipher: int
    compression: int
    extensions: Mapping[int, bytes]


@dataclass(slots=True)
class Reply:
    """How the server answered an offer."""

    hello: ServerHello | None = None
    certificates: list[bytes] = field(default_factory=list[bytes])
    stapled: bool = False
    whole: bool = False
    """Whether the server said all that it says in the clear."""
    fault: Fault = ""
    """Why there is no more than this."""
    detail: str = ""


class AnswerError(Exception):
    """The response cannot be gone on with. The second argument is a sentence."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault: Fault = fault


async def read_reply(reader: asyncio.StreamReader, reply: Reply, *, chain: bool) -> None:
    """Read the server's response into *reply*: up to its hello, or with *chain* its certificates.

    Raises AnswerError; what was read until then stays.
    """
    async for kind, body in _messages(reader):
        if kind == _SERVER_HELLO:
            reply.hello = parse_hello(body)
            # All that follows in TLS 1.3 is encrypted.
            if not chain or reply.hello.version >= 0x0304:
                return
        elif kind == _CERTIFICATE:
            reply.certificates = _certificates(body)
        elif kind == _STATUS:
            reply.stapled = body[:1] == b"\x01" and len(body) > 4
        elif kind == _DONE:
            reply.whole = True
            return


async def read_ssl_2(reader: asyncio.StreamReader) -> bool:
    """Say whether the response is the hello of an SSL 2 server. Raises AnswerError."""
    head = await _exactly(reader, 3)
    if head[0] & 0x80 and head[2] == 4:
        return True
    if head[0] == _ALERT:
        raise AnswerError("alert", "The server refuses it.")
    return False


async def _messages(reader: asyncio.StreamReader) -> AsyncGenerator[tuple[int, bytes]]:
    """Yield type and body of each handshake message."""
    waiting = bytearray()
    read = 0
    for _ in range(_MAX_RECORDS):
        head = await _exactly(reader, 5)
        kind, size = head[0], int.from_bytes(head[3:5], "big")
        if kind not in {20, _ALERT, _HANDSHAKE, 23} or head[1] != 3 or size > 18432:
            raise AnswerError("not-tls", "What answers is not TLS.")
        read += size
        if read > MAX_BYTES:
            raise AnswerError("too-big", f"The handshake is of more than {MAX_BYTES:,} bytes.")
        body = await _exactly(reader, size)
        if kind == _ALERT:
            if body[:1] == bytes([_FATAL]) or len(body) < 2:
                number = body[1] if len(body) > 1 else 0
                raise AnswerError("alert", f"The server refuses it (alert {number}).")
            continue  # a warning, for example that the name is not known
        if kind != _HANDSHAKE:
            raise AnswerError("not-tls", "The handshake is broken.")
        waiting += body
        while len(waiting) >= 4:
            length = int.from_bytes(waiting[1:4], "big")
            if length > MAX_BYTES:
                raise AnswerError("too-big", f"A message is of more than {MAX_BYTES:,} bytes.")
            if len(waiting) < 4 + length:
                break
            yield waiting[0], bytes(waiting[4 : 4 + length])
            del waiting[: 4 + length]
    raise AnswerError("too-big", "The handshake does not come to an end.")


async def _exactly(reader: asyncio.StreamReader, size: int) -> bytes:
    try:
        return await reader.readexactly(size)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise AnswerError("closed", "The server ends the connection.") from error


def parse_hello(body: bytes) -> ServerHello:
    """Return what a ServerHello says. Raises AnswerError for what is none."""
    try:
        version = int.from_bytes(body[0:2], "big")
        session = body[34]
        rest = body[35 + session :]
        cipher, compression = int.from_bytes(rest[0:2], "big"), rest[2]
        extensions = dict(_parse_extensions(rest[3:]))
    except IndexError as error:
        raise AnswerError("not-tls", "The server's hello is broken.") from error
    chosen = extensions.get(43)
    if chosen is not None and len(chosen) == 2:
        version = int.from_bytes(chosen, "big")
    return ServerHello(version, cipher, compression, extensions)


def _parse_extensions(data: bytes) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    at = 2
    while at + 4 <= len(data):
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        found.append((int.from_bytes(data[at : at + 2], "big"), data[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def _certificates(body: bytes) -> list[bytes]:
    found: list[bytes] = []
    at = 3
    while at + 3 <= len(body) and len(found) < 20:
        size = int.from_bytes(body[at : at + 3], "big")
        found.append(body[at + 3 : at + 3 + size])
        at += 3 + size
    return found
