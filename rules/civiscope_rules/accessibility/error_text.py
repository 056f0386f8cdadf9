"""Find error messages that do not tell which field is wrong. Why: error_text.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from civiscope.model import Outcome, Page, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import content_words, shared_words

_MIN_WORDS = 3
"""Words of a message; fewer are an icon's or a heading's."""
_WRONG = r"invalid|incorrect|wrong|missing|empty|blank|required|not (?:valid|correct|filled)"
_FIELD = r"(?:field|entry|value|input|answer|data)"
_BLAMES = re.compile(
    # "This field is required", "Invalid value", "Please fill the field correctly"
    rf"(?:the|this|your|an?) {_FIELD} (?:is|was|has|must|cannot|can't)\b.*"
    rf"|(?:{_WRONG}) {_FIELD}\b.*"
    rf"|(?:fill(?: in| out)?|complete|correct|enter|check|re-?enter) (?:the |this |your |an? )?"
    rf"{_FIELD}s? (?:correctly|properly|again)\b.*",
    re.IGNORECASE,
)
"""Sentences that find fault with one field and do not name it."""
_NAMES = re.compile(
    rf"(?:the |your )?(?P<what>.+?) (?:is|are|was) (?:{_WRONG})\b.*"
    r"|(?:fill(?: in| out)?|enter|provide|complete|correct) (?:the |your )?(?P<asked>.+)",
    re.IGNORECASE,
)
"""Sentences that find fault with a field and name it."""
_POLITE = re.compile(r"(?:(?:error|please|sorry|oops)[\s:,!]*)+", re.IGNORECASE)
_DEPENDS = re.compile(r"\b(?:if|when|whenever|unless|until|once|example|e\.g)\b", re.IGNORECASE)


def check(page: Page) -> Iterator[Outcome]:
    """Apply to error messages that can be seen on a page with form fields."""
    for result in page.script_results("accessibility/error-text"):
        place, text = place_of(result), str(result["text"])
        labels = Counter(" ".join(str(label).split()).casefold() for label in result["labels"])
        if not result["alert"] and not finds_fault(text, labels):
            continue
        said = content_words(text)
        named = [label for label in labels if label and _names(said, label)]
        if result["tied"] or labels.total() < 2 or (not named and len(said) < _MIN_WORDS):
            yield passed(place)
        elif not named:
            yield failed(place, "which", text=text[:120])
        elif all(labels[label] > 1 for label in named):
            yield failed(place, "several", text=text[:120], label=named[0][:80])
        else:
            yield passed(place)


def finds_fault(text: str, labels: Counter[str]) -> bool:
    """Say whether *text* says that a field is wrong: one it does not name, or one of *labels*."""
    for sentence in re.split(r"[.!?]\s+|\n", " ".join(text.split())):
        plain = _POLITE.sub("", sentence, count=1).strip(" .!:")
        if _DEPENDS.search(plain):
            continue
        if _BLAMES.fullmatch(plain):
            return True
        names = _NAMES.fullmatch(plain)
        if names and (names["what"] or names["asked"]).strip().casefold() in labels:
            return True
    return False


def _names(said: tuple[str, ...], label: str) -> bool:
    words = content_words(label)
    return bool(shared_words(words, said))
