"""Tell buttons that keep what boxes say, boxes nobody can do without, and radio buttons for no."""

from __future__ import annotations

from typing import Literal

from civiscope.detectors.consent_buttons import classify_consent_button
from civiscope.detectors.consent_words import readings, split_words

_SAVES = frozenset({"save", "use", "confirm"})
_NOT_SAVED = frozenset({"all", "need", "about", "show", "details"})
# What switches are labelled with.
_ON = frozenset(
    [
        "on",
        "an",
        "ein",
        "aan",
        "pa",
        "til",
        "active",
        "actif",
        "activo",
        "ativo",
        "attivo",
        "attivato",
        "aktiv",
        "aktivert",
        "paalla",
        "wlaczone",
        "zapnuto",
        "zapnute",
        "ukljuceno",
        "vklopljeno",
        "be",
        "bekapcsolva",
        "sees",
        "ieslegts",
        "ijungta",
        "aktiviert",
    ]
)
_OFF = frozenset(
    [
        "off",
        "aus",
        "uit",
        "av",
        "af",
        "fra",
        "inactif",
        "inactivo",
        "inativo",
        "disattivo",
        "disattivato",
        "inaktiv",
        "deaktivert",
        "pois",
        "wylaczone",
        "vypnuto",
        "vypnute",
        "iskljuceno",
        "izklopljeno",
        "ki",
        "kikapcsolva",
        "valjas",
        "izslegts",
        "isjungta",
        "deaktiviert",
    ]
)
_REFUSES = frozenset({"no", "not", "none", "off", "reject", "without", "optout"})
_AGREES = frozenset({"yes", "on", "accept", "use", "consent"})
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
    words = split_words(text)
    said = " ".join(words)
    if said in _ON or said in _OFF:
        return "accept" if said in _ON else "reject"
    label = classify_consent_button(text)
    if label == "accept" or label == "reject":
        return label
    # "Do not use cookies that measure visits": its beginning says it.
    for count in range(min(4, len(words)), 0, -1):
        for roles in map(set, readings(words[:count])):
            if roles & _REFUSES:
                return "reject"
            if roles & _AGREES:
                return "accept"
    return ""
