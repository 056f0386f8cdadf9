"""A page that tells its server of every key, press and focus, by every way out of a browser."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import threading
from types import TracebackType
from typing import Self

_ACCEPTED = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

_POLICY = "script-src-elem 'none'; report-uri /out/csp"

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Register</title>
<link rel="icon" href="data:,"></head><body><main><h1>Register</h1>
<p>Change your entry here. Every change is kept at once.</p>
<form method="post" action="/out/form" novalidate><label>Name <input name="n" required></label>
<label>Town <input name="t"></label><button>Continue</button></form>
<form method="post" action="/out/frame-form" target="box"><button id="boxed">Into the box</button>
</form><iframe name="box" title="Box" srcdoc="<p>Box"></iframe>
<iframe title="Another site" src="OTHER/framed"></iframe>
<button type="button" id="b">Options</button>
<a href="/out/link-delete?id=5" ping="/out/ping">Delete the entry</a>
<div onclick="say('div')">Press</div></main><script>
const dedicated = new Worker('/dedicated.js'), shared = new SharedWorker('/shared.js');
navigator.serviceWorker.register('/service.js', { scope: '/' });
const socket = new WebSocket('ws://' + location.host + '/socket');
let said = 0;
const post = { method: 'POST', body: 'x' };
function say(what) {
  if (++said > 40) return;
  const at = (way) => '/out/' + way + '-' + what + said;
  fetch(at('fetch'), post).catch(() => 0);
  fetch(at('keepalive'), { ...post, keepalive: true }).catch(() => 0);
  navigator.sendBeacon(at('beacon'), 'x');
  const request = new XMLHttpRequest();
  request.open('DELETE', at('xhr')); request.send();
  fetch(at('fetch-delete')).catch(() => 0);
  new Image().src = at('image-delete');
  new EventSource(at('events-delete'));
  try { fetchLater(at('later'), post); } catch {}
  dedicated.postMessage(what + said);
  shared.port.postMessage(what + said);
  navigator.serviceWorker.ready.then((found) => found.active.postMessage(what + said));
  if (socket.readyState === 1) socket.send('page-' + what);
  const style = document.createElement('script');
  style.textContent = 'void 0'; document.head.append(style);
  onpagehide = () => {
    navigator.sendBeacon(at('pagehide'), 'x');
    fetch(at('pagehide-keepalive'), { ...post, keepalive: true }).catch(() => 0);
    socket.send('pagehide');
  };
  onbeforeunload = () => navigator.sendBeacon(at('beforeunload'), 'x');
  onunload = () => navigator.sendBeacon(at('unload'), 'x');
  document.onvisibilitychange = () => navigator.sendBeacon(at('hidden'), 'x');
  setTimeout(() => fetch(at('timer'), post).catch(() => 0), 700);
}
for (const kind of ['keydown', 'click', 'focusin', 'submit', 'input', 'paste', 'change'])
  addEventListener(kind, () => say(kind), true);
</script></body></html>"""
FRAMED = """<!doctype html><title>Framed</title><p>Another site</p><button>In the frame</button>
<script>const socket = new WebSocket('ws://' + location.host + '/socket');
for (const kind of ['keydown', 'click', 'focusin']) addEventListener(kind, () => {
  fetch('/out/framed-' + kind, { method: 'POST', body: 'x' }).catch(() => 0);
  if (socket.readyState === 1) socket.send('framed-' + kind);
}, true);</script>"""
_WORKER = """
const socket = new WebSocket('ws://' + location.host + '/socket'), waiting = [];
socket.onopen = () => waiting.forEach((what) => socket.send(what));
function say(what) {
  fetch('/out/NAME-' + what, { method: 'POST', body: 'x' }).catch(() => 0);
  fetch('/out/NAME-delete-' + what).catch(() => 0);
  if (self.XMLHttpRequest) {
    const request = new XMLHttpRequest();
    request.open('PUT', '/out/NAME-xhr-' + what); request.send();
  }
  if (socket.readyState === 1) socket.send('NAME-' + what); else waiting.push('NAME-' + what);
}
"""
_WORKERS = {
    "/dedicated.js": "const inner = self.Worker && new Worker('/inner.js');"
    "onmessage = (event) => { say(event.data); inner?.postMessage(event.data); };",
    "/inner.js": "onmessage = (event) => say(event.data);",
    "/shared.js": "onconnect = (found) => { found.ports[0].onmessage = (e) => say(e.data); };",
    "/service.js": "oninstall = () => skipWaiting();"
    "onactivate = (event) => event.waitUntil(clients.claim());"
    "onmessage = (event) => say(event.data);",
}


class WaysOut:
    """The page while it is served; `leaks` is what it managed to tell its server."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        """Method and path of each request; `MESSAGE` and the text of each message."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def leaks(self) -> list[tuple[str, str]]:
        """What reached the server because something was pressed, typed or focused."""
        return [
            (method, path)
            for method, path in self.asked
            if path.startswith("/out/") or method not in {"GET", "HEAD"}
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop
        )
        self._server = starting.result(10)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        mine = asyncio.current_task()
        serving = [task for task in asyncio.all_tasks() if task is not mine]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ValueError):
            await self._answer(reader, writer)
        self._open.discard(writer)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ")
        fields = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        self.asked.append((method, path))
        if "sec-websocket-key" in fields:
            await self._listen(fields["sec-websocket-key"], reader, writer)
            return
        kind, body = "text/html; charset=utf-8", "ok"
        if path == "/":
            body = PAGE.replace("OTHER", f"http://localhost:{self.port}")
        elif path == "/framed":
            body = FRAMED
        elif path in _WORKERS:
            name = path.strip("/").removesuffix(".js")
            kind, body = "text/javascript", _WORKER.replace("NAME", name) + _WORKERS[path]
        found = path in {"/", "/framed", *_WORKERS} or path.startswith("/out/")
        head = (
            f"HTTP/1.1 {'200 OK' if found else '404 Not Found'}\r\nConnection: close\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body.encode())}\r\n"
        )
        if path == "/":
            head += f"Content-Security-Policy-Report-Only: {_POLICY}\r\n"
        writer.write(f"{head}\r\n{body}".encode())
        await writer.drain()

    async def _listen(
        self, key: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Accept a WebSocket and note its messages."""
        digest = hashlib.sha1(key.encode() + _ACCEPTED, usedforsecurity=False).digest()
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n"
        )
        while True:
            kind, size = await reader.readexactly(2)
            mask = await reader.readexactly(4)
            data = await reader.readexactly(size & 127)
            if kind & 15 == 8:
                return
            text = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data)).decode("latin-1")
            self.asked.append(("MESSAGE", text))
