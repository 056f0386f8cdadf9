"""The words by which statements say what a date is the date of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from civiscope.detectors.statement.folding import common, table

DateRole = Literal["prepared", "reviewed", "updated", "tested", "published", "next"]
ROLES: tuple[DateRole, ...] = get_args(DateRole)
_DONE: tuple[DateRole, ...] = ("prepared", "reviewed", "updated", "tested", "published")
"""What has words of its own: "next" is one of these that has not happened yet."""

_ON_SITES: tuple[DateRole, ...] = ("prepared", "published", "updated")
_SMALL_WORDS = rf"(?: (?:{common('prepositions')}|{common('determiners')}|{common('of')})){{0,3}}"


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words of one language that say what a date is the date of."""

    roles: tuple[tuple[DateRole, re.Pattern[str]], ...]
    wide: tuple[tuple[DateRole, re.Pattern[str]], ...]
    """Words that say so only where it is clear what they are said of."""
    weak: re.Pattern[str]
    """Verbs that say "prepared" of a statement, and something else of all others."""
    future: re.Pattern[str]
    edge: re.Pattern[str]
    edge_after: re.Pattern[str]
    statement: re.Pattern[str]
    site: re.Pattern[str]
    either: re.Pattern[str]
    """Words that say "tested" of a site and "reviewed" of a statement."""
    site_event: re.Pattern[str]
    """What was done to the site and says nothing of the statement."""
    own_date: re.Pattern[str]
    """The date of the statement, called so: "date of this statement"."""
    of_statement: re.Pattern[str]
    """What makes a test one of the statement: "check of the statement"."""
    joint: re.Pattern[str]
    """The words among those."""
    separator: re.Pattern[str]
    """Where what is said of another event begins."""


@lru_cache(maxsize=40)
def role_words(lang: str) -> RoleWords:
    """Return the words of *lang*; of a language without its own table, those of all such."""
    known = table("roles.toml")
    listed: dict[str, Any] = known.get(lang, known["other"])
    wide: dict[str, Any] = table("wide_words.toml").get(lang, {})
    parting = table("common.toml")["parting"]
    joint = _compiled(parting.get(lang, parting["other"]))
    statement = "|".join(listed["statement"])
    date_noun = common("date_noun")
    site = "|".join(listed["site"])
    done = "|".join(word for role in _ON_SITES for word in listed[role])
    return RoleWords(
        roles=tuple((role, _compiled(listed[role])) for role in _DONE),
        wide=tuple((role, _compiled(wide.get(role, ()))) for role in _DONE),
        weak=_compiled(listed.get("weak", ())),
        future=_compiled(listed["future"]),
        edge=_compiled(listed["edge"]),
        edge_after=_compiled(listed["edge_after"]),
        statement=_compiled(listed["statement"]),
        site=_compiled(listed["site"]),
        either=_compiled(listed.get("either", ())),
        site_event=_compiled(
            [
                *listed.get("site_event", ()),
                rf"(?:{site})(?: \S+){{0,2}} (?:{done})",
                rf"(?:{done})(?! by){_SMALL_WORDS} (?:{site})",
            ]
        ),
        own_date=_compiled(
            [
                rf"(?:{date_noun}){_SMALL_WORDS} (?:{statement})",
                rf"(?:{statement})[ -](?:{date_noun})",
                rf"(?:{statement})(?= ?[(|,:-] ?\d)",
                rf"(?:{statement})(?: (?:{common('of_accessibility')}))?"
                rf"(?: (?:{common('dates_from')}))? (?:{common('of')})"
                r"(?= (?:\S+ )?\d)",
            ]
        ),
        of_statement=re.compile(rf"{_SMALL_WORDS} (?:{statement})(?!\w)"),
        joint=joint,
        separator=re.compile(rf"[;,|]|{joint.pattern}"),
    )


def _compiled(fragments: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(fragments)})(?!\w)" if fragments else r"(?!)")
