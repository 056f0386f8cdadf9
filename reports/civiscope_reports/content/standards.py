"""Where the requirements that rules cite are published, and what they are called there."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from civiscope.rulebook import Framework, Standard, StandardEntry, load_standards

WCAG = "WCAG 2.2"
ACT = "ACT"

_ACT_RULES = "https://www.w3.org/WAI/standards-guidelines/act/rules/"
_NOTHING = StandardEntry()


def entry(standard: str, key: str) -> StandardEntry:
    """Return what is known of a requirement; an empty entry when no installed rulebook names it."""
    found = standards().get(standard)
    return found.entries.get(key, _NOTHING) if found else _NOTHING


def criterion_id(number: str) -> str:
    """Return the id W3C gives a success criterion (1.1.1: `non-text-content`), or nothing."""
    if number == "4.1.1":
        return "parsing"  # gone from WCAG 2.2, and still asked for by laws that name 2.0 and 2.1
    return urlsplit(entry(WCAG, number).url).path.rpartition("/")[2]


def act_rule_url(rule: str) -> str:
    """Return the address of a rule of W3C's ACT."""
    return f"{_ACT_RULES}{rule}/"


@cache
def standards() -> dict[str, Standard]:
    """Return every standard of the installed rulebooks by its name."""
    return load_standards()[0]


@cache
def frameworks() -> tuple[Framework, ...]:
    """Return every framework of the installed rulebooks."""
    return load_standards()[1]
