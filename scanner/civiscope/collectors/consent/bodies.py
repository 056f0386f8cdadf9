"""Read what requests carry, also where the browser does not tell it with the request itself."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import zlib
from collections.abc import Callable

from civiscope.browser.cdp import CdpError, Json, Session

MAX_TEXT = 300_000
"""Letters of a body that are looked at."""
_MAX_ASKED = 100
"""Bodies that are asked for in one visit."""
_TIMEOUT_S = 3
_GZIP = b"\x1f\x8b"
_ZLIB = b"\x78"
Listener = Callable[[Json, str], None]


class Bodies:
    """Tells *listeners* of the body of each request. Hand `watch` to the tab.

    Most bodies come with the request. Blobs and forms with files do not: those are asked for, and
    `settled` waits until they came.
    """

    def __init__(self, *listeners: Listener) -> None:
        self._listeners = listeners
        self._asked: set[asyncio.Task[None]] = set()
        self._left = _MAX_ASKED

    def watch(self, session: Session) -> None:
        """Listen to *session*."""
        session.on("Network.requestWillBeSent", lambda event: self._request(session, event))

    async def settled(self) -> None:
        """Wait for the bodies that were asked for."""
        if self._asked:
            await asyncio.wait(self._asked, timeout=_TIMEOUT_S)

    def _request(self, session: Session, event: Json) -> None:
        request = event["request"]
        entries = [str(entry.get("bytes", "")) for entry in request.get("postDataEntries", ())]
        if entries and all(entries):
            self._tell(event, "".join(_text(entry) for entry in entries))
        elif request.get("postData") and not entries:
            self._tell(event, str(request["postData"])[:MAX_TEXT])
        elif request.get("hasPostData") and self._left > 0:
            self._left -= 1
            task = asyncio.ensure_future(self._ask(session, event))
            self._asked.add(task)
            task.add_done_callback(self._asked.discard)

    async def _ask(self, session: Session, event: Json) -> None:
        try:
            answer = await session.send(
                "Network.getRequestPostData", {"requestId": event["requestId"]}, timeout=_TIMEOUT_S
            )
        except CdpError:
            return  # the page, or the worker, is gone
        body = str(answer["postData"])
        self._tell(event, _text(body) if answer.get("base64Encoded") else body[:MAX_TEXT])

    def _tell(self, event: Json, text: str) -> None:
        for listener in self._listeners:
            listener(event, text)


def _text(packed: str) -> str:
    """Return the text of a body in base64; what recorders compress is unpacked."""
    try:
        raw = base64.b64decode(packed)
    except (binascii.Error, ValueError):
        return ""
    if raw.startswith((_GZIP, _ZLIB)):
        # As much as is looked at; a bomb is not unpacked.
        with contextlib.suppress(zlib.error):
            raw = zlib.decompressobj(wbits=47).decompress(raw, MAX_TEXT)
    return raw.decode("utf-8", "ignore")[:MAX_TEXT]
