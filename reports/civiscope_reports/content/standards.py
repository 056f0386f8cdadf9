"""Where the requirements that rules cite are published, as the results say."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from civiscope.results import ClauseFacts, Results

WCAG = "WCAG 2.2"
ACT = "ACT"

_ACT_RULES = "https://www.w3.org/WAI/standards-guidelines/act/rules/"
_NOTHING = ClauseFacts()


class Clauses:
    """The clauses that results know, by standard and key."""

    def __init__(self, results: Results) -> None:
        self._standards = {standard.name: standard for standard in results.standards}

    def get(self, standard: str, key: str) -> ClauseFacts:
        """Return what is known of a clause; empty facts when the results do not say."""
        found = self._standards.get(standard)
        return found.clauses.get(key, _NOTHING) if found else _NOTHING

    def url_of(self, standard: str, key: str) -> str:
        """Return where a clause is published, empty when that is not known."""
        return act_rule_url(key) if standard == ACT else self.get(standard, key).url

    def criterion_id(self, number: str) -> str:
        """Return the id W3C gives a success criterion (1.1.1: `non-text-content`), or nothing."""
        if number == "4.1.1":
            return "parsing"  # gone from WCAG 2.2, and asked for by laws that name 2.0 and 2.1
        return urlsplit(self.get(WCAG, number).url).path.rpartition("/")[2]


def wcag_first(
    standards: Mapping[str, tuple[str, ...]],
) -> list[tuple[str, tuple[str, ...]]]:
    """Return what an issue cites, the criteria of WCAG first, then by name."""
    return sorted(standards.items(), key=lambda each: (each[0] != WCAG, each[0]))


def act_rule_url(rule: str) -> str:
    """Return the address of a rule of W3C's ACT."""
    return f"{_ACT_RULES}{rule}/"
