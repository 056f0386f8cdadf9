"""Mistakes of a report of conformance, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from civiscope_reports.conformance.catalogues import Catalogue
from civiscope_reports.conformance.values import Claim, ConformanceReport

Weight = Literal["error", "ask", "note"]
"""A mistake; something to ask the vendor; something to know."""
MAX_QUOTE = 160


@dataclass(frozen=True, slots=True)
class AcrMistake:
    """One thing that is wrong with a report, or to be asked about."""

    rule: str
    """As `acr/date`."""
    weight: Weight
    message: str
    number: str = ""
    component: str = ""
    page: int = 0
    quote: str = ""
    """What stands in the report."""

    @property
    def place(self) -> str:
        """Where in the report it is, in words; empty for the report as a whole."""
        parts = [self.number]
        if self.component and self.component != "none":
            parts.append(f"({self.component})")
        if self.page:
            parts.append(f"page {self.page}")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What rules are given besides the report."""

    report: ConformanceReport
    catalogue: Catalogue
    """The one asked for, else the report's own, else the one that fits."""
    today: date
    asked_catalogue: str = ""
    asked_wcag: str = ""
    """Version of WCAG that the buyer's law asks for; empty when nobody said."""


def about(claim: Claim, rule: str, weight: Weight, message: str, quote: str = "") -> AcrMistake:
    """Return a mistake in *claim*."""
    shown = " ".join((quote or claim.remarks).split())[:MAX_QUOTE]
    return AcrMistake(rule, weight, message, claim.number, claim.component, claim.page, shown)
