"""Record what goes over the network while a page is visited."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

from civiscope.browser.cdp import Json, Session
from civiscope.collectors.page.network_values import (
    NetworkHop,
    cut_url,
    initiator_of,
    response_of,
    unfollowed_redirect,
)
from civiscope.model import Initiator, Request
from civiscope.web.urls import host_of, redact_url, same_site

MAX_REQUESTS = 5000
"""Requests kept of one page; a page that makes more is cut there, and says so."""


_BY_SCRIPTS = frozenset({"xhr", "fetch"})
_DATA = re.compile(r"json|^text/(?:plain|csv|xml|html)|^application/(?:.+\+)?xml")


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A response that a script asked for and got."""

    id: tuple[str, str]
    """Session and id, to ask for its body."""
    url: str
    size: int
    """Bytes after decompression."""


class SizeMemo:
    """What each address weighed when it was first fetched in this scan.

    A warm tab takes assets of earlier pages from its cache, where they weigh nothing; a visitor who
    comes to this page first has to fetch them.
    """

    def __init__(self) -> None:
        self._sizes: dict[str, tuple[int, int]] = {}

    def learn(self, url: str, transferred: int, size: int) -> None:
        """Remember the weight of a response that came over the network."""
        if transferred > 0 and url not in self._sizes:
            self._sizes[url] = (transferred, size)

    def recall(self, url: str) -> tuple[int, int]:
        """Return bytes transferred and bytes of body, both 0 when never fetched."""
        return self._sizes.get(url, (0, 0))


@dataclass(slots=True)
class _SeenRequest:
    url: str
    type: str
    method: str
    frame_url: str
    main: bool
    started: float
    initiator: Initiator
    mixed: str
    hops: list[NetworkHop] = field(default_factory=list[NetworkHop])
    extras: list[Json] = field(default_factory=list[Json])
    onward: str = ""
    """Where the last redirect led."""
    failed: str = ""
    blocked: str = ""
    encoded: int = 0
    size: int = 0
    cached: bool = False
    finished: float | None = None


class NetworkRecorder:
    """Listens to the network events of a tab and its frames and workers, one visit at a time."""

    def __init__(self, memo: SizeMemo) -> None:
        self._memo = memo
        self._ended = asyncio.Event()
        self._seen: dict[tuple[str, str], _SeenRequest] = {}
        self._early: dict[tuple[str, str], list[Json]] = {}
        self._old: set[str] = set()
        self._current: set[str] = set()
        self._epoch: float | None = None
        self._frozen = True
        self._deferred_only = False
        self._committed = False
        self.main_frame = ""
        self.by_document = False
        """Whether each document of the page's own forgets what came before it."""
        self.truncated = False
        self.main_bytes = 0
        """Decompressed bytes of the page's own document so far, to stop endless ones."""
        self.main_request: tuple[str, str] | None = None
        """Session and id of the page's own request, to ask for its body."""

    def awaits_data(self) -> bool:
        """Say whether scripts of the page have asked its own site for data that has not come."""
        main = self._seen.get(self.main_request) if self.main_request else None
        return main is not None and any(
            seen.type in _BY_SCRIPTS and seen.finished is None and same_site(seen.url, main.url)
            for seen in self._seen.values()
        )

    async def data_came(self) -> None:
        """Wait until nothing is awaited any more."""
        while self.awaits_data():
            self._ended.clear()
            await self._ended.wait()

    def begin(self) -> None:
        """Forget the last visit; whatever its page still does is not this page's."""
        self._old = self._current
        self._current = set()
        self._seen.clear()
        self._early.clear()
        self._epoch = None
        self._frozen = False
        self._deferred_only = self._committed = self.by_document = False
        self.truncated = False
        self.main_bytes = 0
        self.main_request = None

    def go_on(self) -> None:
        """Listen again, to the page that stands and to what comes after it."""
        self._frozen = False
        self.by_document = True

    def freeze(self) -> None:
        """Stop listening: what comes now is our own doing."""
        self._frozen = True

    def await_deferred(self) -> int:
        """Listen again for what the page has put off until it is left; return what was recorded."""
        self._deferred_only = True
        return len(self._seen)

    def watch(self, session: Session) -> None:
        """Listen to *session*."""
        key = session.id or ""

        def on(event: str, handler: Any) -> None:  # noqa: ANN401 - each handler has its own shape
            session.on(f"Network.{event}", lambda params: handler(key, params))

        session.on("Page.frameNavigated", self._on_navigated)
        on("requestWillBeSent", self._will_be_sent)
        on("responseReceived", self._on_received)
        on("responseReceivedExtraInfo", self._extra)
        on("requestServedFromCache", self._from_cache)
        on("dataReceived", self._data)
        on("loadingFinished", self._on_finished)
        on("loadingFailed", self._on_failed)
        on("webSocketCreated", self._socket)
        on("webSocketHandshakeResponseReceived", self._on_socket_response)
        on("webSocketFrameError", self._socket_failed)

    def _on_navigated(self, event: Json) -> None:
        frame = event["frame"]
        main = self.main_request[1] if self.main_request else ""
        if frame.get("id") == self.main_frame and frame.get("loaderId") == main:
            self._committed = True

    def _is_ours(self, event: Json, *, deferred: bool) -> bool:
        """Say whether a request is the present page's and none of the page before, or of us."""
        if deferred and not self._committed:
            # The page before sends what it has put off when the next one comes in its place.
            return False
        if self._frozen and not (deferred and self._deferred_only):
            return False
        loader = event.get("loaderId", "")
        return not (loader and loader in self._old)

    def _will_be_sent(self, session: str, event: Json) -> None:
        loader = event.get("loaderId", "")
        # What `fetchLater` sends has a loader of its own, as else only documents have.
        deferred = event.get("type") == "Fetch" and event["requestId"] == loader
        if not self._is_ours(event, deferred=deferred):
            return
        key = (session, event["requestId"])
        request = event["request"]
        if self._epoch is None:
            self._epoch = event["timestamp"]
        seen = self._seen.get(key)
        if seen is not None and "redirectResponse" in event:
            result = event["redirectResponse"]
            seen.onward = request["url"]
            extra = bool(event.get("redirectHasExtraInfo"))
            seen.hops.append(NetworkHop(result, extra, int(result.get("encodedDataLength", 0))))
            return
        if len(self._seen) >= MAX_REQUESTS:
            self.truncated = True
            return
        main = (
            event.get("type") == "Document"
            and event.get("frameId") == self.main_frame
            and event["requestId"] == loader
        )
        if main:
            if self.by_document:
                self._seen.clear()
                self._epoch = event["timestamp"]
            self.main_request = key
            self.main_bytes = 0
        self._current.add(loader)
        self._seen[key] = _SeenRequest(
            url=request["url"],
            type=str(event.get("type", "Other")).lower(),
            method=request["method"],
            frame_url=self._main_url() if deferred else event.get("documentURL", ""),
            main=main,
            started=event["timestamp"],
            initiator=initiator_of(event.get("initiator", {})),
            # Of deferred requests the browser says that they are mixed, whatever their address.
            mixed="none" if deferred else request.get("mixedContentType", "none"),
            extras=self._early.pop(key, []),
        )

    def _main_url(self) -> str:
        main = self._seen.get(self.main_request) if self.main_request else None
        return main.url if main is not None else ""

    def _on_received(self, session: str, event: Json) -> None:
        seen = self._seen.get((session, event["requestId"]))
        if seen is not None and not self._frozen:
            seen.hops.append(NetworkHop(event["response"], bool(event.get("hasExtraInfo"))))

    def _extra(self, session: str, event: Json) -> None:
        if self._frozen:
            return
        key = (session, event["requestId"])
        seen = self._seen.get(key)
        if seen is not None:
            seen.extras.append(event)
        elif len(self._early) < MAX_REQUESTS:
            self._early.setdefault(key, []).append(event)

    def _from_cache(self, session: str, event: Json) -> None:
        seen = self._seen.get((session, event["requestId"]))
        if seen is not None:
            seen.cached = True

    def _data(self, session: str, event: Json) -> None:
        key = (session, event["requestId"])
        seen = self._seen.get(key)
        if seen is not None:
            seen.size += event["dataLength"]
            if key == self.main_request:
                self.main_bytes += event["dataLength"]

    def _on_finished(self, session: str, event: Json) -> None:
        seen = self._seen.get((session, event["requestId"]))
        if seen is not None and not self._frozen:
            seen.encoded = int(event["encodedDataLength"])
            seen.finished = event["timestamp"]
            self._ended.set()

    def _on_failed(self, session: str, event: Json) -> None:
        seen = self._seen.get((session, event["requestId"]))
        if seen is not None and not self._frozen:
            seen.failed = event.get("errorText", "") or "failed"
            seen.blocked = event.get("blockedReason", "") or _refusal(seen)
            seen.finished = event["timestamp"]
            self._ended.set()

    def _socket(self, session: str, event: Json) -> None:
        if self._frozen or len(self._seen) >= MAX_REQUESTS:
            return
        self._seen[(session, event["requestId"])] = _SeenRequest(
            url=event["url"],
            type="websocket",
            method="GET",
            frame_url="",
            main=False,
            started=self._epoch or 0.0,
            initiator=initiator_of(event.get("initiator", {})),
            mixed="none",
        )

    def _on_socket_response(self, session: str, event: Json) -> None:
        seen = self._seen.get((session, event["requestId"]))
        if seen is not None:
            response = event["response"]
            seen.hops.append(NetworkHop({**response, "url": seen.url}, extra=False))

    def _socket_failed(self, session: str, event: Json) -> None:
        seen = self._seen.get((session, event["requestId"]))
        if seen is not None and not self._frozen:
            # Unlike other errors it comes as a sentence, with the name at its end.
            seen.failed = str(event.get("errorMessage", "")).rpartition(" ")[2] or "failed"
            seen.blocked = _refusal(seen)

    def requests(self) -> tuple[Request, ...]:
        """Return what was recorded since `begin`, in the order the requests were made."""
        return tuple(self._request(seen) for seen in self._seen.values())

    def documents(self) -> tuple[Request, ...]:
        """Return those of the `requests` that are for documents: the page's own, and of frames."""
        wanted = (s for s in self._seen.values() if s.main or s.type == "document")
        return tuple(self._request(seen) for seen in wanted)

    def scripts(self) -> tuple[tuple[tuple[str, str], str], ...]:
        """Return session and id, and URL, of each script file that came into the page itself."""
        session = self.main_request[0] if self.main_request else ""
        return tuple(
            {
                seen.hops[-1].response["url"]: (key, seen.hops[-1].response["url"])
                for key, seen in reversed(self._seen.items())
                if seen.type == "script" and key[0] == session and _came(seen)
            }.values()
        )[::-1]

    def stylesheets(self) -> dict[str, tuple[str, str]]:
        """Return session and id of each style sheet that came, by URL."""
        return {
            seen.hops[-1].response["url"]: key
            for key, seen in self._seen.items()
            if seen.type == "stylesheet" and _came(seen)
        }

    def data(self) -> tuple[DataRequest, ...]:
        """Return the responses in JSON or text that scripts of the page, its frames and workers
        asked for, the page's own first."""
        session = self.main_request[0] if self.main_request else ""
        asked = [
            DataRequest(key, seen.hops[-1].response["url"], seen.size)
            for key, seen in self._seen.items()
            if seen.type in _BY_SCRIPTS and _came(seen) and seen.size
            if _DATA.search(str(seen.hops[-1].response.get("mimeType", "")))
        ]
        return tuple(sorted(asked, key=lambda each: each.id[0] != session))

    def broken(self, loader: str) -> str:
        """Return the browser's error that the document of *loader* broke off with, or nothing."""
        if self.main_request is None or self.main_request[1] != loader:
            return ""
        failed = self._seen[self.main_request].failed
        # A page may stop its own loading; that is not a fault of the connection.
        return "" if failed.endswith("ERR_ABORTED") else failed

    def _request(self, seen: _SeenRequest) -> Request:
        extras = iter(seen.extras)
        hops = tuple(
            response_of(hop, next(extras, None) if hop.extra else None) for hop in seen.hops
        )
        if seen.main and seen.failed:
            # A redirect that the browser refuses to follow is reported in no other way.
            for extra in extras:
                hops += (unfollowed_redirect(seen.url, hops[-1] if hops else None, extra),)
        url = hops[-1].url if hops else seen.url
        cached = seen.cached or any(hop.from_cache for hop in hops)
        transferred = seen.encoded + sum(hop.encoded for hop in seen.hops)
        size = seen.size
        if cached:
            transferred, size = self._memo.recall(url)
        elif not seen.failed:
            self._memo.learn(url, transferred, size)
        epoch = self._epoch or 0.0
        return Request(
            url=redact_url(cut_url(seen.url)),
            type=seen.type,
            method=seen.method,
            main=seen.main,
            frame_url=redact_url(cut_url(seen.frame_url)),
            hops=hops,
            failed=seen.failed,
            blocked=seen.blocked,
            initiator=seen.initiator,
            mixed_content=seen.mixed,
            transferred=transferred,
            size=size,
            started=round(seen.started - epoch, 4),
            finished=None if seen.finished is None else round(seen.finished - epoch, 4),
        )


def _came(seen: _SeenRequest) -> bool:
    return bool(seen.hops) and not seen.failed and seen.hops[-1].response["status"] == 200


def _refusal(seen: _SeenRequest) -> str:
    """Tell our own refusal of a private address from a name that does not exist."""
    if not seen.failed.endswith("ERR_NAME_NOT_RESOLVED"):
        return ""
    host = host_of(seen.onward or seen.url)
    # An address in numbers needs no lookup: only we can have kept it from being one.
    numbers = ":" in host or host.replace(".", "").isdigit()
    return "refused-address" if numbers or f".{host}".endswith(".localhost") else ""
