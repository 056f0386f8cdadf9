"""Words of error messages that say that something is wrong and not what."""

from __future__ import annotations

import re

FIELD = r"(?:field|entry|value|input|answer|data)"
"""Words for any field, which name none."""
BAD = r"(?:invalid|incorrect|wrong|bad|not valid|not correct|unacceptable|erroneous)"
POLITE = re.compile(r"(?:(?:error|please|sorry|oops)[\s:,!]*)+", re.IGNORECASE)
"""What an error message may begin with, and what says nothing by itself."""
_EMPTY = re.compile(
    rf"(?:(?:the|this|your|an?) )?(?:{FIELD} )?(?:is |was )?{BAD}(?: {FIELD})?(?: here)?"
    rf"|(?:enter|provide|type|use) an? (?:valid|correct|different|proper) {FIELD}"
    r"|(?:something|this) (?:is|went) wrong|an? error(?: has)? occurred|try again"
    r"|there (?:was|were|is|are) (?:an? |some )?(?:errors?|problems?)"
    r"(?: (?:with|in|on) (?:the|this|your) (?:form|page|submission|input|entry|data))?"
    r"|(?:es ist )?ein fehler(?: ist)?(?: aufgetreten)?|fehler|ungültige (?:eingabe|angabe)n?"
    r"|une erreur (?:est survenue|s'est produite)|erreur"
    r"|(?:saisie|valeur|champ) (?:invalide|incorrecte?)|",
    re.IGNORECASE,
)


def is_empty_error(text: str) -> bool:
    """Say whether *text* only says that something is wrong: "Error", "Invalid value"."""
    plain = " ".join(text.split()).strip(" .!:?*\u26a0\ufe0f\u2716\u00d7")
    return _EMPTY.fullmatch(POLITE.sub("", f"{plain} ", count=1).strip(" .!:")) is not None
