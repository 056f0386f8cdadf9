"""A page that asks everything it can of what is watched, with and without instruments."""

# ruff: noqa: E501 - the lines are a script

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from tests.scanner.crawl.site import Answer, Site

from civiscope.browser.find import find_browser
from civiscope.browser.tab import Watch
from civiscope.collectors.consent.instrument import Instrument
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool

HOST = "office.localhost"
LOOKS = r"""
const wrong = (work) => { try { work(); return 'no error'; } catch (error) {
  const lines = (error.stack || '').split('\n').slice(1).map((line) => line.trim().replace(/\(?https?:.*$/, 'page'));
  return `${error.name}: ${error.message} | ${lines.length} ${lines.slice(0, 4)}`; } };
const looksOf = (made) => typeof made !== 'function' ? typeof made : [made.name, made.length, Function.prototype.toString.call(made), made + '',
  Reflect.ownKeys(made).map(String).sort().join(), Object.getPrototypeOf(made) === Function.prototype, 'prototype' in made,
  wrong(() => made.call({ })), wrong(() => new made()), wrong(() => made.call(null)), wrong(() => Object.create(made).toString()), Object.isFrozen(made)];
const told = {};
for (const kind of Reflect.ownKeys(globalThis).map(String).sort()) {
  if (kind === 'told' || kind === 'wrong' || kind === 'looksOf') continue;
  const own = Object.getOwnPropertyDescriptor(globalThis, kind);
  told[kind] = own && [own.enumerable, own.configurable, own.writable, typeof own.get, typeof own.set];
}
const ASKED = ['Document', 'Storage', 'CookieStore', 'IDBFactory', 'CacheStorage', 'ServiceWorkerContainer', 'CanvasRenderingContext2D', 'OffscreenCanvasRenderingContext2D', 'HTMLCanvasElement',
  'OffscreenCanvas', 'WebGLRenderingContext', 'WebGL2RenderingContext', 'BaseAudioContext', 'AudioBuffer', 'AnalyserNode', 'RTCPeerConnection', 'Navigator', 'WorkerNavigator', 'MediaDevices',
  'SpeechSynthesis', 'NavigatorUAData', 'Permissions', 'FontFaceSet', 'Screen', 'EventTarget', 'MutationObserver', 'Function', 'OfflineAudioContext', 'SharedWorker', 'Accelerometer', 'Error'];
for (const kind of ASKED) {
  const made = globalThis[kind];
  if (!made) continue;
  told[`the ${kind}`] = [Function.prototype.toString.call(made), made.name, made.length, Reflect.ownKeys(made).map(String).join(), made.prototype.constructor === made];
  for (const name of Reflect.ownKeys(made.prototype).map(String)) {
    const own = Object.getOwnPropertyDescriptor(made.prototype, name);
    if (!own || name === 'constructor' || name.startsWith('Symbol')) continue;
    told[`${kind}.${name}`] = [own.enumerable, own.configurable, own.writable, looksOf(own.value), looksOf(own.get), looksOf(own.set)];
  }
}
for (const name of ['localStorage', 'sessionStorage', 'name', 'RTCPeerConnection', 'OfflineAudioContext', 'SharedWorker']) {
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  if (own) told[`own ${name}`] = [looksOf(own.get), looksOf(own.set), own.value && Function.prototype.toString.call(own.value)];
}
told.order = [...Reflect.ownKeys(globalThis.Navigator?.prototype ?? WorkerNavigator.prototype)].map(String).join();
told.trace = wrong(() => { Error.stackTraceLimit = 20; globalThis.EventTarget.prototype.addEventListener.call(0, 'click', 1); });
"""
PAGE = f"""<!doctype html><title>Asking</title><body><script>{LOOKS}
globalThis.answers = {{ page: told }};
const worker = new Worker('/worker.js');
worker.onmessage = (event) => {{ answers.worker = event.data; document.body.dataset.answers = JSON.stringify(answers); }};
</script>"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def answers() -> tuple[dict[str, Any], dict[str, Any]]:
    """What the page answers in a browser as it is, and in one that is watched."""

    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def work(port: int) -> tuple[dict[str, Any], dict[str, Any]]:
        pinned = {HOST: f"127.0.0.1:{port}"}
        settings = BrowserSettings(find_browser(None).path, pinned, ("*",))
        async with open_pool(settings, world=world_script(), allow=allow, tabs=1) as pool:

            async def ask(*watchers: Watch) -> dict[str, Any]:
                async with pool.fresh(*watchers) as tab:
                    await tab.load(f"http://{HOST}/", lambda: False, lambda _: "")
                    told = "new Promise((done) => { const look = () => document.body.dataset.answers ? done(document.body.dataset.answers) : setTimeout(look, 20); look(); })"
                    return dict(json.loads(await tab.evaluate(told)))

            instrument = Instrument(asks_for_privacy=False)
            return await ask(), await ask(instrument.watch)

    served = {
        "/": Answer(PAGE),
        "/worker.js": Answer(f"{LOOKS}; postMessage(told)", type="text/javascript"),
    }
    with Site(served) as site:
        return asyncio.run(work(site.port))


@pytest.mark.parametrize("where", ["page", "worker"])
def test_nothing_looks_different_where_scripts_are_watched(
    answers: tuple[dict[str, Any], dict[str, Any]], where: str
) -> None:
    plain, watched = answers[0][where], answers[1][where]

    different = {
        name: (plain.get(name), watched.get(name))
        for name in {*plain, *watched}
        if plain.get(name) != watched.get(name)
    }
    assert len(plain) > 100
    assert different == {}
