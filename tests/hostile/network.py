"""Traps in how an answer is sent: it never comes, never ends, or goes round in circles."""

from __future__ import annotations

import asyncio
import base64
import hashlib

from tests.hostile.call import Call, Trap, page


async def hanging(call: Call) -> None:
    """Take the request and never answer."""
    await call.silence()


async def hanging_after_head(call: Call) -> None:
    """Send the headers and never a byte of the page."""
    await call.head()
    await call.silence()


async def slow_drip(call: Call) -> None:
    """Send a page a few bytes at a time, for ever."""
    await call.head()
    await call.send(page("Minutes").encode())
    await call.forever(b"<p>.", pause=0.1)


async def slow_head(call: Call) -> None:
    """Send one header after the other, for ever."""
    await call.send(b"HTTP/1.1 200 OK\r\n")
    await call.forever(b"X-Next: one\r\n", pause=0.1)


async def endless_page(call: Call) -> None:
    """Send a page as fast as the network takes it, without end."""
    await call.head(fields=[("Transfer-Encoding", "chunked")])
    await call.send(_chunk(page("Minutes").encode()))
    await call.forever(_chunk(b"<p>Another paragraph of the minutes.</p>" * 500))


async def endless_interim(call: Call) -> None:
    """Say `the answer is coming` without end."""
    await call.forever(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n", 0.001)


async def redirect_loop(call: Call) -> None:
    """Send the browser back to where it is."""
    await call.redirect("/redirect-loop")


async def redirect_ever_on(call: Call) -> None:
    """Send the browser to a new address each time."""
    await call.redirect(f"/redirect-ever-on?step={call.number('step') + 1}")


async def redirect_nowhere(call: Call) -> None:
    """Redirect without saying where to."""
    await call.answer("Moved", status="302 Found", kind="text/plain")


async def reset(call: Call) -> None:
    """Break the connection in the middle of the page."""
    await call.head(fields=[("Content-Length", "100000")])
    await call.send(page("Minutes").encode())
    await asyncio.sleep(0.1)
    raise ConnectionResetError


async def garbage(call: Call) -> None:
    """Answer with what is not HTTP."""
    await call.send(bytes(range(256)) * 16 + b"\r\n\r\n")


async def replaced_pages(call: Call) -> None:
    """Send one page after the other in a single answer, each to replace the last."""
    await call.head(kind="multipart/x-mixed-replace; boundary=next")
    part = f"--next\r\nContent-Type: text/html\r\n\r\n{page('Minutes')}\r\n"
    await call.forever(part.encode(), pause=0.05)


async def websocket_flood(call: Call) -> None:
    """Open a socket from the page and never stop talking on it."""
    if call.rest != "socket":
        await call.page(
            "Live",
            script="const s = new WebSocket('ws://' + location.host + '/websocket-flood/socket');"
            "s.onmessage = e => { document.body.dataset.last = e.data.length }",
        )
        return
    # The one key that RFC 6455 gives every server.
    key = call.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(key.encode(), usedforsecurity=False).digest())
    await call.send(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
    frame = b"\x81\x7e" + (10_000).to_bytes(2, "big") + b"x" * 10_000
    await call.forever(frame * 10)


async def event_stream(call: Call) -> None:
    """Keep a stream of events open for ever, so that the network is never idle."""
    if call.rest != "events":
        await call.page(
            "Live",
            script="new EventSource('/event-stream/events').onmessage = () => 0",
        )
        return
    await call.head(kind="text/event-stream")
    await call.forever(b"data: still here\n\n", pause=0.05)


async def request_flood(call: Call) -> None:
    """Ask for something new for ever, a few hundred times a second."""
    if call.rest:
        await call.answer("ok", kind="text/plain")
        return
    await call.page(
        "Live",
        script="let n = 0; const ask = () => fetch('/request-flood/' + n++).then(ask, ask);"
        "for (let i = 0; i < 6; i++) ask()",
    )


async def hanging_parts(call: Call) -> None:
    """Be a page whose picture, style sheet, script and frame never come."""
    if call.rest:
        await call.silence()
        return
    await call.page(
        "Parts",
        '<img src="/hanging-parts/a.png" alt="Town hall">'
        '<iframe src="/hanging-parts/frame" title="Map"></iframe>'
        '<script src="/hanging-parts/a.js" async></script>'
        '<link rel="stylesheet" href="/hanging-parts/a.css">',
    )


NETWORK: dict[str, Trap] = {
    "hanging": hanging,
    "hanging-after-head": hanging_after_head,
    "hanging-parts": hanging_parts,
    "slow-drip": slow_drip,
    "slow-head": slow_head,
    "endless-page": endless_page,
    "endless-interim": endless_interim,
    "redirect-loop": redirect_loop,
    "redirect-ever-on": redirect_ever_on,
    "redirect-nowhere": redirect_nowhere,
    "reset": reset,
    "garbage": garbage,
    "replaced-pages": replaced_pages,
    "websocket-flood": websocket_flood,
    "event-stream": event_stream,
    "request-flood": request_flood,
}


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"
