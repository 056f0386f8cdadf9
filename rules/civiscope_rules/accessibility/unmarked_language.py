"""Find passages in another language than the one they inherit. Why: unmarked_language.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import other_language

_MIN_PHRASE_WORDS = 3
"""Words of a quoted phrase, and words of every day among them, before it is said to be foreign."""
_MIN_FUNCTION_WORDS = 5
"""Small words of the other language; fewer may be those of a name or a title."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to blocks of running text.

    Where most of the page is in another language, its own lang attribute is wrong; that is told
    once, by page-language.
    """
    results = page.script_results("accessibility/unmarked-language")
    guesses = [other_language(str(a["text"]), str(a["lang"])) for a in results]
    foreign = [guess is not None and guess.hits >= _MIN_FUNCTION_WORDS for guess in guesses]
    total = sum(len(str(result["text"])) for result in results)
    strange = sum(
        len(str(a["text"])) for a, is_foreign in zip(results, foreign, strict=True) if is_foreign
    )
    if strange * 2 > total:
        return
    yield from _phrases(results)
    for result, guess, is_foreign in zip(results, guesses, foreign, strict=True):
        if guess is not None and is_foreign:
            text = str(result["text"])[:120]
            yield failed(place_of(result), "unmarked", found=guess.language, text=text)
        else:
            yield passed(place_of(result))


def _phrases(results: Sequence[Mapping[str, Any]]) -> Iterator[Outcome]:
    """Yield what is quoted within a text in another language."""
    for result in results:
        for phrase in map(str, result.get("quoted", ())):
            guess = other_language(phrase, str(result["lang"]))
            if guess is None or guess.words < _MIN_PHRASE_WORDS:
                continue
            place, text = place_of(result), phrase[:120]
            if guess.hits >= _MIN_PHRASE_WORDS:
                yield failed(place, "quoted", found=guess.language, text=text)
            else:
                yield cannot_tell(place, "perhaps", found=guess.language, text=text)
