"""Speak the Chrome DevTools Protocol to a browser that runs already, over its debugging port.

A client of our own, of few lines: it sends no Origin header, with which Chromium refuses whoever
asks, and needs nothing that is not in Python.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import os
import ssl
from urllib.parse import urlsplit

from civiscope.browser.cdp import MAX_MESSAGE_BYTES, CdpError, Connection, parse_message

CONNECT_TIMEOUT_S = 10.0
_KEY_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0, 1, 2, 8, 9, 10
_MAX_HEAD_BYTES = 16_384


class SocketRefused(CdpError):
    """The other end does not speak the protocol, or does not let us in."""


class SocketConnection(Connection):
    """A WebSocket to one browser, and the sessions that share it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(-1, -1)
        self._incoming = reader
        self._outgoing = writer
        self._reading: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str) -> SocketConnection:
        """Return a connection to the address of a browser, `ws://…/devtools/browser/…`.

        Raises SocketRefused when there is nobody, or somebody else.
        """
        parts = urlsplit(url)
        secure = parts.scheme == "wss"
        host, port = parts.hostname or "", parts.port or (443 if secure else 80)
        context = ssl.create_default_context() if secure else None
        connection: SocketConnection | None = None
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                streams = await asyncio.open_connection(
                    host, port, ssl=context, limit=MAX_MESSAGE_BYTES
                )
                connection = cls(*streams)
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                await connection._shake_hands(f"{host}:{port}", path)
        except (OSError, TimeoutError, ValueError, EOFError) as error:
            if connection is not None:
                await connection.closed_down()
            raise SocketRefused(str(error) or "no answer in time") from error
        connection._reading = asyncio.create_task(connection._read())
        return connection

    async def _shake_hands(self, host: str, path: str) -> None:
        key = base64.b64encode(os.urandom(16))
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: {host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key.decode()}",
            "Sec-WebSocket-Version: 13",
        )
        self._outgoing.write("\r\n".join((*lines, "", "")).encode())
        head = await self._incoming.readuntil(b"\r\n\r\n")
        status, *fields = head[:_MAX_HEAD_BYTES].decode("latin-1").split("\r\n")
        if " 101 " not in f"{status} ":
            raise ValueError(f"it answers {status[:100]!r} instead of opening a WebSocket")
        accepted = dict(
            (name.strip().lower(), value.strip())
            for name, mark, value in (field.partition(":") for field in fields)
            if mark
        )
        # What the protocol asks for; no secret is made with it.
        proof = hashlib.sha1(key + _KEY_SUFFIX, usedforsecurity=False).digest()
        if accepted.get("sec-websocket-accept") != base64.b64encode(proof).decode():
            raise ValueError("its answer is not that of a WebSocket")

    def write(self, message: bytes) -> None:
        """Send *message* as one masked text frame."""
        self._send(_TEXT, message)

    def close(self) -> None:
        """Close the socket; the browser goes on, and every session of ours ends."""
        if self._reading is not None:
            self._reading.cancel()
        self._outgoing.close()
        self.lose()

    async def closed_down(self) -> None:
        """Wait until nothing of the socket is left."""
        self.close()
        with contextlib.suppress(OSError, asyncio.CancelledError, TimeoutError):
            async with asyncio.timeout(1):
                await self._outgoing.wait_closed()

    def _send(self, kind: int, content: bytes) -> None:
        size = len(content)
        head = bytearray([0x80 | kind])
        if size < 126:
            head.append(0x80 | size)
        elif size < 65_536:
            head.append(0x80 | 126)
            head += size.to_bytes(2, "big")
        else:
            head.append(0x80 | 127)
            head += size.to_bytes(8, "big")
        mask = os.urandom(4)
        self._outgoing.write(bytes(head) + mask + _masked(content, mask))

    async def _read(self) -> None:
        try:
            whole = bytearray()
            while True:
                kind, last, content = await self._frame()
                if kind == _CLOSE:
                    break
                if kind == _PING:
                    self._send(_PONG, content)
                elif kind in {_TEXT, _BINARY, _CONTINUATION}:
                    whole += content
                    if len(whole) > MAX_MESSAGE_BYTES:
                        break
                    if last:
                        self.dispatch(parse_message(bytes(whole)))
                        whole.clear()
        except (OSError, EOFError, ValueError):
            # It is gone, or what it says cannot be read: either way there is nobody to speak to.
            pass
        finally:
            self._outgoing.close()
            self.lose()

    async def _frame(self) -> tuple[int, bool, bytes]:
        first, second = await self._incoming.readexactly(2)
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(await self._incoming.readexactly(2 if size == 126 else 8), "big")
        if size > MAX_MESSAGE_BYTES:
            raise ValueError("a message is too large")
        mask = await self._incoming.readexactly(4) if second & 0x80 else b""
        content = await self._incoming.readexactly(size)
        return first & 0x0F, bool(first & 0x80), _masked(content, mask) if mask else content


def _masked(content: bytes, mask: bytes) -> bytes:
    """Return *content* with *mask* over it; as one number, which is quick for a megabyte."""
    size = len(content)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(content, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
