"""What results say of a rule."""

from __future__ import annotations

from collections.abc import Iterable

from civiscope.results import Finding, RuleFacts, RuleTranslation
from civiscope.rulebook import Rule
from civiscope.rulebook.page import Translation


def all_facts(rules: Iterable[Rule], findings: Iterable[Finding]) -> tuple[RuleFacts, ...]:
    """Return what results say of *rules*, with all that reports tell of those with *findings*."""
    found = {finding.rule for finding in findings}
    return tuple(facts_of(rule, found=rule.id in found) for rule in rules)


def facts_of(rule: Rule, *, found: bool = True) -> RuleFacts:
    """Return what results say of *rule*.

    Of a rule that *found* nothing only the title is kept in other languages: reports tell no more.
    """
    facts = rule.facts
    return RuleFacts(
        id=rule.id,
        title=facts.title,
        area=rule.area,
        kind=facts.kind,
        severity=rule.severity,
        confidence=facts.confidence,
        scope=rule.scope,
        checked_by=rule.checked_by,
        affects=tuple(facts.affects),
        standards={name: tuple(keys) for name, keys in facts.standards.items()},
        why=rule.why,
        fix=rule.fix,
        messages=dict(facts.messages),
        options=dict(rule.options),
        fails=facts.fails,
        fails_in=dict(sorted(rule.fails_in.items())),
        translations={
            code: _translation(told, found=found)
            for code, told in sorted(rule.translations.items())
            if told.title or (found and (told.messages or told.why or told.fix))
        },
    )


def _translation(told: Translation, *, found: bool) -> RuleTranslation:
    if not found:
        return RuleTranslation(title=told.title)
    return RuleTranslation(told.title, told.why, told.fix, dict(told.messages))
