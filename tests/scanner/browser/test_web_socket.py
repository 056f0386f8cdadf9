"""The client of a debugging port keeps to its protocol, whoever is at the other end."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Awaitable, Callable

import pytest

from civiscope.browser.cdp import Disconnected
from civiscope.browser.debugging_port import OpenPage, check_loopback, choose_page, target_in
from civiscope.browser.web_socket import SocketConnection, SocketRefused
from civiscope.errors import UsageError

_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
Streams = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _read_frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    first, second = await reader.readexactly(2)
    size = second & 0x7F
    assert second & 0x80, "what a client sends is masked"
    if size >= 126:
        size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
    mask = await reader.readexactly(4)
    content = await reader.readexactly(size)
    return first & 0x0F, bytes(byte ^ mask[n % 4] for n, byte in enumerate(content))


def _frame(kind: int, content: bytes, *, last: bool = True) -> bytes:
    head = bytes([(0x80 if last else 0) | kind])
    size = (
        bytes([len(content)]) if len(content) < 126 else b"\x7e" + len(content).to_bytes(2, "big")
    )
    return head + size + content


async def _accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    key = next(line for line in head.split("\r\n") if line.startswith("Sec-WebSocket-Key"))
    proof = hashlib.sha1(key.partition(": ")[2].encode() + _SUFFIX, usedforsecurity=False).digest()
    answer = base64.b64encode(proof).decode()
    writer.write(
        f"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: {answer}\r\n\r\n".encode()
    )
    return head


async def _with_server(serve: Streams, use: Callable[[str], Awaitable[None]]) -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await use(f"ws://127.0.0.1:{port}/devtools/browser/1")


def test_messages_come_in_pieces_and_pings_are_answered() -> None:
    heads: list[str] = []
    pongs: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await _accept(reader, writer))
        _, asked = await _read_frame(reader)
        number = json.loads(asked)["id"]
        answer = json.dumps({"id": number, "result": {"size": len(asked)}}).encode()
        writer.write(_frame(9, b"there?"))
        writer.write(_frame(1, answer[:5], last=False) + _frame(0, answer[5:]))
        kind, content = await _read_frame(reader)
        pongs.append(bytes([kind]) + content)
        writer.write(_frame(8, b""))
        writer.close()

    async def use(url: str) -> None:
        connection = await SocketConnection.open(url)
        # Longer than any of the shorter forms of a frame.
        said = await connection.root.send("Test.size", {"text": "é" * 70_000})
        assert said["size"] > 140_000
        await connection.closed.wait()
        with pytest.raises(Disconnected):
            await connection.root.send("Test.size")
        await connection.closed_down()

    asyncio.run(_with_server(serve, use))

    assert pongs == [b"\x0athere?"]
    assert "Origin" not in heads[0]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "answers 'HTTP/1.1 403 Forbidden'"),
        (b"HTTP/1.1 101 Fine\r\nSec-WebSocket-Accept: x\r\n\r\n", "not that of a WebSocket"),
        (b"", "bytes read"),
    ],
)
def test_whoever_is_no_browser_is_told_of(answer: bytes, told: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async def use(url: str) -> None:
        with pytest.raises(SocketRefused, match=told):
            await SocketConnection.open(url)

    asyncio.run(_with_server(serve, use))


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9222", "ws://localhost:1/x", "http://[::1]:9222", "http://127.9.9.9"],
)
def test_this_machine_may_be_spoken_to(address: str) -> None:
    check_loopback(address, allow_remote=False)


@pytest.mark.parametrize(
    "address", ["http://example.gov:9222", "ws://10.0.0.1/", "http://localhost.example.gov/"]
)
def test_other_machines_only_when_allowed(address: str) -> None:
    check_loopback(address, allow_remote=True)
    with pytest.raises(UsageError, match="is not this machine"):
        check_loopback(address, allow_remote=False)


def test_one_page_is_chosen_or_none() -> None:
    pages = [OpenPage("A", "http://localhost/a", ""), OpenPage("B", "http://localhost/b", "")]

    assert choose_page(pages, "B", "").id == "B"
    assert choose_page(pages, "", "*/a").id == "A"
    assert choose_page(pages[:1], "", "").id == "A"
    assert target_in("ws://127.0.0.1:1/devtools/page/B") == "B"
    for asked in (("", ""), ("C", ""), ("", "*/c")):
        with pytest.raises(UsageError, match="Open are: A http://localhost/a; B"):
            choose_page(pages, *asked)
    with pytest.raises(UsageError, match="no page open"):
        choose_page([], "", "")
