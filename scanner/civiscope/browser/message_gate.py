"""Keep a page and its workers from sending messages over connections that are open already.

The browser lets requests be stopped on their way, but not the messages of a WebSocket, of a
WebTransport session or of a data channel, nor for certain the requests of shared workers. They are
stopped where scripts send them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files

from civiscope.browser.cdp import CdpError, Json, Session
from civiscope.web.actions import words_for_acts

MESSAGE_HELD = "civiscope.messageHeld"
"""Delivered to the session of whoever would have sent: `url` and `data`."""
_HOLD_TIMEOUT_S = 3.0
"""Longer than a worker that is not stuck needs; one that is sends nothing."""
_DOCUMENTS = frozenset({"page", "iframe"})


class MessageGate:
    """The gate in the documents and workers of one tab; open until `hold`."""

    def __init__(self, note: Callable[[str], None]) -> None:
        """Make a gate; *note* is told the address of each message that was held."""
        # Names that no page can know; the script takes the first away before the page's own begin.
        self._channel = f"_{secrets.token_hex(12)}"
        self._event = f"_{secrets.token_hex(12)}"
        self._note = note
        self._held = False
        self._sessions: list[Session] = []
        self._scripts: list[tuple[Session, str]] = []

    async def install(self, session: Session) -> None:
        """Put the gate into every document that *session*, a page, shows from now on."""
        session.on("Runtime.bindingCalled", lambda event: self._on_message_held(session, event))
        await session.send("Runtime.addBinding", {"name": self._channel})
        await self._add(session, held=False)
        self._sessions = [session]

    async def remove(self) -> None:
        """Leave the documents that come from now on alone."""
        self._held = False
        for session, identifier in self._scripts:
            with contextlib.suppress(CdpError):
                await session.send(
                    "Page.removeScriptToEvaluateOnNewDocument", {"identifier": identifier}
                )
        self._scripts.clear()
        self._sessions.clear()

    @property
    def installed(self) -> bool:
        """Whether there is a gate to hold."""
        return bool(self._sessions)

    def watch(self, session: Session) -> None:
        """Put the gate into a frame or worker of the tab, before anything in it runs."""
        session.on("Runtime.bindingCalled", lambda event: self._on_message_held(session, event))
        session.post("Runtime.addBinding", {"name": self._channel})
        worker = session.target.get("type") not in _DOCUMENTS
        source = self._source(held=self._held, worker=worker)
        if not worker:
            session.post("Page.addScriptToEvaluateOnNewDocument", {"source": source})
        else:
            session.post("Runtime.evaluate", {"expression": source, "silent": True})
        self._sessions.append(session)

    async def hold(self, contexts: Iterable[tuple[Session, str]]) -> None:
        """Hold every message from now on; *contexts* are our own worlds in the tab's documents."""
        if self._held or not self._sessions:
            return
        self._held = True
        workers = [one for one in self._sessions if one.target.get("type") not in _DOCUMENTS]
        documents = [one for one in self._sessions if one.target.get("type") in _DOCUMENTS]
        holding = [
            *(self._add_quietly(session) for session in documents),
            *(self._hold_one(session, {"uniqueContextId": c}) for session, c in contexts),
            *(self._hold_one(session, {}) for session in workers),
        ]
        await asyncio.gather(*holding)

    async def _hold_one(self, session: Session, where: Json) -> None:
        """Have a document or worker hold its messages, and make sure that it does."""
        expression = (
            f"(() => {{ const told = new Event({json.dumps(self._event)}, {{ cancelable: true }});"
            " return !dispatchEvent(told); })()"
        )
        with contextlib.suppress(CdpError):
            params = {"expression": expression, "returnByValue": True, **where}
            answer = await session.send("Runtime.evaluate", params, timeout=_HOLD_TIMEOUT_S)
            if answer["result"].get("value") is not True and not where:
                # A worker that had hardly begun may have lost its gate: it gets a closed one.
                source = self._source(held=True, worker=True)
                params = {"expression": source, "silent": True}
                await session.send("Runtime.evaluate", params, timeout=_HOLD_TIMEOUT_S)

    async def _add_quietly(self, session: Session) -> None:
        with contextlib.suppress(CdpError):
            await self._add(session, held=True)

    async def release(self) -> None:
        """Let the messages of documents that come from now on pass again."""
        if not self._held:
            return
        self._held = False
        (page, first), *later = self._scripts
        for session, identifier in later:
            with contextlib.suppress(CdpError):
                await session.send(
                    "Page.removeScriptToEvaluateOnNewDocument", {"identifier": identifier}
                )
        self._scripts = [(page, first)]
        self._sessions = [session for session in self._sessions if not session.closed]

    async def _add(self, session: Session, *, held: bool) -> None:
        made = await session.send(
            "Page.addScriptToEvaluateOnNewDocument",
            {"source": self._source(held=held)},
            timeout=5,
        )
        self._scripts.append((session, made["identifier"]))

    def _source(self, *, held: bool, worker: bool = False) -> str:
        return (
            _script()
            .replace("WORDS", json.dumps(sorted(words_for_acts())) if worker else "null")
            .replace("CHANNEL", json.dumps(self._channel))
            .replace("HOLD", json.dumps(self._event))
            .replace("HELD", json.dumps(held))
        )

    def _on_message_held(self, session: Session, event: Json) -> None:
        if event.get("name") != self._channel:
            return
        try:
            kind, url, data = json.loads(event["payload"])
        except ValueError:
            return
        self._note(str(url))
        if kind != "later":
            session.deliver(MESSAGE_HELD, {"url": str(url), "data": str(data)})


@lru_cache(maxsize=1)
def _script() -> str:
    return (files("civiscope.browser") / "message_gate.js").read_text(encoding="utf-8")
