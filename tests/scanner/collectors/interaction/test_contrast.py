"""Texts over pictures, gradients and layers: what their pixels say, in a real browser."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.interaction.looking import looked
from tests.scanner.crawl.site import page

from civiscope.model.contrast import SampledContrast, SampledText

pytestmark = pytest.mark.browser

LETTERS = len("Applyby31May")
WORDS = "Apply by 31 May"
STYLE = """<style>
  p { font: 18px sans-serif; padding: 8px }
  #light { color: #fff; background: linear-gradient(#eee, #ddd) }
  #dark { color: #fff; background: linear-gradient(#123, #234) }
  #half { color: #fff; width: 20em; background: linear-gradient(90deg, #000 5em, #fff 5em) }
  #layer { color: #767676; position: relative }
  #layer::before { content: ""; position: absolute; inset: 0; background: #ddd; z-index: -1 }
  #faint { opacity: .5; color: #000; background: linear-gradient(#fff, #fefefe) }
  #glass { opacity: .9; color: #000; background: linear-gradient(#fff, #fefefe) }
  #letters { color: transparent; background: linear-gradient(red, blue); background-clip: text }
  #below { margin-top: 3000px; color: #fff; background: linear-gradient(#123, #234) }
</style>"""
IDS = ("light", "dark", "half", "layer", "faint", "glass", "letters", "below")


@pytest.fixture(scope="module")
def texts() -> dict[str, SampledText]:
    """Sample all texts of one page."""
    body = "".join(f'<p id="{name}">{WORDS}</p>' for name in IDS)
    pages = looked({"/": page("Dates", head=STYLE, body=body)}, {"/": ["contrast"]})
    seen = pages["/"].probe("contrast", SampledContrast)
    return {text.selector.removeprefix("#"): text for text in seen.texts}


def test_every_text_that_axe_left_open_is_sampled(texts: dict[str, SampledText]) -> None:
    assert sorted(texts) == sorted(IDS)


@pytest.mark.parametrize(
    ("name", "low_letters"),
    [("light", LETTERS), ("dark", 0), ("layer", LETTERS), ("faint", LETTERS), ("glass", 0)],
)
def test_letters_without_contrast_are_counted(
    texts: dict[str, SampledText], name: str, low_letters: int
) -> None:
    text = texts[name]

    assert (text.reason, text.inked, text.low_letters) == ("", LETTERS, low_letters)


def test_only_the_letters_over_the_light_half_lack_contrast(texts: dict[str, SampledText]) -> None:
    half = texts["half"]

    assert 2 <= half.low_letters < LETTERS
    assert half.low == 1.0


def test_contrast_through_a_translucent_layer_is_that_of_what_is_seen(
    texts: dict[str, SampledText],
) -> None:
    # Half-transparent black on white is the grey of 127.5: 3.95 to 1.
    assert texts["faint"].mean == pytest.approx(3.95, abs=0.1)


def test_a_text_far_down_the_page_is_brought_into_the_window(
    texts: dict[str, SampledText],
) -> None:
    assert texts["below"].inked == LETTERS


def test_letters_painted_by_the_background_are_left_open(texts: dict[str, SampledText]) -> None:
    assert texts["letters"].reason == "unpainted"


FIELDS = """<style>
  * { background: #fff linear-gradient(#fff, #fefefe) }
  input, select, textarea { font: 18px sans-serif }
  .dim { color: #ccc }
</style>
<select id="select" aria-label="Day"><option>Monday morning</option></select>
<select id="dim-select" class="dim" aria-label="Hour"><option>Monday morning</option></select>
<input id="input" aria-label="Street" value="Mill Lane North">
<input id="dim-input" class="dim" aria-label="Town" value="Larkham by the Sea">
<input id="empty" aria-label="Landmark">
<textarea id="textarea" aria-label="Note">Ring at the side door</textarea>
<div><h2 id="heading">Send in a picture</h2><p id="hint">No more than four</p>
<input type="file" disabled aria-label="Picture"></div>"""
LOW_FIELDS = {"dim-select", "dim-input"}


@pytest.fixture(scope="module")
def in_fields() -> dict[str, SampledText]:
    """Sample what fields show, and the words near a field that is switched off."""
    pages = looked({"/": page("Fields", body=FIELDS)}, {"/": ["contrast"]})
    seen = pages["/"].probe("contrast", SampledContrast)
    return {text.selector.removeprefix("#"): text for text in seen.texts}


@pytest.mark.parametrize("name", ["select", "dim-select", "input", "dim-input", "textarea"])
def test_what_a_field_shows_is_measured_by_its_pixels(
    in_fields: dict[str, SampledText], name: str
) -> None:
    text = in_fields[name]

    assert text.reason == ""
    assert (text.low_letters > 0) == (name in LOW_FIELDS)


def test_a_field_that_nothing_stands_in_has_no_words(in_fields: dict[str, SampledText]) -> None:
    assert in_fields["empty"].reason == "wordless"


def test_only_the_words_of_a_control_that_is_off_are_left_out(
    in_fields: dict[str, SampledText],
) -> None:
    assert in_fields["heading"].reason == ""
    assert in_fields["hint"].reason == "beside inactive"
