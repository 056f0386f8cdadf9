"""The jurisdictions whose law on accessibility statements is known, by their codes."""

from __future__ import annotations

from typing import Literal, get_args

from civiscope.errors import UsageError
from civiscope.suggestions import nearest

JurisdictionCode = Literal[
    "GB", "NI", "IE", "FR", "DE", "IT", "NL", "ES", "SE", "FI", "DK", "AT", "BE", "PL", "US", "CA",
    "AU", "NZ", "SG", "IN", "PT", "NO", "EE", "LU", "CZ", "SK", "HU", "EU",
]  # fmt: skip
"""Codes of countries; `NI` is Northern Ireland, `US` federal bodies only, `EU` the directive
alone."""

JURISDICTIONS: tuple[JurisdictionCode, ...] = get_args(JurisdictionCode)


def check_jurisdiction(code: str) -> None:
    """Refuse a code that is not known. Raises UsageError that lists those that are."""
    if code and code.upper() not in JURISDICTIONS:
        near = nearest(code, JURISDICTIONS) or "."
        raise UsageError(
            f"--jurisdiction takes one of {', '.join(JURISDICTIONS)}, not {code!r:.40}{near}"
        )
