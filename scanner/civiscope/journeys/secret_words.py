"""Tell by what a field is called whether something secret is typed into it."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"pass(?:word|phrase|code)|secret|\bpin\b|one[- ]time|passwor[dt]|kennwort|mot de passe"
    r"|contrase[nñ]a|wachtwoord|lösenord|salasana|has[łl]o|parool|\botp\b|\btotp\b",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"pass|secret|pin\b|otp|token|kennwort|contraseña|mot de passe", re.IGNORECASE
)


def is_called_secret(label: str) -> bool:
    """Say whether a field with this *label* takes a password, a code or the like."""
    return _LABEL.search(label) is not None


def may_be_secret(told: str) -> bool:
    """Say the same of whatever another tool calls a field by, such as a selector: rather too often.

    There is nobody to ask, and what it typed would stand in the file.
    """
    return _ANYTHING.search(told) is not None
