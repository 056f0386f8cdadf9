"""The jurisdictions whose law on accessibility statements is known, by their codes."""

from __future__ import annotations

from civiscope.errors import UsageError
from civiscope.suggestions import nearest

JURISDICTIONS = (
    *("GB", "NI", "IE", "FR", "DE", "IT", "NL", "ES", "SE", "FI", "DK", "AT", "BE", "PL"),
    *("US", "CA", "AU", "NZ", "SG", "IN", "PT", "NO", "EE", "LU", "CZ", "SK", "HU", "EU"),
)
"""Codes of countries; `NI` is Northern Ireland, `US` federal bodies only, `EU` the directive
alone."""


def check_jurisdiction(code: object) -> None:
    """Refuse a code that is not known. Raises UsageError that lists those that are."""
    if code and str(code).upper() not in JURISDICTIONS:
        near = nearest(str(code), JURISDICTIONS) or "."
        raise UsageError(
            f"--jurisdiction (jurisdiction in the configuration) takes one of "
            f"{', '.join(JURISDICTIONS)}, not {code!r:.40}{near}"
        )
