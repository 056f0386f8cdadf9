"""Choose the rules to apply: those that frameworks ask for, with options as configured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from civiscope.errors import UsageError
from civiscope.model import Severity
from civiscope.model.page_script import PageScript
from civiscope.model.rule_change import Change, RuleChange
from civiscope.rulebook.load import Rulebook, configure_rule
from civiscope.rulebook.page import Rule, rule_names
from civiscope.rulebook.standards import Framework, Standard, StandardEntry
from civiscope.suggestions import nearest, unknown

_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)


class RuleConfig(BaseModel):
    """A [rules."area/name"] table."""

    model_config = _STRICT

    off: str | None = Field(default=None, min_length=10)
    """Why the rule is turned off, and until when."""
    severity: Severity | None = None
    """Instead of the page's own."""
    options: dict[str, Any] = Field(default_factory=dict[str, Any])
    """Values for the rule's options; `civiscope rules show` lists them."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force and where they come from."""

    books: tuple[Rulebook, ...]
    rules: tuple[Rule, ...]
    changes: tuple[RuleChange, ...] = ()
    """Rules that are not applied, or not as their pages say."""

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """Every framework that can be named."""
        return tuple(framework for book in self.books for framework in book.frameworks)

    @property
    def standards(self) -> dict[str, Standard]:
        """Every standard that rules cite, by name."""
        return {name: s for book in self.books for name, s in book.standards.items()}


def page_scripts(rules: Iterable[Rule]) -> tuple[PageScript, ...]:
    """Return the in-page scripts of *rules*, to be run on each page."""
    return tuple(
        PageScript(rule.id, rule.script, dict(rule.options))
        for rule in rules
        if rule.script is not None
    )


def choose_rules(
    rules: Sequence[Rule],
    config: Mapping[str, RuleConfig],
    *,
    frameworks: Sequence[Framework] = (),
    only: Sequence[str] = (),
    standards: Mapping[str, Standard] | None = None,
) -> tuple[Rule, ...]:
    """Return the rules to apply, with options and severities as configured.

    *frameworks* keep the rules that cite them; *only* keeps the rules named. Retired rules are left
    out. Raises UsageError for an unknown rule id or option.
    """
    chosen, _ = choose_and_tell(
        rules, config, frameworks=frameworks, only=only, standards=standards
    )
    return chosen


def choose_and_tell(
    rules: Sequence[Rule],
    config: Mapping[str, RuleConfig],
    *,
    frameworks: Sequence[Framework] = (),
    only: Sequence[str] = (),
    standards: Mapping[str, Standard] | None = None,
) -> tuple[tuple[Rule, ...], tuple[RuleChange, ...]]:
    """Return what `choose_rules` does, and what that changes of which rules."""
    names = {name: rule.id for name, rule in rule_names(rules).items()}
    wanted = {_find_known(word, names) for word in only}
    settings = {_find_known(word, names): setting for word, setting in config.items()}
    chosen: list[Rule] = []
    changes: list[RuleChange] = []
    for rule in rules:
        if rule.facts.deprecated:
            continue
        setting = settings.get(rule.id, RuleConfig())
        if setting.off:
            changes.append(_record_change(rule, "off", "configuration", reason=setting.off))
        elif wanted and rule.id not in wanted:
            changes.append(_record_change(rule, "not-chosen", "--rule"))
        elif frameworks and not any(belongs(rule, one, standards or {}) for one in frameworks):
            changes.append(_record_change(rule, "not-chosen", "--framework"))
        else:
            for option, value in setting.options.items():
                _check_option(rule, option, value)
            chosen.append(configure_rule(rule, setting.options, setting.severity))
            changes += _other_values(rule, setting)
    return tuple(chosen), tuple(changes)


def _record_change(
    rule: Rule,
    change: Change,
    by: str,
    *,
    reason: str = "",
    **values: Any,  # noqa: ANN401 - of RuleChange
) -> RuleChange:
    return RuleChange(
        rule.id,
        rule.facts.title,
        change=change,
        by=by,
        reason=reason,
        severity=rule.severity,
        standards={name: tuple(keys) for name, keys in rule.facts.standards.items()},
        **values,
    )


def _other_values(rule: Rule, setting: RuleConfig) -> Iterator[RuleChange]:
    """Yield what a rule that is applied has in other values than its page's."""
    if setting.severity is not None and setting.severity != rule.severity:
        yield _record_change(rule, "severity", "configuration", severity_now=setting.severity)
    options = {
        name: (rule.options[name], value)
        for name, value in setting.options.items()
        if rule.options[name] != value
    }
    if options:
        yield _record_change(rule, "options", "configuration", options=options)


def _check_option(rule: Rule, option: str, value: object) -> None:
    if option not in rule.facts.options:
        raise UsageError(
            f"The rule {rule.id} has no option {option!r}"
            f"{nearest(option, rule.facts.options) or '.'} `civiscope rules show {rule.id}` lists "
            "them."
        )
    default: object = rule.facts.options[option]
    fits = isinstance(value, type(default)) and isinstance(value, bool) == isinstance(default, bool)
    whole_for_broken = type(value) is int and type(default) is float
    if default is not None and not fits and not whole_for_broken:
        raise UsageError(
            f"The option {option} of the rule {rule.id} is of another kind than {value!r}; its "
            f"default is {default!r}."
        )
    if isinstance(value, int | float) and isinstance(default, int | float) and not value >= 0:
        raise UsageError(
            f"The option {option} of the rule {rule.id} cannot be {value!r}, which is below zero; "
            f"its default is {default!r}."
        )
    if isinstance(value, int | float) and isinstance(default, int | float) and value < 0 <= default:
        raise UsageError(
            f"The option {option} of the rule {rule.id} is a limit, and cannot be {value!r}."
        )


def _find_known(word: str, names: Mapping[str, str]) -> str:
    if word not in names:
        raise unknown("rule", word, names, "civiscope rules list")
    return names[word]


def belongs(rule: Rule, framework: Framework, standards: Mapping[str, Standard]) -> bool:
    """Say whether *rule* cites something that *framework* asks for."""
    for name, selection in framework.standards.items():
        entries = standards[name].entries if name in standards else {}
        for key in rule.facts.standards.get(name, ()):
            entry = entries.get(key)
            # What the standard does not list is asked for only where nothing is picked by level.
            if entry is None and (selection.levels is not None or selection.until is not None):
                continue
            if selection.takes(key, entry or StandardEntry()):
                return True
    return False
