"""The words by which statements claim something, compiled per language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from civiscope.detectors.statement.folding import common, table

Pattern = re.Pattern[str]
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language; `claims.toml` says what each list is for."""

    lang: str
    comply: Pattern
    noun: Pattern
    meets: Pattern
    opposite: Pattern
    """Words that say the opposite by themselves; `not` in the table."""
    full: Pattern
    part: Pattern
    most: Pattern
    neg: Pattern
    neither: Pattern
    exception: Pattern
    """`except` in the table."""
    site: Pattern
    others: Pattern
    aim: Pattern
    aim_after: Pattern
    unsure: Pattern
    means: Pattern
    past: Pattern
    past_verb: Pattern
    label: Pattern
    standard: Pattern
    tool: Pattern
    ignore: Pattern
    other_claims: Pattern
    split: Pattern
    bare: bool
    except_is_part: bool


_NAMES = {"opposite": "not", "exception": "except"}


@lru_cache(maxsize=1)
def _claims() -> Mapping[str, Any]:
    return table("claims.toml")


def languages() -> frozenset[str]:
    """Return the languages whose claims are known."""
    return frozenset(_claims())


@lru_cache(maxsize=40)
def vocabulary(lang: str) -> Vocabulary:
    """Return the words of *lang*, one of `languages()`."""
    words = _claims()[lang]
    patterns: dict[str, Any] = {
        each.name: _whole_words(words.get(_NAMES.get(each.name, each.name), ()))
        for each in fields(Vocabulary)
        if each.name not in {"lang", "split", "bare", "except_is_part"}
    }
    patterns["standard"] = _whole_words([*words["standard"], common("standards")])
    return Vocabulary(
        lang=lang,
        split=re.compile("|".join(words["split"])),
        bare=words["bare"],
        except_is_part=words.get("except_is_part", False),
        **patterns,
    )


def _whole_words(fragments: Sequence[str]) -> Pattern:
    if not fragments:
        return _NOTHING
    return re.compile(rf"(?<!\w)(?:{'|'.join(fragments)})(?!\w)")
