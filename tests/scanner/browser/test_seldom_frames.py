"""A page that is waited for: scripts that draw for nothing are given few frames, others all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from tests.scanner.collectors.page.visiting import pool_of
from tests.scanner.crawl.site import Site, page

from civiscope.collectors.interaction import Probe, Probing
from civiscope.collectors.pool import Pool
from civiscope.model import Page

# What is told by the window's name changes nothing in the document.
LOOP = """let drawn = 0;
const step = () => { drawn += 1; change(); requestAnimationFrame(step); };
requestAnimationFrame(step);
addEventListener('ask', () => { name = drawn; });"""
PAGES = {
    "for nothing": f"<p>Text<script>const change = () => {{}}; {LOOP}</script>",
    "step by step": "<p style='opacity: 0'>Text<script>const text = document.querySelector('p');"
    f"const change = () => {{ text.style.opacity = +text.style.opacity + 0.001 }}; {LOOP}</script>",
    "in a shadow tree": "<div></div><script>const root = document.querySelector('div')"
    ".attachShadow({ mode: 'open' }); root.innerHTML = '<p>0';"
    f"const change = () => {{ root.firstChild.textContent = drawn }}; {LOOP}</script>",
}
CANCELS = """<p>Text<script>
let seen = [];
const again = () => { requestAnimationFrame(again); }; again();
const tell = () => { name = JSON.stringify(seen); };
addEventListener('seldom', () => {
  const note = (number, time) => { seen.push([number, time > 0]); tell(); };
  const handles = [0, 1, 2].map((number) => requestAnimationFrame((time) => note(number, time)));
  cancelAnimationFrame(handles[1]);
  setTimeout(() => cancelAnimationFrame(handles[2]), 20);
  for (const given of [[], ['text'], [null]]) {
    try { requestAnimationFrame(...given); } catch (error) { seen.push(error.name); }
  }
  seen.push(handles.map((handle) => typeof handle), new Set(handles).size);
  tell();
});</script>"""
COUNT = """new Promise((done) => {
  const ask = () => { dispatchEvent(new Event('ask')); return +name; };
  const before = ask();
  setTimeout(() => done(ask() - before), 1000);
})"""

Told = dict[str, Any]

pytestmark = pytest.mark.browser


async def _probe(pool: Pool, url: str, ask: Callable[[Probing], Awaitable[Told]]) -> Told:
    shown = await pool.visit(url)
    about = Page(url, shown.evidence, shown.visit)
    asked = (await pool.probe(about, [Probe("asked", ask)]))["asked"]
    assert isinstance(asked, dict), asked
    return asked


async def _count(probing: Probing) -> Told:
    tab = probing.tab
    as_it_is = await tab.evaluate(COUNT)
    await tab.draw_seldom(1.2)
    waited_for = await tab.evaluate(COUNT)
    await tab.evaluate("new Promise((done) => setTimeout(done, 300))")
    return {"is": as_it_is, "waited": waited_for, "after": await tab.evaluate(COUNT)}


async def _cancel(probing: Probing) -> Told:
    await probing.tab.draw_seldom(5)
    await probing.tab.evaluate("dispatchEvent(new Event('seldom'))")
    later = "new Promise((done) => setTimeout(() => done(name), 400))"
    return {"seen": json.loads(await probing.tab.evaluate(later))}


@pytest.fixture(scope="module")
def drawn() -> Iterator[dict[str, Told]]:
    """How many frames each page is given in a second: as it is, while it is waited for, after."""

    async def work(urls: dict[str, str]) -> dict[str, Told]:
        async with pool_of(1) as pool:
            return {name: await _probe(pool, url, _count) for name, url in urls.items()}

    paths = {name: f"/{number}" for number, name in enumerate(PAGES)}
    answers = {paths[name]: page(name, body=body) for name, body in PAGES.items()}
    with Site(answers) as site:
        yield asyncio.run(work({name: site.url(path) for name, path in paths.items()}))


def test_who_only_draws_is_given_few_frames(drawn: dict[str, Told]) -> None:
    told = drawn["for nothing"]
    assert told["waited"] <= 12, told
    assert told["after"] > 2 * told["waited"], told


@pytest.mark.parametrize("name", ["step by step", "in a shadow tree"])
def test_who_changes_something_is_given_all(drawn: dict[str, Told], name: str) -> None:
    assert drawn[name]["waited"] > drawn[name]["is"] / 2, drawn[name]


def test_frames_that_are_put_off_can_be_cancelled() -> None:
    async def work(url: str) -> Told:
        async with pool_of(1) as pool:
            return await _probe(pool, url, _cancel)

    with Site({"/": page("Cancels", body=CANCELS)}) as site:
        seen = asyncio.run(work(site.url("/")))
    assert seen["seen"] == ["TypeError"] * 3 + [["number"] * 3, 3, [0, True]]
