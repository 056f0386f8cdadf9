"""Stand between a page and the network: what may be asked for, with what, and what is stopped."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from civiscope.browser.cdp import CdpError, Json, Session
from civiscope.browser.emulation import BrowserView
from civiscope.web.actions import names_act
from civiscope.web.speculation import (
    MAX_CHARACTERS,
    MAX_RULES,
    NO_RULES,
    RULES_TYPE,
    only_elsewhere,
)

Allow = Callable[[str, bool], Awaitable[str]]
"""Decides on a document's address: empty to go on, else `reason: sentence`. The second argument
says whether the address has to belong to the scan."""

Decide = Callable[[str, str, bool], str]
"""Decides on a request of a journey by its address, its method and whether it is for the page's own
document: empty to let it go, else why it is stopped."""

_MAX_ATTEMPTS = 1000
_MAX_URL = 2000
_ASKING = frozenset({"GET", "HEAD", "OPTIONS"})
# A file of speculation rules, which a header names, is of this type to the browser; so is little
# else. What it is shows in its response.
_RULES_FILES: Json = {"resourceType": "Other", "requestStage": "Response"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something a guarded page set out to do and was not let."""

    kind: Literal["navigation", "request", "popup", "dialog"]
    url: str = ""
    method: str = "GET"


class Interceptor:
    """Decides on the requests of one tab and its frames."""

    def __init__(self, allow: Allow, view: BrowserView) -> None:
        self._allow = allow
        self._view = view
        self._tasks: set[asyncio.Task[None]] = set()
        self.guarded = False
        """Whether the page must not leave its document, nor send anything but requests that only
        read."""
        self.attempts: list[Attempt] = []
        """What the page was kept from while guarded, in order."""
        self.main_frame = ""
        self.on_document_sent: Callable[[], None] = _ignore
        """Is called when a request for the page's own document goes out."""
        self.decide: Decide | None = None
        """Is asked about every request, when there is one; set before the tab is opened."""
        self.may_leave = False
        """Whether the page's own address may be outside the scan's scope (a target's redirect)."""
        self.begin()

    def begin(self) -> None:
        """Forget the last page."""
        self.refused: dict[str, str] = {}
        """Why, by address, a document was not let through."""
        self.turned_back = ""
        """Why the page's own document was not, when it was not."""
        self.staying = False
        """Whether the page has to stay at the document it shows."""
        self.speculation: list[str] = []
        """Speculation rules that came in files, each cut; those for their own site do not act."""
        self.document_sent = False
        """Whether the page's own document was asked for."""
        self._authenticated: set[str] = set()

    def watch(self, session: Session) -> None:
        """Take the requests of *session*, a page or a frame, in hand."""
        session.on(
            "Fetch.requestPaused",
            lambda event: self._spawn(self._on_request_paused(session, event)),
        )
        session.on("Fetch.authRequired", lambda event: self._challenge(session, event))
        self._enable(session)

    def watch_worker(self, session: Session) -> None:
        """Take the requests of *session*, a shared or service worker, in hand.

        Its requests do not pass through any page's session, and can only be looked at when that
        was asked for before it began: all of them are, from its first one.
        """
        session.on(
            "Fetch.requestPaused",
            lambda event: self._spawn(self._on_request_paused(session, event)),
        )
        session.post("Fetch.enable", {"patterns": [{"requestStage": "Request"}]})

    def guard(self, on: bool, sessions: Iterable[Session]) -> None:
        """Hold the page back while *on*: see `guarded`; *sessions* are its own and its frames'."""
        self.guarded = on
        self.attempts.clear()
        for session in sessions:
            with contextlib.suppress(CdpError):
                self._enable(session)

    def note(self, attempt: Attempt) -> None:
        """Note what a guarded page set out to do."""
        if self.guarded and len(self.attempts) < _MAX_ATTEMPTS:
            self.attempts.append(attempt)

    def close(self) -> None:
        """Decide on nothing any more."""
        for task in list(self._tasks):
            task.cancel()

    def _enable(self, session: Session) -> None:
        # Extra headers are for some hosts only, and a guarded page must send nothing: every request
        # has to be looked at then. Otherwise only those for documents are, which is cheaper.
        every = self.guarded or bool(self._view.headers) or self.decide is not None
        which = {} if every else {"resourceType": "Document"}
        session.post(
            "Fetch.enable",
            {
                "patterns": [{**which, "requestStage": "Request"}, _RULES_FILES],
                "handleAuthRequests": bool(self._view.user_name),
            },
        )

    async def _on_request_paused(self, session: Session, event: Json) -> None:
        if "responseStatusCode" in event or "responseErrorReason" in event:
            await self._on_response_paused(session, event)
            return
        url = event["request"]["url"]
        document = event.get("resourceType") == "Document"
        main = document and event.get("frameId") == self.main_frame
        if (main and self.staying) or (self.guarded and self._hold_back(event, main=main)):
            # An aborted step leaves the page standing; any other failure would show an error page.
            params = {"requestId": event["requestId"], "errorReason": "Aborted"}
            session.post("Fetch.failRequest", params)
            return
        if self.decide is not None and self.decide(url, event["request"]["method"], main):
            params = {"requestId": event["requestId"], "errorReason": "Aborted"}
            session.post("Fetch.failRequest", params)
            return
        why = await self._allow(url, main and not self.may_leave) if document else ""
        if why:
            self.refused[url] = why
            if main:
                self.turned_back = why
            params = {"requestId": event["requestId"], "errorReason": "BlockedByClient"}
            session.post("Fetch.failRequest", params)
        else:
            session.post(
                "Fetch.continueRequest",
                {"requestId": event["requestId"], **self._headers(url, event["request"])},
            )
            if main:
                self.document_sent = True
                self.on_document_sent()

    async def _on_response_paused(self, session: Session, event: Json) -> None:
        """Let a response through; of speculation rules, only those that lead to other sites."""
        request = {"requestId": event["requestId"]}
        if not _is_rules_file(event):
            session.post("Fetch.continueRequest", request)
            return
        text = ""
        with contextlib.suppress(CdpError):
            response = await session.send("Fetch.getResponseBody", request, timeout=10)
            body = str(response["body"])
            encoded = response.get("base64Encoded")
            text = base64.b64decode(body).decode(errors="replace") if encoded else body
        if len(self.speculation) < MAX_RULES:
            self.speculation.append(text[:MAX_CHARACTERS])
        headers = {name.lower(): str(value) for name, value in event["request"]["headers"].items()}
        host = urlsplit(headers.get("origin", "")).netloc
        if text and host and only_elsewhere(text, event["request"]["url"], host):
            session.post("Fetch.continueRequest", request)
            return
        session.post(
            "Fetch.fulfillRequest",
            {
                **request,
                "responseCode": 200,
                "responseHeaders": [{"name": "Content-Type", "value": RULES_TYPE}],
                "body": base64.b64encode(NO_RULES.encode()).decode(),
            },
        )

    def _hold_back(self, event: Json, *, main: bool) -> bool:
        method = event["request"]["method"]
        url = event["request"]["url"][:_MAX_URL]
        # Many servers act on a GET as well: what an address calls itself is believed.
        if not main and method in _ASKING and not names_act(url):
            return False
        self.note(Attempt("navigation" if main else "request", url, method))
        return True

    def _headers(self, url: str, request: Json) -> Json:
        """Return the headers to go on with: our own for the site, none of them for anybody else."""
        ours = self._view.headers
        if not ours:
            return {}
        names = {name.lower() for name in ours}
        # What an earlier hop was given must not go along to the next.
        headers = {k: v for k, v in request["headers"].items() if k.lower() not in names}
        if self._view.own(url):
            headers.update(ours)
        elif len(headers) == len(request["headers"]):
            return {}
        return {"headers": [{"name": k, "value": v} for k, v in headers.items()]}

    def _challenge(self, session: Session, event: Json) -> None:
        # A password is given once a page and only where the user said: to the site's own origin.
        origin = event.get("authChallenge", {}).get("origin", "")
        answer: Json = {"response": "CancelAuth"}
        if self._view.own(origin) and origin not in self._authenticated:
            self._authenticated.add(origin)
            answer = {
                "response": "ProvideCredentials",
                "username": self._view.user_name,
                "password": self._view.password,
            }
        params = {"requestId": event["requestId"], "authChallengeResponse": answer}
        session.post("Fetch.continueWithAuth", params)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)

    def _on_task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        # The browser may be gone before it has its answer.
        if error is not None and not isinstance(error, CdpError):
            raise error


def _ignore() -> None:
    pass


def _is_rules_file(event: Json) -> bool:
    """Say whether what a response brings is taken for speculation rules by the browser."""
    for field in event.get("responseHeaders", ()):
        if field["name"].lower() == "content-type":
            return str(field["value"]).partition(";")[0].strip().lower() == RULES_TYPE
    return False
