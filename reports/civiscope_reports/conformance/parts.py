"""Tell the claims for several products of one file apart, by the headings they stand below."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from civiscope_reports.conformance.values import Claim
from civiscope_reports.conformance.words import plain_words

_MIN_REPEATED = 3
"""Criteria that are claimed more than once; fewer are a slip of the report."""
_MAX_NAME_WORDS = 10
_OF_THE_TEMPLATE = frozenset(
    {
        *("table", "level", "levels", "chapter", "criteria", "criterion", "success", "wcag"),
        *("section", "508", "en", "301", "549", "report", "guideline", "guidelines", "notes"),
        *("terms", "applicable", "standards", "standard", "conformance", "accessibility"),
        *("functional", "requirements", "hardware", "support", "documentation", "clause"),
        *("tabelle", "stufe", "kapitel", "kriterien", "bericht", "tableau", "niveau", "chapitre"),
        *("tabla", "nivel", "tabella", "livello", "tabel", "principle", "perceivable", "operable"),
        *("understandable", "robust", "legal", "disclaimer", "summary", "introduction"),
    }
)
"""Words of the headings that every report has."""


def may_name_product(heading: str) -> bool:
    """Say whether *heading* is none of the template's own, so that it may name a product."""
    words = plain_words(heading).split()
    return 0 < len(words) <= _MAX_NAME_WORDS and _OF_THE_TEMPLATE.isdisjoint(words)


def claims_by_part(claims: Sequence[Claim], parts: Sequence[str]) -> list[Claim]:
    """Return *claims* with the heading in *parts* as product where the same is claimed again.

    They stay as they are when the products are named otherwise, when few criteria come again, or
    when headings do not tell the claims of each criterion apart.
    """
    if len({claim.product for claim in claims}) > 1:
        return list(claims)
    places: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for claim, part in zip(claims, parts, strict=True):
        places[claim.number, claim.chapter, claim.component].append(part)
    again = [found for found in places.values() if len(found) > 1]
    told_apart = all("" not in found and len(set(found)) == len(found) for found in again)
    if len(again) < _MIN_REPEATED or not told_apart:
        return list(claims)
    products = Counter(part for found in again for part in found)
    return [
        replace(claim, product=part) if part in products else claim
        for claim, part in zip(claims, parts, strict=True)
    ]
