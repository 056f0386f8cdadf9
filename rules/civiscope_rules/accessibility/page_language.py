"""Find pages whose text is not in the language that they claim. Why: page_language.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import other_language

_MIN_WORDS = 3
"""Different words below which nobody could say what language a page is in."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages with a lang attribute and some text."""
    for result in page.script_results("accessibility/page-language"):
        place, claimed, text = place_of(result), str(result["lang"]), str(result["text"])
        if not any(letter.isalpha() for letter in text):
            continue
        guess = other_language(text, claimed)
        if guess is None and len(set(text.split())) < _MIN_WORDS:
            yield cannot_tell(place, "short", claimed=claimed)
        elif guess is None:
            yield passed(place)
        else:
            yield failed(place, "other", claimed=claimed, found=guess.language)
