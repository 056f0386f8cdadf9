"""A page that asks everything it can of what notes what is due: it meets a browser as it is."""

# ruff: noqa: E501 - the lines are a script

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from tests.scanner.collectors.page.visiting import pool_of, visit
from tests.scanner.crawl.site import Answer, Site

from civiscope.model import Missing

LOOKS = r"""
const wrong = (work) => { try { work(); return 'no error'; } catch (error) {
  const lines = (error.stack || '').split('\n').slice(1).map((line) => line.trim().replace(/\(?https?:.*$/, 'page'));
  return `${error.name}: ${error.message} | ${lines.length} ${lines.slice(0, 4)}`; } };
const looksOf = (made) => [made.name, made.length, Function.prototype.toString.call(made), made + '', Reflect.ownKeys(made).map(String).join(),
  Object.getPrototypeOf(made) === Function.prototype, 'prototype' in made, wrong(() => made.call({})), wrong(() => made()), wrong(() => new made()), wrong(() => Object.create(made).toString())];
// Pages' texts are kept to some length only.
const short = (names) => [names.length, [...names.join()].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 1e9, 7)];
const told = { names: short(Reflect.ownKeys(globalThis).map(String)) };
for (const [kind, ...names] of [['Window', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'requestAnimationFrame', 'cancelAnimationFrame', 'requestIdleCallback'], ['Function', 'toString'],
  ['Scheduler', 'postTask', 'yield'], ['MessagePort', 'postMessage'], ['IDBFactory', 'open'], ['RTCPeerConnection', 'createDataChannel', 'setRemoteDescription'], ['AbortSignal', 'timeout'], ['Atomics', 'waitAsync']]) {
  const holder = kind === 'Window' ? globalThis : kind === 'Atomics' ? Atomics : kind === 'AbortSignal' ? AbortSignal : globalThis[kind].prototype;
  told[kind] = short(Reflect.ownKeys(holder).map(String));
  for (const name of names) {
    const own = Object.getOwnPropertyDescriptor(holder, name);
    told[`${kind}.${name}`] = [own.enumerable, own.configurable, own.writable, looksOf(own.value)];
  }
}
told.sorts = [setTimeout, setInterval].map((made) => { const id = made(() => {}, 5); clearTimeout(id); return [typeof id, made(() => {}, 1e9) > id]; });
setTimeout(function (...given) { told.called = [this === window, given, arguments.length, wrong(() => { throw new Error('here'); })];
  document.body.textContent = JSON.stringify(told); }, 20, 'a', 2);
"""
PAGE = f"<!doctype html><title>Asking</title><body><script>{LOOKS}</script>"

pytestmark = pytest.mark.browser


def test_a_page_finds_the_browser_as_it_is() -> None:
    async def work(url: str) -> tuple[dict[str, Any], dict[str, Any]]:
        async with pool_of(1) as pool:
            noted = json.loads((await pool.visit(url)).text)
            async with pool.fresh() as tab:
                await tab.load(url, lambda: False, lambda _: "")
                await asyncio.sleep(0.5)
                as_it_is = json.loads(await tab.evaluate("document.body.textContent"))
        return noted, as_it_is

    with Site({"/": Answer(PAGE)}) as site:
        noted, as_it_is = asyncio.run(work(site.url("/")))

    assert noted.keys() == as_it_is.keys()
    assert {name: noted[name] for name in noted if noted[name] != as_it_is[name]} == {}


def test_code_that_a_timer_may_not_run_is_told_without_a_line_of_ours() -> None:
    """Who gave a timer text is not told where timers are noted."""
    policy = {"Content-Security-Policy": "script-src 'self'"}
    answers = {
        "/": Answer(
            "<!doctype html><title>Timer</title><script src='/a.js'></script>", headers=policy
        ),
        "/a.js": Answer("setTimeout('0', 5)", type="text/javascript"),
    }

    console = visit(Site(answers), "/")["/"].evidence.console
    assert not isinstance(console, Missing)
    (said,) = console
    assert said.source == "security"
    assert (said.url, said.line) == ("", None)
