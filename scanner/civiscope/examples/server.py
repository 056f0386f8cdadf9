"""Serve examples on loopback, each at its own path, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from civiscope.web.urls import host_of

LOOPBACK = "127.0.0.1"
_MAX_REQUEST_BYTES = 65_536
"""Bytes of a request that are read."""
_WRAPPED = (
    '<!doctype html><html lang="en"><head><title>Example page</title></head>'
    "<body><main><h1>Example page</h1>\n{}\n</main></body></html>\n"
)


def whole_page(block: str) -> bytes:
    """Return *block* as a document: as it stands when it has an html element, else inside one."""
    text = block if "<html" in block.lower() else _WRAPPED.format(block.strip("\n"))
    return text.encode()


class ExampleServer:
    """The server while it runs; use as an async context manager."""

    def __init__(self) -> None:
        self._pages: dict[tuple[str, str], bytes] = {}
        self._answering: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def __aenter__(self) -> Self:
        """Begin to answer."""
        self._server = await asyncio.start_server(
            self._serve, LOOPBACK, 0, limit=_MAX_REQUEST_BYTES
        )
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the server and every connection."""
        self._server.close()
        # Not cancelled: Python before 3.12 prints a traceback for each connection that was.
        for writer in self._answering.values():
            writer.transport.abort()
        await asyncio.gather(*self._answering)

    def put(self, path: str, document: bytes) -> str:
        """Serve *document* at *path* of this server and return its address."""
        url = f"http://{LOOPBACK}:{self.port}{path}"
        self.put_at(url, document)
        return url

    def put_at(self, url: str, document: bytes) -> None:
        """Serve *document* at *url*, for a browser told that the URL's host is here."""
        self._pages[_key(url)] = document

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._answering[task] = writer
            task.add_done_callback(lambda done: self._answering.pop(done, None))
        # A browser may hang up whenever it likes.
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            try:
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    writer.write(self._respond(head.decode("latin-1")))
                    await writer.drain()
            finally:
                writer.close()
                await writer.wait_closed()

    def _respond(self, head: str) -> bytes:
        request, *lines = head.split("\r\n")
        target = request.split(" ")[1] if request.count(" ") == 2 else ""
        host = next((line[5:].strip() for line in lines if line.lower().startswith("host:")), "")
        document = self._pages.get(_key(f"http://{host}{target}"))
        status = "404 Not Found" if document is None else "200 OK"
        body = document or b""
        # Not kept: two examples may bear one address.
        fields = (
            "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
            f"Content-Length: {len(body)}\r\n"
        )
        sent = b"" if request.startswith("HEAD ") else body
        return f"HTTP/1.1 {status}\r\n{fields}\r\n".encode("latin-1") + sent


def _key(url: str) -> tuple[str, str]:
    return host_of(url), urlsplit(url).path or "/"
