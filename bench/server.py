"""Serve pages on loopback from memory, in a process of its own, quicker than any browser asks.

Prints its port, serves until its standard input ends, then prints the CPU seconds it took.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import mimetypes
import re
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

from bench.generated import generated_page

ROOT = Path(__file__).parents[1]
_CHANGED = "Mon, 02 Nov 2026 08:00:00 GMT"
_FRESH = 3600
"""Seconds that styles, scripts and pictures may be taken from the cache, as on most sites."""
_ELSEWHERE = re.compile(rb'(<(?:script|link|img|iframe)\b[^>]*?\s(?:src|href)=")https?://')
"""What a page loads from other hosts, so that the weather of the network is not measured."""

_CONDITION = re.compile(rb"(?i)\r\nif-none-match:\s*([^\r]+)")

Find = Callable[[str], bytes | None]
"""Returns the whole answer for a path, None when there is nothing."""


@dataclass(slots=True)
class Serving:
    """A server process that runs."""

    base: str
    """Its address, without a slash at the end."""
    cpu_seconds: float = field(default=0.0)
    """CPU time it took; known when it has ended."""


@contextlib.contextmanager
def serve(*arguments: str) -> Generator[Serving, None, None]:
    """Run a server process with the command-line *arguments* below until the block ends."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.server", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("the server has no standard output")
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("The server did not start; see its error above.")
        serving = Serving(f"http://127.0.0.1:{int(line)}")
        yield serving
        said, _ = process.communicate(timeout=10)
        serving.cpu_seconds = float(said)
    finally:
        process.kill()
        process.wait()


def folder_answers(folder: Path) -> Find:
    """Return the files below *folder*, read once, as a plain static host would send them."""
    answers: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".map", ".ts", ".scss", ".md"}:
            name = "/" + path.relative_to(folder).as_posix()
            body = path.read_bytes()
            if path.suffix == ".html":
                body = _ELSEWHERE.sub(rb"\1/elsewhere/", body)
            answers[name] = answer(body, mimetypes.guess_type(name)[0] or "text/plain")
    return answers.get


def generated_pages(pages: int) -> Find:
    """Return a site of *pages* small pages that link to each other, made when asked for."""

    def find(path: str) -> bytes | None:
        made = generated_page(path, pages)
        return answer(*made) if made is not None else None

    return find


def answer(body: bytes, media_type: str) -> bytes:
    """Return a whole 200 answer."""
    text = media_type.startswith("text/") or media_type.endswith(("javascript", "svg+xml"))
    cache = "no-cache" if media_type == "text/html" else f"max-age={_FRESH}"
    head = (
        f"HTTP/1.1 200 OK\r\ncontent-type: {media_type}{'; charset=utf-8' if text else ''}\r\n"
        f"content-length: {len(body)}\r\nlast-modified: {_CHANGED}\r\n"
        f'etag: "{hashlib.sha256(body).hexdigest()[:16]}"\r\ncache-control: {cache}\r\n\r\n'
    )
    return head.encode("ascii") + body


_NOTHING = b"Nothing is here.\n"
_MISSING = b"HTTP/1.1 404 Not Found\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n%s" % (
    len(_NOTHING),
    _NOTHING,
)


class _Http(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as far as browsers ask for it here: requests without a body."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._asked = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._asked += data
        while (end := self._asked.find(b"\r\n\r\n")) >= 0:
            request, self._asked = self._asked[:end], self._asked[end + 4 :]
            method, target, _ = request.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
            path = target.partition("?")[0]
            found = self._find(path + "index.html" if path.endswith("/") else path) or _MISSING
            condition = _CONDITION.search(request)
            if condition and b"\r\netag: " + condition[1] + b"\r\n" in found:
                found = b"HTTP/1.1 304 Not Modified\r\netag: %s\r\n\r\n" % condition[1]
            elif method == "HEAD":
                found = found[: found.index(b"\r\n\r\n") + 4]
            self._transport.write(found)


async def _serve_until_told(find: Find) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Http(find), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    before = time.process_time()
    await asyncio.to_thread(sys.stdin.read)
    print(round(time.process_time() - before, 3), flush=True)
    server.close()


def main() -> None:
    """Serve a folder, or pages that are made up."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--folder", type=Path)
    what.add_argument("--generated", type=int, metavar="PAGES")
    given = parser.parse_args()
    find = folder_answers(given.folder) if given.folder else generated_pages(given.generated)
    asyncio.run(_serve_until_told(find))


if __name__ == "__main__":
    main()
