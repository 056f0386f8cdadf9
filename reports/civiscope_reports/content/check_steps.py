"""How a person decides what a program cannot: where to go, with what, and what follows."""

from __future__ import annotations

from civiscope.results import RuleFacts
from civiscope_reports.text.language import Language

WAYS = {
    "no-vision": (
        "Listen to it with a screen reader, or look it up in the browser's accessibility tree."
    ),
    "limited-manipulation": (
        "Use the keyboard alone: Tab, Shift+Tab, Enter, Space, Escape and the arrow keys."
    ),
    "limited-reach": (
        "Use the keyboard alone: Tab, Shift+Tab, Enter, Space, Escape and the arrow keys."
    ),
    "no-hearing": "Play it with the sound off.",
    "limited-hearing": "Play it with the sound off.",
    "no-colour": "Look at it with the colours taken away, as in greyscale.",
    "limited-vision": "Look at it enlarged to 200 %, and in a narrow window.",
    "photosensitive": "Watch a recording of it at half speed; do not look at it for long.",
    "limited-cognition": "Read it as somebody would who comes here for the first time.",
    "privacy": "Open the browser's tools for developers at Network and Storage, and load the page.",
}
"""What decides a question for each group of people, in the order in which it is asked."""
OTHERWISE = "Open the page and the place named here, and look."


def check_steps(rule: RuleFacts, words: Language) -> tuple[str, ...]:
    """Return the steps by which a person decides what *rule* leaves open, after going there."""
    ways = [way for group, way in WAYS.items() if group in rule.affects]
    return (
        *(words.text(way) for way in list(dict.fromkeys(ways or [OTHERWISE]))[:2]),
        words.text("Is it as the rule asks? Then waive it for a time, and say why."),
        words.text("If not, it is a problem: fix it as told below."),
    )
