"""What rules say, in the reader's language where their rulebook has it, else in English."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from civiscope.results import Finding, Issue, Results, RuleFacts, RuleTranslation
from civiscope_reports.text.language import Language

_MAX_MESSAGE = 1000
_NOTHING = RuleTranslation()
_OWN_WORDS = frozenset(
    {"purpose", "what", "does", "how", "where", "kind", "lasts", "length", "outcome", "otherwise"}
    | {"guess", "fields", "secret"}
)
"""Values that are phrases of the rule, by their names in messages. All others may be words of the
page, which nobody translates."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and whether it is in the language of the report."""

    text: str
    translated: bool


class RuleTexts:
    """What the rules of *results* say to a reader of *words*."""

    def __init__(self, results: Results, words: Language) -> None:
        self._results = results
        self._words = words
        self._rules = {rule.id: rule for rule in results.rules}

    def issue_title(self, issue: Issue) -> Said:
        """Return what is wrong."""
        return self.problem(issue.rule, issue.title)

    def problem(self, rule_id: str, english: str) -> Said:
        """Return what is wrong where the rule called *rule_id* fails."""
        rule = self._rules.get(rule_id)
        return self._said("" if rule is None else rule.fails_in.get(self._words.code, ""), english)

    def title(self, rule: RuleFacts) -> Said:
        """Return what is right when *rule* passes."""
        return self._said(self._of(rule).title, rule.title)

    def why(self, rule: RuleFacts) -> Said:
        """Return why *rule* matters, in Markdown."""
        return self._said(self._of(rule).why, rule.why)

    def fix(self, rule: RuleFacts) -> Said:
        """Return how to fix what *rule* finds, in Markdown."""
        return self._said(self._of(rule).fix, rule.fix)

    def message(self, one: Issue | Finding) -> Said:
        """Return what is wrong at a place; of an issue, at its first."""
        if isinstance(one, Finding):
            return self._said(self._translated(one), one.message)
        first = self._first_with.get((one.id, one.rule, one.message))
        return self._said("" if first is None else self._translated(first), one.message)

    @cached_property
    def _first_with(self) -> Mapping[tuple[str, str, str], Finding]:
        if self._words.code == "en":
            return {}
        return {(found.issue, found.rule, found.message): found for found in self._results.findings}

    def _said(self, translated: str, english: str) -> Said:
        if self._words.code == "en" or not translated:
            return Said(english, self._words.code == "en")
        return Said(translated, True)

    def _of(self, rule: RuleFacts) -> RuleTranslation:
        return rule.translations.get(self._words.code, _NOTHING)

    def _translated(self, found: Finding) -> str:
        """Return the message of *found* in another language; empty where it has none."""
        rule = self._rules.get(found.rule)
        if rule is None or self._words.code == "en":
            return ""
        values = {name: self._value(name, value) for name, value in found.values.items()}
        if found.message_id not in rule.messages:
            return self._engine_message(rule, values)
        template = self._of(rule).messages.get(found.message_id, "")
        return filled_in(template, values)[:_MAX_MESSAGE]

    def _engine_message(self, rule: RuleFacts, values: Mapping[str, str]) -> str:
        words = self._words
        problem = rule.fails_in.get(words.code, "")
        if not problem:
            return ""
        if {"text", "behind", "ratio", "need"} <= values.keys():
            return words.text(
                "{problem}: {text} on {behind} has a contrast of {ratio} to 1 where {need} to 1 is "
                "needed.",
                problem=problem,
                text=values["text"],
                behind=values["behind"],
                ratio=values["ratio"].replace(".", ","),
                need=values["need"].replace(".", ","),
            )
        if "detail" in values:
            return words.text("{problem}: {detail}.", problem=problem, detail=values["detail"])
        return f"{problem}."

    def _value(self, name: str, value: str | float) -> str:
        # The languages there are besides English have a comma where it has a point.
        if isinstance(value, float):
            return str(value).replace(".", ",")
        return self._words.value(str(value)) if name in _OWN_WORDS else str(value)


def filled_in(template: str, values: Mapping[str, str]) -> str:
    """Return *template* with *values* for the names in braces; empty where one is missing.

    Names alone are filled in: results may come from anywhere, and no template reaches further.
    """
    parts: list[str] = []
    try:
        for text, name, _, _ in string.Formatter().parse(template):
            parts.append(text)
            if name is not None:
                parts.append(values[name])
    except (ValueError, KeyError):
        return ""
    return "".join(parts)
