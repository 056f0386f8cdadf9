"""A rule as its page says it: facts, reasons, remedy and examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from civiscope.model import Confidence, Severity
from civiscope.rulebook.signature import Check, Scope, Signature, read_signature

AFFECTED = (
    "everyone",
    "no-vision",
    "limited-vision",
    "no-colour",
    "no-hearing",
    "limited-hearing",
    "no-vocal",
    "limited-manipulation",
    "limited-reach",
    "photosensitive",
    "limited-cognition",
    "privacy",
)
"""Groups of people, named after the functional performance statements of EN 301 549 4.2."""

_FENCE = re.compile(r"^```(\w+) ?(.*)\n([\s\S]*?)^```$", re.M)
_EXAMPLES = re.compile(r"^## Examples$", re.M)
_ALARMS = re.compile(r"^Known false alarms:\s(.*?)(?:\n\n|\Z)", re.M | re.S)
_FIX = re.compile(r"^## How to fix$", re.M)


def rule_names(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Return every name that a rule may be called by: its id, its aliases, and its short name
    (`color-contrast`) where no other rule has that."""
    rules = tuple(rules)
    names = {name: rule for rule in rules for name in (*rule.facts.aliases, rule.id)}
    short = Counter(rule.id.partition("/")[2] for rule in rules)
    for rule in rules:
        name = rule.id.partition("/")[2]
        if short[name] == 1:
            names.setdefault(name, rule)
    return names


SameThing = Literal["element", "spot", "around", "picture", "page", "host", "address"]
"""What two rules speak of when they say the same."""


class Facts(BaseModel):
    """The front matter of a rule page."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: str
    """What is right when the rule passes."""
    severity: Severity
    since: str
    standards: dict[str, list[str]]
    kind: Literal["requirement", "best-practice"] = "requirement"
    confidence: Confidence = "certain"
    affects: list[str] = Field(default_factory=list[str])
    axe: str | None = None
    probes: list[str] = Field(default_factory=list[str])
    """Probes whose evidence the check reads."""
    options: dict[str, Any] = Field(default_factory=dict[str, Any])
    messages: dict[str, str] = Field(default_factory=dict[str, str])
    fails: str = ""
    """What is wrong when the rule fails: the title of what it finds."""
    aliases: list[str] = Field(default_factory=list[str])
    deprecated: bool = False
    screenshot: bool = False
    error_pages: bool = False
    """Whether the rule also looks at linked pages that the server answers with an error."""
    group: Literal["component", "background", "site", "remedy", "rule", "page", "host"] = (
        "component"
    )
    """What makes findings one issue: the same component, the same colour behind the text of several
    components, the site (one remedy for all of one message; baselines still know the components),
    the remedy (one for whatever the rule says has failed), the rule alone, the pages that they
    stand on together, or the host that is at the other end."""
    same_as: dict[str, SameThing] = Field(default_factory=dict[str, SameThing])
    """Rules that say the same of one thing, each with the thing (a picture may stand in the element
    that a finding is about; a spot is the element of one tag in one place, for rules that name
    elements otherwise; what is around is the element that this one lies in). Where one of them
    finds something, what this rule finds there is told as a part of it."""
    looks: bool = False
    """Whether it judges how the page looks. Where a style sheet did not load, it cannot tell."""
    reviews: bool = True
    """Whether a person is asked where the rule cannot tell. Without, it is a part not tested."""


@dataclass(frozen=True)
class Fence:
    """A fenced block of an example: a piece of evidence."""

    language: str
    info: str
    text: str


@dataclass(frozen=True)
class Example:
    """A small piece of evidence on a rule page, and the verdict it must get."""

    rule: str
    expected: str
    """`passed`, `failed: message`, `cannot tell`, `inapplicable`, …"""
    fences: tuple[Fence, ...]
    number: int

    def __str__(self) -> str:
        """Return the id a test report shows."""
        return f"{self.rule}:{self.number}:{self.expected}"


@dataclass(frozen=True)
class Translation:
    """What a rule's page says, in another language; what is empty is not translated."""

    title: str = ""
    fails: str = ""
    messages: Mapping[str, str] = field(default_factory=dict[str, str])
    why: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule: its page, and how it is checked."""

    id: str
    facts: Facts
    text: str
    check: Check | None = None
    script: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The options in force: the page's defaults, or what the configuration says."""
    severity: Severity = "moderate"
    """The severity in force."""
    source: str = ""
    translations: Mapping[str, Translation] = field(default_factory=dict[str, Translation])
    """What the page says in other languages, by their codes."""
    known_signature: Signature | None = None
    """What the check takes, where that is known before its module is loaded."""

    @property
    def fails_in(self) -> dict[str, str]:
        """What is wrong when it fails, by the code of a language."""
        return {code: told.fails for code, told in self.translations.items() if told.fails}

    @property
    def problem(self) -> str:
        """What is wrong when the rule fails; that its title is not met, where no page says more."""
        return self.facts.fails or f"Not met: {self.facts.title}"

    @property
    def area(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

    @cached_property
    def signature(self) -> Signature | None:
        """What the check looks at and asks for; None for a rule without one."""
        if self.check is None or self.known_signature is not None:
            return self.known_signature
        return read_signature(self.check, self.source)

    @property
    def scope(self) -> Scope:
        """What the check looks at, read from the type of its first parameter."""
        return "page" if self.signature is None else self.signature.scope

    @property
    def checked_by(self) -> str:
        """`axe-core`, `script` or `python`."""
        if self.facts.axe:
            return "axe-core"
        return "python" if self.check is not None else "script"

    @cached_property
    def why(self) -> str:
        """Why the rule matters: the page's first part, without its known false alarms."""
        return _ALARMS.sub("", self._begin).strip()

    @cached_property
    def false_alarms(self) -> str:
        """What is known of pages on which the rule is wrong; empty when its page does not say."""
        found = _ALARMS.search(self._begin)
        return "" if found is None else found[1].strip()

    @property
    def _begin(self) -> str:
        return _FIX.split(_EXAMPLES.split(self.text)[0])[0]

    @cached_property
    def fix(self) -> str:
        """How to fix what the rule finds."""
        parts = _FIX.split(_EXAMPLES.split(self.text)[0])
        return parts[1].strip() if len(parts) > 1 else ""

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The examples of the page, in order."""
        parts = _EXAMPLES.split(self.text, maxsplit=1)
        if len(parts) < 2:
            return ()
        sections = re.split(r"^### ", parts[1], flags=re.M)[1:]
        return tuple(self._example(number, section) for number, section in enumerate(sections, 1))

    def _example(self, number: int, section: str) -> Example:
        expected, _, body = section.partition("\n")
        fences = tuple(Fence(*found) for found in _FENCE.findall(body))
        return Example(self.id, expected.strip(), fences, number)
