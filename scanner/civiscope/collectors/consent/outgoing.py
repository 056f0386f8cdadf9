"""Look for words that only we know in everything that leaves the browser, plain or disguised."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote_plus

from civiscope.browser.cdp import Json, Session
from civiscope.browser.message_gate import MESSAGE_HELD
from civiscope.collectors.consent.bodies import MAX_TEXT
from civiscope.collectors.page.network_values import cut_url
from civiscope.model.privacy import SentAway
from civiscope.web.urls import host_of, redact_url

_MAX_TEXTS = 200
_TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{16,}")
_MAX_TOKENS = 200
_HASHES = ("md5", "sha1", "sha256", "sha512")


@dataclass(frozen=True, slots=True)
class Canary:
    """A word that nobody else would type, and where we typed it."""

    word: str
    what: str
    kind: str


class Outgoing:
    """Listens to what a tab, its frames and workers send.

    Hand `watch` to the tab, and `body` to Bodies.
    """

    def __init__(self) -> None:
        self._canaries: list[tuple[Canary, dict[str, str]]] = []
        self._seen: dict[SentAway, None] = {}
        self._sockets: dict[str, str] = {}

    def watch(self, session: Session) -> None:
        """Listen to *session*."""
        session.on("Network.requestWillBeSent", self._request)
        session.on("Network.webSocketCreated", self._socket)
        session.on("Network.webSocketFrameSent", self._frame)
        session.on(MESSAGE_HELD, self._on_request_held)

    def expect(self, canary: Canary) -> None:
        """Look for *canary* from now on."""
        self._canaries.append((canary, disguises(canary.word)))

    def sent(self) -> tuple[SentAway, ...]:
        """Return what was found, in a fixed order."""
        return tuple(sorted(self._seen, key=lambda s: (s.what, s.host, s.where, s.form, s.url)))

    def _request(self, event: Json) -> None:
        if not self._canaries:
            return
        request = event["request"]
        url = str(request["url"])
        script = _script(event.get("initiator", {}))
        self._look(url, "url", url, script)
        referrer = str(request.get("headers", {}).get("Referer", ""))
        self._look(referrer, "referrer", url, script)

    def body(self, event: Json, text: str) -> None:
        """Look at *text*, the body of a request (from Bodies)."""
        script = _script(event.get("initiator", {}))
        self._look(text, "body", str(event["request"]["url"]), script)

    def _socket(self, event: Json) -> None:
        self._sockets[str(event["requestId"])] = str(event["url"])

    def _frame(self, event: Json) -> None:
        payload = str(event["response"].get("payloadData", ""))
        url = self._sockets.get(str(event["requestId"]), "")
        self._look(payload, "socket", url, "")

    def _on_request_held(self, event: Json) -> None:
        self._look(str(event["data"]), "socket", str(event["url"]), "")

    def _look(
        self, text: str, where: Literal["url", "body", "socket", "referrer"], url: str, script: str
    ) -> None:
        if not text or len(self._seen) >= _MAX_TEXTS:
            return
        host = host_of(url)
        plain_url = redact_url(cut_url(url.partition("?")[0].partition("#")[0]))
        for canary, forms in self._canaries:
            form = find_form(text, canary.word, forms)
            if form:
                away = SentAway(
                    canary.what, canary.kind, host, plain_url, form, where, redact_url(script)
                )
                self._seen[away] = None


def disguises(word: str) -> dict[str, str]:
    """Return the forms in which *word* may travel, each with what it is called."""
    forms: dict[str, str] = {}
    for text in dict.fromkeys((word, word.lower(), word.strip().lower(), f"{word}\n")):
        raw = text.encode()
        for name in _HASHES:
            digest = hashlib.new(name, raw, usedforsecurity=False)
            forms.setdefault(digest.hexdigest(), name)
            forms.setdefault(base64.b64encode(digest.digest()).decode().rstrip("="), name)
        forms.setdefault(raw.hex(), "hex")
        forms.setdefault(text[::-1].strip(), "reversed")
    raw = word.encode()
    for shift in range(3):
        # What stands before it moves the letters of base64; the middle part stays.
        packed = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        core = packed[(0, 2, 3)[shift] : -1]
        if len(core) >= 10:
            forms.setdefault(core, "base64")
    return forms


def find_form(text: str, word: str, forms: dict[str, str]) -> str:
    """Return how *word* is written in *text*: `plain`, `base64`, `sha256`, …; empty when not."""
    text = text[:MAX_TEXT]
    for number, layer in enumerate(layers(text)):
        lower = layer.lower()
        if word.lower() in lower or quote(word, safe="").lower() in lower:
            return "plain" if number < 3 else "base64"
        for written, form in forms.items():
            if (written.lower() in lower) if form in {*_HASHES, "hex"} else (written in layer):
                return form
    return ""


def layers(text: str) -> Iterator[str]:
    """Yield *text*, then what is left when its escapes are undone, then what is packed in it."""
    once = unquote_plus(text)
    yield text
    yield once
    twice = unquote_plus(once)
    yield twice
    for token in _TOKEN.findall(twice)[:_MAX_TOKENS]:
        yield from _unpack(token)


def _unpack(token: str) -> Iterator[str]:
    padded = token.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(padded + "=" * (-len(padded) % 4))
    except (binascii.Error, ValueError):
        return
    text = raw.decode("utf-8", "ignore")
    yield unquote_plus(text)
    for inner in _TOKEN.findall(text)[:20]:
        try:
            yield base64.b64decode(inner + "=" * (-len(inner) % 4)).decode("utf-8", "ignore")
        except (binascii.Error, ValueError):
            continue


def _script(initiator: Json) -> str:
    part: Json | None = initiator.get("stack")
    while part is not None:
        for frame in part.get("callFrames", ()):
            if frame["url"]:
                return cut_url(str(frame["url"]))
        part = part.get("parent")
    return ""
