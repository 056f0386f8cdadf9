"""How hard the main text of a page is to read, as counts and the figure made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReadingState = Literal["measured", "too-short", "no-formula", "no-language"]


@dataclass(frozen=True, slots=True)
class ReadingLevel:
    """The running text of a page: without lists, tables, headings, menus and quotations."""

    state: ReadingState
    """`too-short`: fewer than 200 words or ten sentences; `no-formula`: in a language that none of
    ours is made for; `no-language`: the page does not say which."""
    language: str
    """Primary subtag in lower case; empty when the page does not say one."""
    words: int
    sentences: int
    syllables: int = 0
    """0 where the formula counts none."""
    long_words: int = 0
    """Words of seven letters or more."""
    formula: str = ""
    """Name of the formula; empty when none was used."""
    value: float = 0.0
    """What the formula gives, rounded to one decimal."""
    band: Literal["", "easy", "medium", "hard"] = ""
    """How the formula's own scale reads the value; empty where no band is published."""
