"""Tell buttons that keep what boxes say, boxes nobody can do without, and radio buttons for no."""

from __future__ import annotations

from typing import Literal

from civiscope.detectors.consent_buttons import classify_consent_button
from civiscope.detectors.consent_words import readings, split_words

_SAVES = frozenset({"save", "use", "confirm"})
_NOT_SAVED = frozenset({"all", "need", "about", "show", "details"})
_SELECTED = frozenset({"accept", "choice"})


def saves_choices(text: str) -> bool:
    """Say whether a button with this text keeps what the boxes beside it say."""
    words = split_words(text)
    for roles in map(set, readings(words) if 0 < len(words) <= 8 else ()):
        # "Allow selection" agrees to what is ticked, which may be nothing.
        if (roles & _SAVES or roles >= _SELECTED) and not roles & _NOT_SAVED:
            return True
    return False


def is_needed(text: str) -> bool:
    """Say whether a label names what a site cannot do without ("strictly necessary cookies")."""
    words = split_words(text)[:12]
    return any("need" in roles for word in words for roles in readings([word]))


def option_says(text: str) -> Literal["", "accept", "reject"]:
    """Return what a radio button with this text answers; empty when it is not known."""
    label = classify_consent_button(text)
    if label in {"accept", "reject"}:
        return label
    for roles in map(set, readings(split_words(text)[:8])):
        on, off = roles & {"on", "yes"}, roles & {"off", "no", "none", "not"}
        if bool(on) != bool(off):
            return "accept" if on else "reject"
    return ""
