"""Find headings that do not tell what stands below them. Why: heading_text.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import (
    content_words,
    is_placeholder,
    is_usual_heading,
    shared_words,
)

_SIBLINGS = 2
"""Headings beside one that show that it is one of a series."""
_MIN_WORDS_BELOW = 5
"""Words below a heading before it is held against them."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to headings that are read out."""
    results = page.script_results("accessibility/heading-text")
    for result in results:
        place, name = place_of(result), str(result["name"])
        if is_placeholder("heading", name) and not _is_subject(result, results):
            yield failed(place, "nothing", name=name[:120])
        elif result["first"] and _is_unlike(name, str(result["below"]), str(result["title"])):
            yield cannot_tell(place, "unlike", name=name[:120])
        else:
            yield passed(place)


def _is_subject(result: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether a heading that looks like a placeholder names what its part is about.

    A part on text is called "Text": what stands below speaks of it, or the headings beside it
    name things of the same kind.
    """
    name = str(result["name"])
    words = set(content_words(name))
    if any(word.isdigit() for word in words):
        return False
    if words and shared_words(words, content_words(str(result["below"]))):
        return True
    others = [str(a["name"]) for a in results if a["name"] != name]
    topics = [other for other in others if not is_placeholder("heading", other)]
    if words and any(shared_words(words, content_words(topic)) for topic in topics):
        # On a page with a part on headings, "Heading" is an example of one.
        return True
    level = result["level"]
    beside = {str(a["name"]) for a in results if a["level"] == level and a["name"] != name}
    short = [other for other in beside if len(other.split()) == len(name.split())]
    named = [other for other in short if not is_placeholder("heading", other)]
    return level > 1 and len(named) >= _SIBLINGS and len(named) * 2 > len(beside)


def _is_unlike(name: str, text: str, title: str) -> bool:
    """Say whether a heading shares no word with what stands below it, or with the page's title."""
    words, below = set(content_words(name)), set(content_words(text))
    if not words or len(below) < _MIN_WORDS_BELOW or is_usual_heading(name):
        return False
    return not shared_words(words, below | set(content_words(title)))
