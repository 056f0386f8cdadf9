"""Find parts whose text is not in the language that they name. Why: part_language.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import other_language

_MIN_PHRASE_WORDS = 3
"""Words of a text before it is held against the language it names."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements below the root that have a lang attribute and text of their own."""
    for result in page.script_results("accessibility/part-language"):
        place, claimed, text = place_of(result), str(result["lang"]), str(result["text"])
        guess = other_language(text, claimed)
        if guess is None:
            yield passed(place)
        elif guess.words < _MIN_PHRASE_WORDS:
            # Two words may be a name.
            yield cannot_tell(place, "phrase", claimed=claimed, found=guess.language, text=text)
        else:
            yield failed(place, "other", claimed=claimed, found=guess.language, text=text[:120])
