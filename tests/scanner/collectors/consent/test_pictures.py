"""Pictures that scripts draw out of sight: those that are shown after all, and fingerprints."""

# ruff: noqa: E501 - the lines are HTML

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.scanner.collectors.consent.designs import shell, visits

from civiscope.detectors.fingerprinting import fingerprints
from civiscope.model import Missing
from civiscope.model.privacy import PrivacyPass, PrivacyVisit

PAINT = """const paint = (canvas, texts) => {
  canvas.width = 300; canvas.height = 120; const pen = canvas.getContext('2d');
  texts.forEach(([font, colour, text], i) => { pen.font = font; pen.fillStyle = colour; pen.fillText(text, 4, 24 + 24 * i); });
  return canvas; };
const made = () => document.createElement('canvas');
const WORDS = [['16px Arial', '#069', 'January February March'], ['14px Georgia', '#c00', 'Households in the district 2026']];
const shown = (element) => { document.querySelector('main').append(element); return element; };
"""


def page(script: str) -> str:
    """Return a page that runs *script* after the helpers that draw."""
    return shell("", after=f"<script>{PAINT}{script}</script>")


# Whether signs are supported: each drawn alone or joined, on one picture that is wiped or not.
SIGNS = """const pen = paint(made(), []).getContext('2d', { willReadFrequently: true });
const look = (text) => { pen.clearRect(0, 0, 300, 120); pen.fillText(text, 0, 0); return pen.getImageData(0, 0, 300, 120).data.join(); };
for (const [a, b] of [['🏳️‍⚧️', '🏳️​⚧️'], ['🫆', '🫆​'], ['👩‍👩‍👧‍👦', '👩​👩​👧​👦'], ['🇨🇶', '🇨​🇶']]) look(a) === look(b);
"""
NEVER_WIPED = """const pen = paint(made(), []).getContext('2d'); const all = [];
for (const sign of ['🎅🏻', '🥰', '🦩', '🪬', '🫠', '🛝', '🪭', '🫨', '🩷', '🪿', '🫛', '🫚', '🫏']) { pen.fillText(sign, 0, 20); all.push(pen.canvas.toDataURL()); }"""
LETTER_BY_LETTER = """const canvas = made(); for (const sign of 'abcdefghijklmnopqrst') { canvas.width = 40; const pen = canvas.getContext('2d'); pen.fillText(sign, 0, 20); canvas.toDataURL(); }"""
WORKER = """const source = `const canvas = new OffscreenCanvas(300, 120); const pen = canvas.getContext('2d');
PEN
canvas.convertToBlob().then((blob) => postMessage(blob));`;
const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
worker.onmessage = ({ data }) => { TAKE };"""
LETTERS = "pen.font = '16px Arial'; pen.fillText('Sphinx of quartz', 2, 20); pen.font = '18px Georgia'; pen.fillText('judge my vow 42', 2, 60);"

INNOCENT: dict[str, str] = {
    "/signs": page(SIGNS),
    "/never-wiped": page(NEVER_WIPED),
    "/one-by-one": page(LETTER_BY_LETTER),
    "/signs-worker": page(WORKER.replace("PEN", "for (const s of ['🏳️‍⚧️', '🫆', '👩‍👩‍👧‍👦', '🇨🇶']) { pen.clearRect(0, 0, 300, 120); pen.fillText(s, 0, 0); pen.getImageData(0, 0, 300, 120); }").replace("TAKE", "")),
    "/image": page("shown(Object.assign(new Image(), { alt: '' })).src = paint(made(), WORDS).toDataURL();"),
    "/blob-image": page("paint(made(), WORDS).toBlob((blob) => { shown(Object.assign(new Image(), { alt: '', src: URL.createObjectURL(blob) })); });"),
    "/background": page("shown(document.createElement('p')).style.background = `url(${paint(made(), WORDS).toDataURL()})`;"),
    "/sheet": page("const sheet = new CSSStyleSheet(); sheet.replaceSync(`main::before { content: ''; background-image: url(\"${paint(made(), WORDS).toDataURL()}\") }`); document.adoptedStyleSheets = [sheet];"),
    "/download": page("shown(Object.assign(document.createElement('a'), { textContent: 'Save the chart', download: 'chart.png', href: paint(made(), WORDS).toDataURL() }));"),
    "/later": page("const canvas = paint(made(), WORDS); canvas.toDataURL(); setTimeout(() => shown(canvas), 50);"),
    "/closed-root": page("const root = shown(document.createElement('div')).attachShadow({ mode: 'open' }); root.append(Object.assign(new Image(), { alt: '', src: paint(made(), WORDS).toDataURL() }));"),
    "/painted": page("const seen = shown(made()); seen.width = 300; seen.height = 120; const hidden = paint(made(), WORDS); hidden.getContext('2d').getImageData(0, 0, 300, 120); seen.getContext('2d').drawImage(hidden, 0, 0);"),
    "/copied": page("const seen = shown(made()); seen.width = 300; seen.height = 120; seen.getContext('2d').putImageData(paint(made(), WORDS).getContext('2d').getImageData(0, 0, 300, 120), 0, 0);"),
    "/tile": page(WORKER.replace("PEN", LETTERS).replace("TAKE", "shown(Object.assign(new Image(), { alt: '', src: URL.createObjectURL(data) }))")),
}  # fmt: skip
FINGERPRINTS: dict[str, str] = {
    "/two-ways": page("paint(made(), [['11pt no-such-font', '#f60', 'Cwm fjord 😃'], ['18pt Arial', 'rgba(102, 204, 0, 0.2)', 'bank glyphs 😃']]).toDataURL();"),
    "/pangram": page("paint(made(), [['16px Arial', '#000', 'Sphinx of black quartz, judge my vow']]).toDataURL();"),
    "/wiped-after": page("const canvas = paint(made(), WORDS); canvas.toDataURL(); canvas.width = 300;"),
    "/in-worker": page(WORKER.replace("PEN", LETTERS).replace("TAKE", "")),
    "/other-shown": page("paint(made(), WORDS).toDataURL(); shown(Object.assign(new Image(), { alt: '' })).src = paint(made(), [['9px Arial', '#000', 'Map']]).toDataURL();"),
}  # fmt: skip
# A script in a blob that keeps something, asks for something and passes on what is typed.
IN_BLOB = shell(
    '<form method="post"><label>Name <input name="name"></label></form>',
    after="""<script>
const code = `localStorage.setItem('me', 'x'); fetch('/collect?from=blob');
  document.querySelector('[name=name]').addEventListener('blur', (e) => fetch('/collect?n=' + e.target.value));`;
document.body.append(Object.assign(document.createElement('script'), { src: URL.createObjectURL(new Blob([code])) }));
</script>""",
)
WORD = page("paint(made(), [['16px Arial', '#000', 'Ferienpass 26']]).toDataURL();")

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def seen() -> dict[str, PrivacyVisit | Missing]:
    """What visits that choose nothing saw, by path."""
    pages = {**INNOCENT, **FINGERPRINTS, "/word": WORD, "/in-blob": IN_BLOB}
    return visits(dict.fromkeys(pages, ()), pages)


def first(seen: Mapping[str, PrivacyVisit | Missing], path: str) -> PrivacyPass:
    found = seen[path]
    assert isinstance(found, PrivacyVisit), found
    return found.passes[0]


@pytest.mark.parametrize("path", INNOCENT)
def test_signs_that_are_tried_and_pictures_that_are_shown_are_no_fingerprints(
    seen: Mapping[str, PrivacyVisit | Missing], path: str
) -> None:
    calls = first(seen, path).calls

    assert [call for call in calls if call.api == "canvas.read"]
    assert fingerprints(calls) == ()


@pytest.mark.parametrize("path", FINGERPRINTS)
def test_letters_that_nobody_sees_are_a_fingerprint_of_a_script_with_an_address(
    seen: Mapping[str, PrivacyVisit | Missing], path: str
) -> None:
    (found,) = fingerprints(first(seen, path).calls)

    assert (found.method, found.sure) == ("canvas", True)
    assert found.script == f"http://www.example.gov{path}"


def test_a_word_in_one_kind_of_writing_may_have_another_use(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    (found,) = fingerprints(first(seen, "/word").calls)

    assert (found.method, found.sure) == ("canvas", False)


def test_what_a_script_in_a_blob_does_is_laid_to_the_script_that_made_it(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    visit = seen["/in-blob"]
    assert isinstance(visit, PrivacyVisit)
    page_itself = "http://www.example.gov/in-blob"
    asked = [r for r in visit.passes[0].requests if "from=blob" in r.url]

    assert [item.by for item in visit.passes[0].kept] == [(page_itself,)]
    assert [request.initiator.stack for request in asked] == [(page_itself,)]
    assert {sent.script for sent in visit.typed} == {page_itself}
