"""Answer the questions that monitoring in the United Kingdom asks of a statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from civiscope.detectors.statement.date_mentions import DateMention
from civiscope.detectors.statement.folding import folded, table
from civiscope.detectors.statement.jurisdiction import Jurisdiction, jurisdictions
from civiscope.detectors.statement.parts import (
    criteria_named,
    deadlines,
    gives_feedback,
    has_issues_section,
    links_body,
    names_method,
    plain_text,
    wcag_versions,
)
from civiscope.detectors.statement.roles import latest
from civiscope.detectors.statement.status import StatusReading
from civiscope.model.statement import StatementText

QuestionResult = Literal["pass", "fail", "person"]
_YEAR = 366
_THREE = {"full", "partial", "non"}


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question, and what can be said to it without a person."""

    number: int
    group: str
    question: str
    result: QuestionResult
    why: str = ""


@dataclass(frozen=True, slots=True)
class Questioned:
    """A statement that the questions are asked of."""

    text: StatementText
    status: StatusReading
    mentions: tuple[DateMention, ...]
    jurisdiction: Jurisdiction
    today: date | None = None
    linked: bool | None = None
    """Whether the home page or every page leads there; None when that was not seen."""
    failures: tuple[str, ...] | None = None
    """Criteria that were proved to fail; None when nothing was tested."""

    @property
    def dates(self) -> Mapping[Any, str]:
        """One day for each thing that was done."""
        return latest(self.mentions)


def monitoring_questions(asked: Questioned) -> list[QuestionRow]:
    """Return the 42 questions with pass, fail, or that a person has to decide."""
    rows: list[QuestionRow] = []
    for number, each in enumerate(_questions(), 1):
        result, why = _answer(each, asked)
        rows.append(QuestionRow(number, each["group"], each["text"], result, why))
    return rows


@lru_cache(maxsize=1)
def _questions() -> list[dict[str, str]]:
    return list(table("questions.toml")["question"])


def _answer(question: Mapping[str, str], asked: Questioned) -> tuple[QuestionResult, str]:
    if "heading" in question:
        pattern = re.compile(question["heading"])
        headings = [folded(b.text) for b in asked.text.blocks if b.kind == "heading"]
        if any(pattern.fullmatch(heading) for heading in headings):
            return "pass", ""
        if question.get("optional"):
            return "person", ""
        # A heading in other words is small matter; in plain text nobody can be sure of headings.
        return ("fail", "No heading has these words.") if headings else ("person", "")
    decide = _DECISIONS.get(question.get("decide", ""))
    if decide is None:
        return "person", ""
    said = decide(asked)
    return ("person", "") if said is None else ("pass" if said else "fail", "")


def _says(pattern: str) -> Callable[[Questioned], bool | None]:
    compiled = re.compile(pattern)
    return lambda asked: bool(compiled.search(plain_text(asked.text)))


def _body_named(asked: Questioned, british: str) -> bool:
    name = r"equality commission for northern ireland|\becni\b"
    wanted = name if asked.jurisdiction.code == "NI" else british
    return bool(re.search(wanted, plain_text(asked.text)))


def _recent(asked: Questioned) -> bool | None:
    days = [asked.dates[role] for role in ("reviewed", "prepared") if role in asked.dates]
    if asked.today is None or not days:
        return False if asked.today is not None else None
    newest = max(days)
    day = date.fromisoformat(newest if len(newest) == 10 else f"{newest}-28")
    return (asked.today - day).days <= _YEAR


def _standard(asked: Questioned) -> bool | None:
    versions = wcag_versions(asked.text)
    if not versions:
        return None
    return versions[-1] >= asked.jurisdiction.standard


def _fits(asked: Questioned) -> bool | None:
    # What a test did not find proves nothing: only a contradiction is sure.
    return False if asked.failures and asked.status.status == "full" else None


def _listed(asked: Questioned) -> bool | None:
    named = criteria_named(asked.text)
    if not asked.failures or not named:
        return None
    return set(asked.failures) <= set(named)


def _days(asked: Questioned) -> bool | None:
    named = deadlines(asked.text)
    if not named or asked.today is None:
        return None
    today = asked.today.isoformat()
    return all(day >= today[: len(day)] for day, _ in named)


def _has_status(asked: Questioned) -> bool:
    return asked.status.status in _THREE and not asked.status.rival


_DECISIONS: Mapping[str, Callable[[Questioned], bool | None]] = {
    "page": lambda asked: True,
    "statement": lambda asked: (
        asked.status.status != "none"
        or bool(jurisdictions()["GB"].law.search(plain_text(asked.text)))
    ),
    "commitment": _says(r"committed to making|is committed to|commitment"),
    "law": _says(r"\(no\.? ?2\)|no\.? 2 accessibility regulations"),
    "scope": _says(r"applies to|this statement covers|this website is run by|statement is for"),
    "linked": lambda asked: asked.linked,
    "status": _has_status,
    "standard": _standard,
    "fits": _fits,
    "issues": lambda asked: has_issues_section(asked.text) or None,
    "criteria": lambda asked: bool(criteria_named(asked.text)) or None,
    "listed": _listed,
    "repairs": lambda asked: bool(deadlines(asked.text)) or None,
    "days": _days,
    "prepared": lambda asked: "prepared" in asked.dates,
    "reviewed": lambda asked: "reviewed" in asked.dates,
    "recent": _recent,
    "method": lambda asked: names_method(asked.text),
    "tested": lambda asked: "tested" in asked.dates,
    "feedback": lambda asked: gives_feedback(asked.text),
    "time": _says(
        r"within \w+ (?:working |business )?(?:days?|weeks?)|\d+ (?:working |business )?days"
    ),
    "enforcer": lambda asked: _body_named(asked, r"equality and human rights commission|\behrc\b"),
    "adviser": lambda asked: _body_named(
        asked, r"equality advisory (?:and|&) support service|\beass\b"
    ),
    "body-link": lambda asked: links_body(asked.text, asked.jurisdiction),
}
