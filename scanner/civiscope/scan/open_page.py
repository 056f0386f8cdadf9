"""Look at a page that is open in somebody else's browser, and bring back its evidence."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from civiscope.browser.attached_page import AttachedPage, FrameSessions
from civiscope.browser.cdp import CdpError, CdpTimeout, Disconnected, Session
from civiscope.browser.debugging_port import (
    OpenPage,
    choose_page,
    find_port_async,
    target_in,
)
from civiscope.browser.emulation import Deadlines
from civiscope.browser.tab_session import TabLost
from civiscope.browser.web_socket import SocketConnection, SocketRefused
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.page.as_it_stands import LookedAt, gather_as_it_stands
from civiscope.collectors.page.world_script import rules_script, world_script
from civiscope.errors import InconclusiveError, UsageError
from civiscope.model import Dom, Evidence
from civiscope.model.page_script import PageScript
from civiscope.model.reasons import Reason

WATCHDOG_S = 30.0
"""How long a page may keep a check waiting."""
MAX_EMPTY_ELEMENTS = 3
"""What a document without content consists of: html, head, body."""


class PageNotSeen(InconclusiveError):
    """A page that is open could not be looked at; nothing is known of it."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRequest:
    """What is asked of a page that is open."""

    scripts: Sequence[PageScript] = ()
    """Scripts of rules, to run in the page."""
    looked_at: LookedAt = field(default_factory=LookedAt)
    limit: float = WATCHDOG_S
    """Seconds that the page may take."""

    @property
    def sources(self) -> tuple[str, ...]:
        """What our world in the page consists of."""
        return (world_script(), rules_script(self.scripts))


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What a page showed as it stood."""

    url: str
    evidence: Evidence
    browser: str


@contextlib.asynccontextmanager
async def explaining(page: AttachedPage, limit: float) -> AsyncGenerator[None]:
    """Give what is done with *page* so many seconds, and say in words what went wrong with it."""
    try:
        async with asyncio.timeout(limit):
            yield
    except (TimeoutError, CdpTimeout) as error:
        raise _hung(page, limit) from error
    except PageLeft as error:
        raise PageNotSeen(
            "left",
            "The page went elsewhere while it was looked at; wait until it has loaded, then check.",
        ) from error
    except TabLost as error:
        if error.reason == "hung":
            raise _hung(page, limit) from error
        raise PageNotSeen("crashed", f"The page is gone: {error.detail}") from error
    except Disconnected as error:
        raise PageNotSeen("crashed", f"The page or its browser is gone ({error}).") from error
    except CdpError as error:
        raise PageNotSeen(
            "error", f"The browser does not let the page be read ({error})."
        ) from error


async def look_through(
    page: AttachedPage, session: Session, request: LookRequest, frames: FrameSessions | None = None
) -> SeenPage:
    """Return what the page behind *session* shows; raises PageNotSeen, or UsageError."""
    async with explaining(page, request.limit):
        await page.enter(session, request.sources, frames)
        names = [script.rule for script in request.scripts]
        evidence = await gather_as_it_stands(page, names, request.looked_at)
    return _seen(evidence, page.browser.product)


async def look_at_target(address: str, target: str, url: str, request: LookRequest) -> SeenPage:
    """Return what a page of the browser at *address* shows.

    The page is the one with the id *target*, or with an address like *url*, or the only one.
    Raises UsageError when there is none, PageNotSeen when it cannot be looked at.
    """
    async with attached(address, target, url, request.limit) as (page, session):
        return await look_through(page, session, request)


@contextlib.asynccontextmanager
async def attached(
    address: str, target: str, url: str, limit: float
) -> AsyncGenerator[tuple[AttachedPage, Session]]:
    """Give a page of the browser at *address*, with a session of our own that ends with the block.

    Raises UsageError when there is no such page, PageNotSeen when the browser goes.
    """
    port = await find_port_async(address)
    try:
        connection = await SocketConnection.open(port.socket)
    except SocketRefused as error:
        raise UsageError(f"No browser lets us in at {address[:200]} ({error}).") from error
    try:
        chosen = choose_page(await _pages(connection), target or target_in(address), url)
        product = port.product or str((await connection.root.send("Browser.getVersion"))["product"])
        page = AttachedPage(connection, product, Deadlines(script=limit))
        yield page, await page.attach(chosen.id)
    except CdpError as error:
        raise PageNotSeen("crashed", f"The browser is gone ({error}).") from error
    finally:
        # With the socket ends every session that we had, whatever the page is doing.
        await connection.closed_down()


async def _pages(connection: SocketConnection) -> list[OpenPage]:
    said = await connection.root.send("Target.getTargets")
    return [
        OpenPage(each["targetId"], each["url"], each["title"])
        for each in said["targetInfos"]
        if each["type"] in {"page", "webview"}
    ]


def _hung(page: AttachedPage, limit: float) -> PageNotSeen:
    if page.dialog:
        sentence = (
            f"The page opened a dialog ({page.dialog}) while it was looked at; answer it first."
        )
    else:
        sentence = (
            f"The page did not answer for {limit:g} seconds: a script that does not end keeps it "
            "busy, or a dialog (alert, confirm, prompt) is open. Nothing is known of it."
        )
    return PageNotSeen("hung", sentence)


def _seen(evidence: Evidence, browser: str) -> SeenPage:
    dom = evidence.dom
    if not isinstance(dom, Dom) or not dom.root:
        raise PageNotSeen("no-page", "What is open is not a page of HTML; open one, then check.")
    if dom.url.startswith("chrome-error:"):
        raise PageNotSeen("error", "The browser shows its own error page: nothing was loaded.")
    if dom.url.startswith("about:") and dom.elements <= MAX_EMPTY_ELEMENTS:
        raise PageNotSeen("no-page", f"The page is empty ({dom.url}); open a page, then check.")
    return SeenPage(dom.url, evidence, browser)
