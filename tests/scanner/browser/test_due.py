"""Whether anything is still due on a page: asked of pages that have put off all kinds of things."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import Probe, Probing
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import Missing, Page

HORIZON = 5.0
NOTHING = {
    "no script": "<p>Nothing</p>",
    "a timer that has gone off": "<script>setTimeout(() => {}, 50)</script>",
    "a timer that was cleared": "<script>clearTimeout(setTimeout(() => {}, 900))</script>",
    "an interval that was cleared": "<script>clearInterval(setInterval(() => {}, 90))</script>",
    "a timer after all is over": "<script>setTimeout(() => {}, 600000)</script>",
    "an interval after all is over": "<script>setInterval(() => {}, 600000)</script>",
    "a frame that was drawn": "<script>requestAnimationFrame(() => {})</script>",
    "a frame without anything": '<iframe title="One" srcdoc="<p>Nothing</p>"></iframe>',
    "one message": "<script>const c = new MessageChannel(); c.port1.onmessage = () => {};"
    " c.port2.postMessage(0)</script>",
    "data that came": "<script>fetch('/data').then((reply) => reply.text())</script>",
}
SOMETHING = {
    "a timer": "<script>setTimeout(() => {}, 4500)</script>",
    "a timer by text": "<script>setTimeout(() => {}, '4500')</script>",
    "a timer by an object": "<script>setTimeout(() => {}, { valueOf: () => 4500 })</script>",
    "a timer set by a timer": "<script>setTimeout(() => setTimeout(() => {}, 4500), 20)</script>",
    "an interval": "<script>setInterval(() => {}, 4500)</script>",
    "frame after frame": "<script>const f = () => requestAnimationFrame(f); f()</script>",
    "a task": "<script>scheduler.postTask(() => {}, { delay: 4500 })</script>",
    "a signal": "<script>AbortSignal.timeout(4500).onabort = () => {}</script>",
    "a worker": "<script>new Worker(URL.createObjectURL(new Blob(['0'])))</script>",
    "a timer in a frame": '<iframe title="A" srcdoc="<script>setTimeout(() => {}, 4500)</script>">'
    "</iframe>",
    "data that comes late": "<script>fetch('/slow')</script>",
    "a movement": "<style>@keyframes go { to { margin: 2em } } p { animation: go 90s }</style><p>A",
    "a refresh": '<meta http-equiv="refresh" content="30">',
    "a film": "<video muted></video>",
    "message after message": "<script>const c = new MessageChannel();"
    " c.port1.onmessage = () => c.port2.postMessage(0); c.port2.postMessage(0)</script>",
    "message after message to itself": "<script>onmessage = () => postMessage(0);"
    " postMessage(0)</script>",
    "a wait in memory": "<script>const m = new Int32Array(new WebAssembly.Memory("
    "{ initial: 1, maximum: 1, shared: true }).buffer); Atomics.waitAsync(m, 0, 0, 4500)</script>",
    "a channel to another": "<script>new RTCPeerConnection().createDataChannel('a')</script>",
    "a shared worker": "<script>new SharedWorker('/shared.js')</script>",
}
ENDLESS = "<style>@keyframes go { to { margin: 2em } } p { animation: go 1s infinite }</style><p>On"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, Any]]:
    """What is said of each page; of the endless one, with and without its animation."""
    bodies = {**NOTHING, **SOMETHING, "endless": ENDLESS, "sandboxed": "<p>No script</p>"}
    paths = {name: f"/{number}" for number, name in enumerate(bodies)}
    answers: dict[str, Answer] = {paths[n]: page(n, body=body) for n, body in bodies.items()}
    sandboxed = answers[paths["sandboxed"]]
    answers[paths["sandboxed"]] = Answer(
        sandboxed.body, headers={"Content-Security-Policy": "sandbox"}
    )
    answers["/shared.js"] = Answer("onconnect = () => {}", type="text/javascript")
    answers |= {"/data": Answer("data"), "/slow": Answer("data", delay=8)}
    with Site(answers) as site:
        yield asyncio.run(_ask({name: site.url(path) for name, path in paths.items()}))


async def _nothing_due(probing: Probing) -> dict[str, Any]:
    tab = probing.tab
    # What was due soon after the page had come is over then.
    await asyncio.sleep(1)
    return {
        "nothing": await tab.nothing_due(HORIZON),
        "endless": await tab.nothing_due(HORIZON, endless=True),
    }


async def _ask(urls: dict[str, str]) -> dict[str, Any]:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
    async with open_pool(settings, world=world_script(), allow=allow, tabs=3) as pool:
        free = asyncio.Semaphore(3)

        async def one(url: str) -> dict[str, Any] | Missing:
            async with free:
                shown = await pool.visit(url)
                about = Page(url, shown.evidence, shown.visit)
                return (await pool.probe(about, [Probe("due", _nothing_due)]))["due"]

        found = await asyncio.gather(*map(one, urls.values()))
    return dict(zip(urls, found, strict=True))


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_due_where_all_is_over(seen: dict[str, Any], name: str) -> None:
    assert seen[name] == {"nothing": True, "endless": True}


@pytest.mark.parametrize("name", SOMETHING)
def test_what_is_put_off_is_known(seen: dict[str, Any], name: str) -> None:
    assert seen[name] == {"nothing": False, "endless": False}


def test_a_movement_without_end_counts_unless_it_is_said_not_to(seen: dict[str, Any]) -> None:
    assert seen["endless"] == {"nothing": False, "endless": True}


def test_a_page_that_lets_no_script_run_cannot_be_asked(seen: dict[str, Any]) -> None:
    assert seen["sandboxed"] == {"nothing": False, "endless": False}
