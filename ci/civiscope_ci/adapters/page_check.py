"""What a check of an open page came to, and how a test fails for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from civiscope.audit.checks import AFFECTED
from civiscope.audit.gating import Gating, read_policy
from civiscope.config import GateConfig
from civiscope.model import AxeResults, Page
from civiscope.results import Finding, Issue, Results, RuleFacts
from civiscope.scan.open_page import PageNotSeen
from civiscope_ci.gate.decision import GateDecision

MAX_FAILURE_LINES = 10
MAX_ALSO = 3
MAX_LINE = 240


class NewProblems(AssertionError):
    """A page has problems that the baseline does not know, of a severity that fails."""


@dataclass(frozen=True, slots=True)
class PageCheck:
    """What the rules say of a page as it stood open."""

    name: str
    """The state of the page, as the test calls it."""
    url: str
    """The page's own address."""
    page: Page
    """The evidence."""
    results: Results
    gating: Gating
    not_run: Mapping[str, str]
    """Rules that could not look at the page this way, each with the reason."""
    report: Path | None = None
    """Where the report of all checks will be, when the session is over."""

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Every issue on the page, worst first, known ones and those that need review too."""
        return self.results.issues

    def decide(self, fail_on: str | None = None) -> GateDecision:
        """Return what the gate says of the page; *fail_on* goes before what is configured."""
        gating = self.gating
        if fail_on is not None:
            changed = read_policy(fail_on, GateConfig()).fail_on
            gating = replace(gating, policy=replace(gating.policy, fail_on=changed))
        return gating.decide(self.results)

    def new_issues(self, fail_on: str | None = None) -> tuple[Issue, ...]:
        """Return the issues that fail: of this severity or worse, and not in the baseline."""
        return self.decide(fail_on).failing

    def assert_no_new(self, fail_on: str | None = None) -> None:
        """Fail the test when there is a new problem of severity *fail_on* or worse.

        Without *fail_on*, what is configured holds; `serious` where nothing is. A problem that has
        gone never fails. Raises PageNotSeen when axe-core could not be run: nothing is known then.
        """
        if not isinstance(self.page.evidence.axe, AxeResults):
            raise PageNotSeen(
                "error", f"axe-core could not look at the page: {self.page.evidence.axe.reason}"
            )
        decision = self.decide(fail_on)
        if decision.failing:
            raise NewProblems(self._failure(decision))

    def _failure(self, decision: GateDecision) -> str:
        failing = decision.failing
        first, others = failing[0], failing[1 : 1 + MAX_ALSO]
        rule = next((each for each in self.results.rules if each.id == first.rule), None)
        known = len(decision.comparison.of("existing"))
        problems = "1 new problem" if len(failing) == 1 else f"{len(failing)} new problems"
        where = f" ({self.name})" if self.name else ""
        lines = [
            f"{problems} on {self.url}{where}" + (f"; {known} known" if known else ""),
            f"rule: {first.rule} ({first.severity}): {first.message or first.title}",
            f"who: {_affected(rule)}",
            f"where: {self._place(first)}",
            f"fix: {_fix(rule)}",
            *(f"also: {each.rule} ({each.severity}): {self._place(each)}" for each in others),
        ]
        more = len(failing) - 1 - len(others)
        if more > 0:
            lines.append(f"and {more} more")
        if self.report is not None:
            lines.append(f"report: {self.report}")
        return "\n".join(_one_line(line) for line in lines)

    def _place(self, issue: Issue) -> str:
        found = [each for each in self.results.findings if each.issue == issue.id]
        if not found:
            return issue.component or "the page as a whole"
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        return f"{_selector(found[0])}{more}"


def rules_not_run(results: Results) -> dict[str, str]:
    """Return the rules that could not look at the pages of *results*, each with the reason."""
    return {
        name: outcome.reason or "It was not run."
        for page in results.pages
        for name, outcome in page.outcomes.items()
        if outcome.outcome == "untested"
    }


def _selector(finding: Finding) -> str:
    return finding.selector or finding.component or "the page as a whole"


def _affected(rule: RuleFacts | None) -> str:
    names = [AFFECTED.get(each, each) for each in (rule.affects if rule is not None else ())]
    return ", ".join(names) or "everyone who uses the site"


def _fix(rule: RuleFacts | None) -> str:
    """Return the first sentence of how *rule* is fixed."""
    text = re.sub(r"```.*?```", " ", rule.fix if rule is not None else "", flags=re.DOTALL)
    paragraph = next((part for part in text.split("\n\n") if part.strip()), "")
    sentence = re.split(r"(?<=[.:])\s", " ".join(paragraph.split()), maxsplit=1)[0]
    return sentence.rstrip(":") or "see the page of the rule"


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_LINE else f"{flat[: MAX_LINE - 1]}…"
