"""Find passages in another language than the one they inherit. Why: unmarked_language.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import other_language

_MIN_FUNCTION_WORDS = 5
"""Small words of the other language; fewer may be those of a name or a title."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to blocks of running text.

    Where most of the page is in another language, its own lang attribute is wrong; that is told
    once, by page-language.
    """
    answers = page.script_results("accessibility/unmarked-language")
    guesses = [other_language(str(a["text"]), str(a["lang"])) for a in answers]
    foreign = [guess is not None and guess.hits >= _MIN_FUNCTION_WORDS for guess in guesses]
    total = sum(len(str(answer["text"])) for answer in answers)
    strange = sum(
        len(str(a["text"])) for a, is_foreign in zip(answers, foreign, strict=True) if is_foreign
    )
    if strange * 2 > total:
        return
    for answer, guess, is_foreign in zip(answers, guesses, foreign, strict=True):
        if guess is not None and is_foreign:
            text = str(answer["text"])[:120]
            yield failed(place_of(answer), "unmarked", found=guess.language, text=text)
        else:
            yield passed(place_of(answer))
