"""Say in the reader's language which keys were pressed; the names of elements stay as they are."""

from __future__ import annotations

import re

from civiscope_reports.text.language import Language
from civiscope_reports.text.wording import KEYS

_SEVERAL = re.compile(r"Tab, (\d{1,6}) times")
_OF_ELEMENT = "Tab: "
"""What follows was said by the page, whatever it looks like."""


def key_step(step: str, words: Language) -> str:
    """Return one step of the keys that led to a finding, in the language of *words*."""
    several = _SEVERAL.fullmatch(step)
    if several:
        return words.text("Tab, {number} times", number=several[1])
    keys, colon, outcome = step.rpartition(": ")
    if not colon or step.startswith(_OF_ELEMENT):
        return step
    pressed = ", ".join(words.text(KEYS[key]) if key in KEYS else key for key in keys.split(", "))
    if outcome == "the focus stays":
        return words.text("{keys}: the focus stays", keys=pressed)
    if outcome == "leads out":
        return words.text("{keys}: leads out", keys=pressed)
    return step
