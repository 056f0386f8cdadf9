"""Pages that are not there yet when their time is up, in a browser that is busy with others."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from civiscope.browser.emulation import BrowserView, Deadlines
from civiscope.browser.tab import Tab
from civiscope.model import Visit

MAIN = "main"
LOADER = "loader"
RESPONSE = {"type": "Document", "frameId": MAIN, "requestId": LOADER}
DATA = {"requestId": LOADER, "dataLength": 3}
DOCUMENT = {"id": MAIN, "loaderId": LOADER, "url": "https://office.example/"}
LOADED = {"frameId": MAIN, "loaderId": LOADER, "name": "load"}


class BusyBrowser:
    """A session of a browser that does what *steps* say at each command, and waits between."""

    closed = False

    def __init__(self, tab: Tab, steps: dict[str, tuple[str, ...]]) -> None:
        self._tab = tab
        self._steps = steps
        self.arrived = False
        """Whether the beginning of the page was there when its load was stopped."""

    async def send(self, method: str, params: object = None, timeout: float = 0) -> Any:  # noqa: ANN401, ASYNC109 - as in Session
        if method == "Page.stopLoading":
            self.arrived = self._tab.page_load.arrived
        for step in self._steps.get(method, ()):
            await self._take(step)
        return {"loaderId": LOADER}

    async def _take(self, step: str) -> None:
        tab: Any = self._tab
        match step:
            case "time passes":
                await asyncio.sleep(3 * tab.deadlines.load)
            case "never":
                await asyncio.Event().wait()
            case "sent":
                tab.interceptor.document_sent = True
                tab.changed.set()
            case "response":
                tab._on_response(RESPONSE)
            case "commit":
                tab._on_navigated({"frame": DOCUMENT})
            case "data when waited for":
                asyncio.get_running_loop().call_later(
                    3 * tab.deadlines.load, lambda: tab._on_data(DATA)
                )
            case _:
                tab._on_data(DATA)
                tab._on_lifecycle(LOADED)


def load(
    *navigate: str, stop: tuple[str, ...] = (), ask: tuple[str, ...] = ()
) -> tuple[Visit, bool]:
    """Return how a load ends in a browser that takes those steps at each command.

    And whether the beginning of the page was there when it was stopped.
    """

    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def work() -> tuple[Visit, bool]:
        browser = cast("Any", SimpleNamespace(connection=SimpleNamespace(root=None)))
        tab = Tab(browser, (), Deadlines(load=0.05), BrowserView(), allow, ())
        tab.main_frame = MAIN
        steps = {
            "Page.navigate": navigate,
            "Page.stopLoading": stop,
            "Page.getNavigationHistory": ask,
        }
        session = BusyBrowser(tab, steps)
        tab.session = cast("Any", session)
        visit = await tab.load("https://office.example/", lambda: False, lambda _: "")
        return visit, session.arrived

    return asyncio.run(work())


@pytest.mark.parametrize(
    "steps",
    [
        ("sent", "response", "commit", "data when waited for"),
        ("sent", "response", "commit", "data when waited for", "never"),
    ],
)
def test_what_the_server_sent_in_time_is_waited_for(steps: tuple[str, ...]) -> None:
    visit, arrived = load(*steps)

    assert (visit.state, visit.reason) == ("partial", "timeout")
    assert arrived


def test_a_document_that_is_shown_while_the_load_is_stopped_was_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("civiscope.browser.tab._ARRIVAL_TIMEOUT_S", 0.05)

    visit, _ = load("sent", "never", ask=("response",), stop=("commit",))

    assert (visit.state, visit.reason) == ("partial", "timeout")


def test_the_time_of_a_page_begins_when_it_is_asked_for() -> None:
    visit, _ = load("time passes", "sent", "response", "commit", "loaded")

    assert visit.state == "complete"


def test_a_server_that_says_nothing_has_no_page() -> None:
    visit, _ = load("sent", "never")

    assert (visit.state, visit.reason) == ("failed", "timeout")
    assert visit.detail == "No response came within 0.05 seconds."


def test_a_request_that_never_went_out_is_not_charged_to_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("civiscope.browser.tab._BROWSER_TIMEOUT_S", 0.05)

    visit, _ = load("never")

    assert visit.state == "failed"
    assert "too busy to ask" in visit.detail
