"""Speak the Chrome DevTools Protocol over a pair of pipes.

The pipe, not a port: no other program on the machine can drive the browser, and the browser ends by
itself when this process does, however it ends.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from typing import Any, cast

from pydantic_core import from_json

Json = dict[str, Any]
"""A protocol message or part of one: the edge where data is still untyped."""

Handler = Callable[[Json], None]

MAX_MESSAGE_BYTES = 256 * 1024 * 1024


class CdpError(Exception):
    """The browser refused a command. The message is the browser's own."""


class CdpTimeout(CdpError):
    """The browser did not answer a command in time."""


class Disconnected(CdpError):
    """The browser, or the tab spoken to, is gone."""


class Session:
    """One attached target: commands go to it, its events come to the handlers."""

    def __init__(self, connection: Connection, session_id: str | None, target: Json) -> None:
        self._connection = connection
        self.id = session_id
        self.target = target
        self.late = False
        """Whether the target ran before it was attached to."""
        self.closed = False
        self._handlers: dict[str, list[Handler]] = {}

    async def send(self, method: str, params: Json | None = None, *, timeout: float = 30) -> Json:  # noqa: ASYNC109 - the deadline is part of the protocol call, told in its error
        """Send a command and return its result; CdpError when refused, CdpTimeout when late."""
        if self.closed:
            raise Disconnected(f"{method}: the tab is gone")
        return await self._connection.call(self, method, params or {}, timeout)

    def post(self, method: str, params: Json | None = None) -> None:
        """Send a command whose answer nobody waits for."""
        if not self.closed:
            self._connection.post(self.id, method, params or {})

    def on(self, event: str, handler: Handler) -> None:
        """Call *handler* with the parameters of each *event*."""
        self._handlers.setdefault(event, []).append(handler)

    def abandon(self) -> None:
        """Give the target up: everything that waits for it fails now."""
        self._connection.end(self)

    def deliver(self, event: str, params: Json) -> None:
        """Hand an event to its handlers (called by the connection)."""
        for handler in self._handlers.get(event, ()):
            handler(params)


class Connection:
    """The pipes to one browser, and the sessions that share them."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._next_id = 0
        self._waiting: dict[int, tuple[Session, str, asyncio.Future[Json]]] = {}
        self._sessions: dict[str, Session] = {}
        self._buffer = bytearray()
        self._scanned = 0
        self.root = Session(self, None, {"type": "browser"})
        self.closed = asyncio.Event()

    async def start(self) -> None:
        """Begin to read and write."""
        loop = asyncio.get_running_loop()
        self._reader, _ = await loop.connect_read_pipe(
            lambda: _Reader(self._on_message, self.lose), os.fdopen(self._read_fd, "rb")
        )
        self._writer, _ = await loop.connect_write_pipe(
            asyncio.BaseProtocol, os.fdopen(self._write_fd, "wb")
        )

    async def call(self, session: Session, method: str, params: Json, timeout: float) -> Json:  # noqa: ASYNC109 - see Session.send
        """Send a command on *session* and wait for its result."""
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        number = self.post(session.id, method, params)
        self._waiting[number] = (session, method, future)
        try:
            async with asyncio.timeout(timeout):
                return await future
        except TimeoutError:
            raise CdpTimeout(f"{method}: no answer within {timeout:g} seconds") from None
        finally:
            self._waiting.pop(number, None)

    def post(self, session_id: str | None, method: str, params: Json) -> int:
        """Write a command and return its number."""
        if self.closed.is_set():
            raise Disconnected(f"{method}: the browser is gone")
        self._next_id += 1
        message: Json = {"id": self._next_id, "method": method, "params": params}
        if session_id is not None:
            message["sessionId"] = session_id
        self.write(json.dumps(message).encode())
        return self._next_id

    def write(self, message: bytes) -> None:
        """Send *message* as it is; whoever has another way to the browser sends it that way."""
        self._writer.write(message + b"\0")

    def close(self) -> None:
        """Close both pipes; the browser then ends."""
        self._writer.close()
        self._reader.close()
        self.lose()

    def _on_message(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) > MAX_MESSAGE_BYTES:
            self._buffer.clear()
            self.close()
            return
        while (end := self._buffer.find(b"\0", self._scanned)) >= 0:
            message = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            self._scanned = 0
            self.dispatch(parse_message(message))
        self._scanned = len(self._buffer)

    def dispatch(self, message: Json) -> None:
        """Hand a message of the browser to whoever waits for it."""
        number = message.get("id")
        if number is not None:
            session, method, future = self._waiting.get(number, (None, "", None))
            if session is None or future is None or future.done():
                return
            if "error" in message:
                error = message["error"]
                future.set_exception(CdpError(f"{method}: {error.get('message', error)}"))
            else:
                future.set_result(message["result"])
            return
        session_id = message.get("sessionId")
        session = self.root if session_id is None else self._sessions.get(session_id)
        if session is None:
            return
        method, params = message["method"], message.get("params", {})
        if method == "Target.attachedToTarget":
            child = Session(self, params["sessionId"], params["targetInfo"])
            child.late = not params.get("waitingForDebugger", False)
            self._sessions[params["sessionId"]] = child
        elif method == "Target.detachedFromTarget":
            self._on_detached(params["sessionId"])
        session.deliver(method, params)

    def session(self, session_id: str) -> Session:
        """Return the session the browser announced under *session_id*."""
        return self._sessions[session_id]

    def known(self, session_id: str) -> Session | None:
        """Return the session under *session_id*, None when it ended."""
        return self._sessions.get(session_id)

    def _on_detached(self, session_id: str) -> None:
        session = self._sessions.pop(session_id, None)
        if session is not None:
            self.end(session)

    def end(self, session: Session) -> None:
        """Fail whatever waits for *session*; it will not answer any more."""
        if session.closed:
            return
        session.closed = True
        session.deliver("civiscope.detached", {})
        for waiting, method, future in list(self._waiting.values()):
            if waiting is session and not future.done():
                future.set_exception(Disconnected(f"{method}: the tab is gone"))

    def lose(self) -> None:
        """Fail whatever waits for the browser: it is gone."""
        if self.closed.is_set():
            return
        self.closed.set()
        for session in [*self._sessions.values(), self.root]:
            self.end(session)
        self._sessions.clear()


def parse_message(message: bytes) -> Json:
    """Return a message of the browser, however deep it is nested and whatever a page put in."""
    try:
        return cast(Json, from_json(message, cache_strings="keys"))
    except ValueError:
        # A page put half of a surrogate pair somewhere, which is not text: nothing could store it.
        # Or the message is nested deeper than the quick parser goes: a frame in a frame and so on.
        text = json.dumps(json.loads(message), ensure_ascii=False)
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return cast(Json, json.loads(whole))


class _Reader(asyncio.Protocol):
    def __init__(self, received: Callable[[bytes], None], lost: Callable[[], None]) -> None:
        self._on_message = received
        self._on_lost = lost

    def data_received(self, data: bytes) -> None:
        self._on_message(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._on_lost()
