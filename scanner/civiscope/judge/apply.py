"""Apply one rule to what it looks at; what the rule does never ends a judgement."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from civiscope.lists import Lists
from civiscope.model import (
    Confidence,
    Document,
    EvidenceMissing,
    Missing,
    Node,
    Outcome,
    Page,
    Place,
    Site,
    Source,
    Verdict,
)
from civiscope.model.script_results import place_of
from civiscope.results import EarlOutcome, RuleOutcome
from civiscope.rulebook import Rule

_log = logging.getLogger(__name__)
MAX_PER_RULE = 500

_CONFIDENCES: tuple[Confidence, ...] = ("certain", "firm", "tentative")
_IN_ORDER = Place("")
_VERDICTS: dict[str, Verdict] = {
    "passed": "passed",
    "failed": "failed",
    "cannot tell": "cannot_tell",
}

# Three hundred rules say the same few things of thousands of pages: each is kept once.
_one_outcome = lru_cache(maxsize=4096)(RuleOutcome)


@dataclass(slots=True)
class RuleRun:
    """What one rule run of one page or site."""

    # Not `list[Outcome]`: calling that takes ten times as long, and one is made a rule and page.
    outcomes: list[Outcome] = field(default_factory=lambda: [])
    missing: Missing | None = None
    crash: str = ""
    failed: int = 0
    """Count of failed places, those beyond the bound included."""
    unsure: int = 0
    passed: int = 0
    passed_at: dict[str, int] = field(default_factory=lambda: {})
    """How often places of each address passed, for rules over a site."""

    def summary(self, *, unseen: str) -> RuleOutcome:
        """Return the outcome for the page as a whole; *unseen* says what of it was not seen."""
        outcome, reason = self._outcome()
        if unseen and outcome in {"passed", "inapplicable"}:
            outcome, reason = "untested", unseen
        return _one_outcome(outcome, self.passed, self.failed, self.unsure, reason)

    def _outcome(self) -> tuple[EarlOutcome, str]:
        if self.failed:
            return "failed", ""
        if self.crash:
            return "cantTell", f"The rule raised {self.crash}"
        if self.missing is not None:
            broke = self.missing.missing == "failed"
            return ("cantTell" if broke else "untested"), self.missing.reason
        if self.unsure:
            return "cantTell", ""
        return ("passed" if self.passed else "inapplicable"), ""

    def doubt(self, *, asks: bool) -> None:
        """Leave what failed for a person to decide, or untold where the rule *asks* nobody."""
        unsure = (
            replace(one, verdict="cannot_tell") if one.verdict == "failed" else one
            for one in self.outcomes
        )
        self.outcomes = list(unsure) if asks else []
        self.unsure += self.failed
        self.failed = 0

    def findings(self) -> Iterator[Outcome]:
        """Yield the outcomes that are findings."""
        return (outcome for outcome in self.outcomes if outcome.verdict != "passed")


def apply_rule(
    rule: Rule, seen: Page | Site | Document | Source, lists: Lists | None = None
) -> RuleRun:
    """Return what *rule* says of what it looks at; never raises for what the rule does.

    Without *lists*, rules that ask for lists get those that travel with civiscope.
    """
    run = RuleRun()
    try:
        if rule.facts.axe is not None and isinstance(seen, Page):
            _from_axe(rule.facts.axe, seen, run)
            if rule.check is not None:
                _apply_overrides(rule.check(seen, **_arguments(rule, lists)), run)
            elif rule.script is not None and rule.id in seen.evidence.script_results:
                # Evidence may be older than the script; then axe-core's answer stands.
                _apply_overrides(_from_script(rule, seen), run)
        elif rule.check is not None:
            take(run, rule.check(seen, **_arguments(rule, lists)))
        elif rule.script is not None and isinstance(seen, Page):
            take(run, _from_script(rule, seen))
    except EvidenceMissing as error:
        run.missing = error.missing
        if isinstance(seen, Page) and isinstance(
            seen.evidence.script_results.get(rule.id), Missing
        ):
            # Of what axe-core fails, nobody knows what the rule's own script would have let pass.
            run.doubt(asks=rule.facts.reviews)
    except Exception as error:
        run.crash = f"{type(error).__name__}: {error}"[:500]
        _log.warning("A rule broke", exc_info=True, extra={"rule": rule.id})
    if not rule.facts.reviews:
        run.outcomes = [outcome for outcome in run.outcomes if outcome.verdict == "failed"]
    return run


def _arguments(rule: Rule, lists: Lists | None) -> Mapping[str, Any]:
    asked = rule.signature.lists if rule.signature else ""
    return {**rule.options, asked: lists or Lists.packaged()} if asked else rule.options


def take(run: RuleRun, outcomes: Iterator[Outcome]) -> None:
    """Count *outcomes* in *run*, and keep those that are findings as far as there is room."""
    for outcome in outcomes:
        if outcome.verdict == "passed":
            run.passed += 1
            url = outcome.place.url
            run.passed_at[url] = run.passed_at.get(url, 0) + 1
            continue
        if outcome.verdict == "failed":
            run.failed += 1
        else:
            run.unsure += 1
        if len(run.outcomes) < MAX_PER_RULE:
            run.outcomes.append(outcome)


def _from_axe(axe_rule: str, page: Page, run: RuleRun) -> None:
    result = page.axe.rule(axe_rule)
    if result is None:
        return
    if result.error:
        run.missing = Missing("failed", f"axe-core could not finish: {result.error}")
    run.passed, run.failed, run.unsure = result.passed, result.failed, result.unsure
    run.outcomes += [
        Outcome("failed", node.place(), facts=_axe(node)) for node in result.violations
    ]
    run.outcomes += [
        Outcome("cannot_tell", node.place(), facts=_axe(node)) for node in result.incomplete
    ]


def _apply_overrides(outcomes: Iterator[Outcome], run: RuleRun) -> None:
    """Let what stands beside an axe rule have the last word on the elements it speaks of."""
    own = {outcome.place.selector: outcome for outcome in outcomes}
    axe, run.outcomes = run.outcomes, []
    for outcome in axe:
        second = own.pop(outcome.place.selector, None)
        if second is None:
            run.outcomes.append(outcome)
            continue
        if outcome.verdict == "failed":
            run.failed -= 1
        else:
            run.unsure -= 1
        facts = {**outcome.facts, **second.facts}
        take(run, iter((replace(second, place=outcome.place, facts=facts),)))
    take(run, iter(own.values()))


def _axe(node: Node) -> dict[str, object]:
    return {"summary": node.summary}


def _from_script(rule: Rule, page: Page) -> Iterator[Outcome]:
    for result in page.script_results(rule.id):
        verdict = _VERDICTS.get(str(result.get("verdict")))
        if verdict is None:
            raise ValueError(f"the script answered the verdict {result.get('verdict')!r}")
        if verdict == "passed" and rule.facts.axe is None:
            # What is in order is counted; where, nobody asks.
            yield Outcome(verdict, _IN_ORDER)
            continue
        if verdict == "passed":
            # It answers what axe-core says of the same element, and nobody asks for more of it.
            yield Outcome(verdict, Place("", selector=str(result.get("selector", ""))))
            continue
        facts: Any = result.get("facts") or {}
        message = str(result.get("message", ""))
        sure = result.get("confidence")
        confidence = sure if sure in _CONFIDENCES else None
        yield Outcome(verdict, place_of(result), message, dict(facts), confidence)
