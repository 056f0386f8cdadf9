"""Texts under effects and words of style sheets: what the painted pixels say, in a real browser."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.interaction.looking import looked
from tests.scanner.crawl.site import page

from civiscope.model.contrast import SampledContrast, SampledText

pytestmark = pytest.mark.browser

WORDS = "Apply by 31 May"
LETTERS = len("Applyby31May")
EFFECTS = {
    "opacity": "filter: opacity(.25)",
    "brightness": "color: #767676; filter: brightness(1.6)",
    "contrast": "background: #000; color: #fff; filter: contrast(.1)",
    "invert": "filter: invert(1)",
    "grey": "filter: grayscale(1)",
    "difference": "color: #fff; mix-blend-mode: difference",
    "mask": "mask-image: linear-gradient(#0003, #0003)",
    "behind": "color: #333; backdrop-filter: brightness(.2)",
    "within": "",
    "blurred": "filter: blur(2px)",
}
PARTS = {
    "before": ("#before::before", 'content: "Closed on Sundays. "; color: #ccc'),
    "after": ("#after::after", 'content: " Open on Mondays."; color: #595959'),
    "line": ("#line::first-line", "color: #ccc"),
    "item": ("#item::marker", "color: #ccc"),
    "field": ("#field::placeholder", "color: #ccc"),
}


@pytest.fixture(scope="module")
def texts() -> dict[str, SampledText]:
    """Sample all texts of one page."""
    style = [f"#{name} {{ {rules} }}" for name, rules in EFFECTS.items()]
    style += [f"{selector} {{ {rules} }}" for selector, rules in PARTS.values()]
    lines = "".join(
        f'<p id="{name}">{WORDS}</p>'
        for name in (*EFFECTS, "before", "after", "line")
        if name != "within"
    )
    body = (
        f'{lines}<div style="filter: opacity(.3)"><p id="within">{WORDS}</p></div>'
        f'<ol><li id="item">{WORDS}</li></ol>'
        f'<input id="field" aria-label="Town" placeholder="{WORDS}">'
    )
    head = f"<style>body {{ font: 18px sans-serif; background: #fff }} {''.join(style)}</style>"
    pages = looked({"/": page("Dates", head=head, body=body)}, {"/": ["contrast"]})
    seen = pages["/"].probe("contrast", SampledContrast)
    return {text.selector.removeprefix("#"): text for text in seen.texts}


@pytest.mark.parametrize(
    "name", ["opacity", "brightness", "contrast", "invert", "mask", "behind", "within"]
)
def test_text_that_an_effect_makes_pale_lacks_contrast(
    texts: dict[str, SampledText], name: str
) -> None:
    text = texts[name]

    assert (text.reason, text.inked, text.low_letters) == ("", LETTERS, LETTERS)


@pytest.mark.parametrize("name", ["grey", "difference"])
def test_text_that_an_effect_leaves_dark_has_contrast(
    texts: dict[str, SampledText], name: str
) -> None:
    text = texts[name]

    assert (text.reason, text.inked, text.low_letters) == ("", LETTERS, 0)
    assert text.mean > 15


def test_text_of_the_colour_of_its_ground_has_none(texts: dict[str, SampledText]) -> None:
    assert texts["invert"].mean == 1


def test_blurred_text_is_not_measured(texts: dict[str, SampledText]) -> None:
    assert texts["blurred"].reason == "blended"


@pytest.mark.parametrize(
    "name", ["before::before", "line::first-line", "item::marker", "field::placeholder"]
)
def test_pale_words_of_the_style_sheet_lack_contrast(
    texts: dict[str, SampledText], name: str
) -> None:
    text = texts[name]

    assert (text.reason, text.mean) == ("", 1.61)
    assert text.low_letters == text.inked > 0


def test_dark_words_of_the_style_sheet_have_contrast(texts: dict[str, SampledText]) -> None:
    text = texts["after::after"]

    assert (text.reason, text.low_letters) == ("", 0)
    assert 6.9 < text.mean < 7.2
