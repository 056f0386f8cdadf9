"""Find headings that do not tell what stands below them. Why: heading_text.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.answers import place_of
from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope_rules.accessibility.words import content_words, is_placeholder, shared_words

_ENOUGH = 5
"""Words below a heading before it is held against them."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to headings that are read out."""
    for answer in page.answer("accessibility/heading-text"):
        place, name = place_of(answer), str(answer["name"])
        if is_placeholder("heading", name):
            yield failed(place, "nothing", name=name[:120])
        elif answer["first"] and _is_unlike(name, str(answer["below"]), str(answer["title"])):
            yield cannot_tell(place, "unlike", name=name[:120])
        else:
            yield passed(place)


def _is_unlike(name: str, text: str, title: str) -> bool:
    """Say whether a heading shares no word with what stands below it, or with the page's title."""
    words, below = set(content_words(name)), set(content_words(text))
    if not words or len(below) < _ENOUGH:
        return False
    return not shared_words(words, below | set(content_words(title)))
