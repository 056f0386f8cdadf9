"""Find error messages that do not tell which field is wrong. Why: error_text.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from civiscope.answers import place_of
from civiscope.model import Outcome, Page, failed, passed
from civiscope_rules.accessibility.words import content_words, same_word

_FEWEST = 3
"""Words of a message; fewer are an icon's or a heading's."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to error messages that can be seen on a page with form fields."""
    for answer in page.answer("accessibility/error-text"):
        place, text = place_of(answer), str(answer["text"])
        labels = Counter(" ".join(str(label).split()).casefold() for label in answer["labels"])
        said = content_words(text)
        named = [label for label in labels if label and _names(said, label)]
        if answer["tied"] or labels.total() < 2 or (not named and len(said) < _FEWEST):
            yield passed(place)
        elif not named:
            yield failed(place, "which", text=text[:120])
        elif all(labels[label] > 1 for label in named):
            yield failed(place, "several", text=text[:120], label=named[0][:80])
        else:
            yield passed(place)


def _names(said: tuple[str, ...], label: str) -> bool:
    words = content_words(label)
    return bool(words) and any(same_word(word, other) for word in words for other in said)
