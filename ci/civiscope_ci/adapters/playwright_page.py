"""Look at a page that Playwright has open, through a session that Playwright makes for us.

A browser that Playwright starts listens to its own pipe alone, so there is no port to go to.
Its synchronous and asynchronous objects are covers of one and the same; we put the asynchronous one
over what a test hands us, and let it work on the loop that Playwright runs.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from civiscope.browser.attached_page import AttachedPage
from civiscope.browser.cdp import CdpError, CdpTimeout, Connection, Disconnected, Json, Session
from civiscope.browser.emulation import Deadlines
from civiscope.errors import UsageError
from civiscope.scan.open_page import LookRequest, PageNotSeen, SeenPage, look_through

T = TypeVar("T")
DETACH_TIMEOUT_S = 1.0
_GONE = ("closed", "crashed", "disconnected", "detached")
_SYNC, _ASYNC = "playwright.sync_api", "playwright.async_api"


def is_playwright(given: object) -> bool:
    """Say whether *given* is of Playwright: a page, or a frame of one."""
    return type(given).__module__.startswith((_SYNC, _ASYNC))


def is_async(given: object) -> bool:
    """Say whether a page of Playwright is of its asynchronous side."""
    return type(given).__module__.startswith(_ASYNC)


def page_of(given: Any) -> Any:  # noqa: ANN401 - duck-typed
    """Return the page that *given* is, or is a frame of. Raises PageNotSeen when it is gone."""
    kind = type(given).__name__
    if kind == "Frame":
        if given.is_detached():
            raise PageNotSeen("left", "The frame is not in its page any more; check the page.")
        return page_of(given.page)
    if kind != "Page":
        raise UsageError(f"A check takes a page of Playwright, not its {kind}; hand over the page.")
    if given.is_closed():
        raise PageNotSeen("crashed", "The page is closed; check it while it is open.")
    return given


def browser_name(page: Any) -> str:  # noqa: ANN401 - duck-typed
    """Return `chromium`, `firefox` or `webkit`."""
    browser = page.context.browser
    # A context with a profile of its own names no browser; only Chromium lets a session be made.
    return "chromium" if browser is None else str(browser.browser_type.name)


def awaited(given: Any) -> Any:  # noqa: ANN401 - duck-typed
    """Return *given*, an object of Playwright, as its asynchronous side has it."""
    if is_async(given):
        return given
    from playwright import async_api

    inner = getattr(given, "_impl_obj", None)
    cover = getattr(async_api, type(given).__name__, None)
    if inner is None or cover is None:
        raise UsageError(
            "This version of Playwright is built otherwise than those that civiscope knows "
            "(1.49 to 1.65); check by the address of the browser's debugging port."
        )
    return cover(inner)


def run_beside(page: Any, work: Coroutine[Any, Any, T]) -> T:  # noqa: ANN401 - duck-typed
    """Run *work* on the loop of Playwright's synchronous side, and wait for it."""
    wait: Callable[[Coroutine[Any, Any, T]], T] | None = getattr(page, "_sync", None)
    if wait is None:
        work.close()
        raise UsageError("This version of Playwright cannot be waited for; check its async page.")
    return wait(work)


class RelayedSession(Session):
    """A session that Playwright has made."""

    def __init__(self, connection: RelayedConnection, key: str, inner: Any) -> None:  # noqa: ANN401 - Playwright's
        super().__init__(connection, key, {"type": "page"})
        self.inner = inner

    def on(self, event: str, handler: Callable[[Json], None]) -> None:
        """Call *handler* with the parameters of each *event*."""
        super().on(event, handler)
        self.inner.on(event, handler)


class RelayedConnection(Connection):
    """Carries commands by way of Playwright's sessions."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 - Playwright's
        super().__init__(-1, -1)
        self._page = page
        self._context = awaited(page.context)
        self._made: dict[str, RelayedSession] = {}
        self._posted: set[asyncio.Task[None]] = set()

    async def attach(self, shown: Any) -> RelayedSession:  # noqa: ANN401 - Playwright's
        """Return a session with *shown*: the page, or a frame in a process of its own."""
        try:
            inner = await self._context.new_cdp_session(awaited(shown))
        except Exception as error:
            raise _as_cdp(error, "session") from error
        session = RelayedSession(self, f"playwright-{len(self._made)}", inner)
        self._made[session.id or ""] = session
        return session

    async def frames(self) -> Sequence[Session]:
        """Return sessions with the frames that live in processes of their own."""
        found: list[Session] = []
        for frame in self._page.frames:
            if frame is not self._page.main_frame:
                # Of all others Playwright says that they have none.
                with contextlib.suppress(CdpError):
                    found.append(await self.attach(frame))
        return found

    async def call(self, session: Session, method: str, params: Json, timeout: float) -> Json:  # noqa: ASYNC109 - see Session.send
        """Send a command on *session* and wait for its result."""
        made = self._made.get(session.id or "")
        if made is None:
            raise Disconnected(f"{method}: the session is not one of ours")
        try:
            async with asyncio.timeout(timeout):
                result: Json = await made.inner.send(method, params)
                return result or {}
        except TimeoutError:
            raise CdpTimeout(f"{method}: no answer within {timeout:g} seconds") from None
        except Exception as error:
            raise _as_cdp(error, method) from error

    def post(self, session_id: str | None, method: str, params: Json) -> int:
        """Send a command whose answer nobody waits for."""
        made = self._made.get(session_id or "")
        if made is not None:
            task = asyncio.ensure_future(self._post(made, method, params))
            self._posted.add(task)
            task.add_done_callback(self._posted.discard)
        return 0

    async def _post(self, session: RelayedSession, method: str, params: Json) -> None:
        # Whatever becomes of it: nobody waits.
        with contextlib.suppress(Exception):
            await session.inner.send(method, params)

    async def close_all(self) -> None:
        """End every session that was made, whatever the page is doing."""
        for task in list(self._posted):
            task.cancel()
        await asyncio.gather(*(_detach(session) for session in self._made.values()))
        self._made.clear()


async def _detach(session: RelayedSession) -> None:
    # A page that hangs is asked all the same: it is let go as soon as it does not hang any more.
    with contextlib.suppress(Exception):
        async with asyncio.timeout(DETACH_TIMEOUT_S):
            await session.inner.detach()


async def look_at_page(page: Any, request: LookRequest) -> SeenPage:  # noqa: ANN401 - Playwright's
    """Return what a page of Playwright's Chromium shows; raises PageNotSeen, or UsageError."""
    connection = RelayedConnection(page)
    try:
        browser = page.context.browser
        product = f"Chromium/{browser.version}" if browser is not None else "Chromium"
        session = await connection.attach(page)
        looked = AttachedPage(connection, product, Deadlines(script=request.limit))
        return await look_through(looked, session, request, connection.frames)
    except CdpError as error:
        raise PageNotSeen("crashed", f"The page or its browser is gone ({error}).") from error
    finally:
        await connection.close_all()


def _as_cdp(error: Exception, method: str) -> CdpError:
    said = str(error).split("\n", maxsplit=1)[0][:300]
    gone = any(word in said.lower() for word in _GONE)
    return (Disconnected if gone else CdpError)(f"{method}: {said}")
