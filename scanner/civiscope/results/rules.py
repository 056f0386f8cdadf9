"""Results: the rules that ran."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from civiscope.model import Confidence, Severity


@dataclass(frozen=True, slots=True)
class RuleTranslation:
    """What a rule says in another language; what is empty is not translated."""

    title: str = ""
    why: str = ""
    """Markdown, for rules that found something."""
    fix: str = ""
    """Markdown, for rules that found something."""
    messages: dict[str, str] = field(default_factory=dict[str, str])
    """By their names, for rules that found something; what stands in braces is filled in by the
    `values` of a finding."""


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule that ran."""

    id: str
    title: str
    """What is right when the rule passes."""
    area: str
    kind: Literal["requirement", "best-practice"]
    severity: Severity
    confidence: Confidence
    scope: Literal["page", "site", "document", "source"]
    checked_by: str
    """`axe-core`, `script` or `python`."""
    affects: tuple[str, ...]
    standards: dict[str, tuple[str, ...]]
    why: str
    """Markdown: why it matters."""
    fix: str
    """Markdown: how to fix it."""
    messages: dict[str, str]
    options: dict[str, Any]
    fails: str = ""
    """What is wrong when the rule fails; empty when its page, or the results, do not say."""
    fails_in: dict[str, str] = field(default_factory=dict[str, str])
    """The same in other languages, by their codes."""
    translations: dict[str, RuleTranslation] = field(default_factory=dict[str, RuleTranslation])
    """What the rule says in other languages, by their codes."""
