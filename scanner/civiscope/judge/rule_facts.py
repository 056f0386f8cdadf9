"""What results say of a rule."""

from __future__ import annotations

from civiscope.results import RuleFacts
from civiscope.rulebook import Rule


def facts_of(rule: Rule) -> RuleFacts:
    """Return what results say of *rule*."""
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
    )
