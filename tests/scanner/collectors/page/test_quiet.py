"""A page on which nothing is due is not waited for; one that changes soon after it came is."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from tests.scanner.collectors.page.visiting import pool_of, visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.interaction import Probe, Probing
from civiscope.collectors.page.quiet import wait_until_quiet
from civiscope.collectors.page.visit import VisitResult
from civiscope.model import Dom, Missing, Page

LONG = 20.0
ADD = "const add = () => document.body.insertAdjacentHTML('beforeend', '<h2>Late</h2>');"
LATE = {
    "a timer": "setTimeout(add, 70)",
    "frame after frame": "let n = 0; const f = () => n++ < 5 ? requestAnimationFrame(f) : add();"
    " requestAnimationFrame(f)",
    "coming into sight": "new IntersectionObserver(add).observe(document.querySelector('h1'))",
    "a size": "new ResizeObserver(add).observe(document.querySelector('h1'))",
    "the end of a movement": "const moved = document.querySelector('h1').animate("
    "[{ opacity: 0 }, { opacity: 1 }], 70); moved.onfinish = add",
    "a frame's word": "onmessage = add; const frame = document.createElement('iframe');"
    " frame.title = 'A'; frame.srcdoc = '<script>setTimeout(() => parent.postMessage(1), 70)"
    "</scr' + 'ipt>'; document.body.append(frame)",
    **{
        f"the word of a frame in a tree that is {mode}": "onmessage = add;"
        " const frame = document.createElement('iframe'); frame.title = 'A'; frame.srcdoc ="
        " '<script>setTimeout(() => parent.postMessage(1), 70)</scr' + 'ipt>';"
        f" document.querySelector('h1').attachShadow({{ mode: '{mode}' }}).append(frame)"
        for mode in ("open", "closed")
    },
    "a script that is fetched": "const late = document.createElement('script');"
    " late.src = '/late.js'; document.body.append(late)",
    "a store": "caches.open('a').then((kept) => kept.match('/b')).then(add)",
    "a file": "const reader = new FileReader(); reader.onload = add;"
    " reader.readAsText(new Blob(['a']))",
    "a digest": "crypto.subtle.digest('SHA-256', new Uint8Array(4)).then(add)",
}
SITE = {
    **{
        f"/{number}": page(name, body=f"<h1>Page</h1><script>{ADD}{script}</script>")
        for number, (name, script) in enumerate(LATE.items())
    },
    "/late.js": Answer("add()", type="text/javascript", delay=0.07),
    "/calm": page("Calm", body="<h1>Calm</h1><script>addEventListener('load', () => 0)</script>"),
    "/ticks": page("Ticks", body="<h1>Ticks</h1><script>setInterval(() => 0, 100)</script>"),
}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seen() -> dict[str, VisitResult]:
    return visit(Site(SITE), *[f"/{number}" for number in range(len(LATE))])


@pytest.mark.parametrize("name", LATE)
def test_what_a_page_adds_soon_after_it_came_is_seen(
    seen: dict[str, VisitResult], name: str
) -> None:
    dom = seen[f"/{list(LATE).index(name)}"].evidence.dom

    assert isinstance(dom, Dom)
    assert "Late" in [heading.text for heading in dom.headings]


async def _waited(probing: Probing) -> dict[str, Any]:
    begun = time.monotonic()
    await wait_until_quiet(probing.tab, LONG, 2.0)
    return {"waited": time.monotonic() - begun}


async def _wait_on(url: str) -> float:
    async with pool_of(1) as pool:
        shown = await pool.visit(url)
        subject = Page(url, shown.evidence, shown.visit)
        answer = (await pool.probe(subject, [Probe("waited", _waited)]))["waited"]
    assert not isinstance(answer, Missing)
    return float(answer["waited"])


def test_only_a_page_on_which_something_may_happen_is_waited_for() -> None:
    with Site(SITE) as site:
        calm = asyncio.run(_wait_on(site.url("/calm")))
        ticks = asyncio.run(_wait_on(site.url("/ticks")))

    assert calm < ticks
    assert ticks >= 2.0
