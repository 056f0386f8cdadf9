"""Find headings that do not tell what stands below them. Why: heading_text.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.answers import place_of
from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope_rules.accessibility.words import content_words, is_placeholder, same_word

_ENOUGH = 5
"""Words below a heading before it is held against them."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to headings that are read out."""
    for answer in page.answer("accessibility/heading-text"):
        place, name = place_of(answer), str(answer["name"])
        words = set(content_words(name))
        below = set(content_words(str(answer["below"])))
        title = set(content_words(str(answer["title"])))
        if is_placeholder("heading", name):
            yield failed(place, "nothing", name=name[:120])
        elif (
            answer["first"]
            and words
            and len(below) >= _ENOUGH
            and not _shared(words, below | title)
        ):
            yield cannot_tell(place, "unlike", name=name[:120])
        else:
            yield passed(place)


def _shared(words: set[str], below: set[str]) -> bool:
    return any(same_word(word, other) for word in words for other in below)
