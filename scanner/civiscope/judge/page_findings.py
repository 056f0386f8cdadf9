"""Say in one short text what rules find on a single page, to compare two visits of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from civiscope.judge.apply import apply_rule
from civiscope.judge.parts import with_opened, with_state
from civiscope.lists import Lists
from civiscope.model import Page
from civiscope.model.outcome import Outcome
from civiscope.rulebook import Rule


def findings_digest(rules: Sequence[Rule], lists: Lists) -> Callable[[Page], str]:
    """Return what gives the same text for two visits of a page where the same is found.

    Rule, message and component are compared, as baselines do; not where on the page, how often, or
    in which words of the moment.
    """
    for_pages = [rule for rule in rules if rule.scope == "page"]

    def of(page: Page) -> str:
        page = with_state(with_opened(page))
        found: set[tuple[str, ...]] = set()
        for rule in for_pages:
            run = apply_rule(rule, page, lists)
            found.update((rule.id, *_kind_of(outcome)) for outcome in run.findings())
            if run.missing or run.crash:
                found.add((rule.id, "missing"))
        return hashlib.sha256(repr(sorted(found)).encode("utf-8", "surrogatepass")).hexdigest()

    return of


def _kind_of(outcome: Outcome) -> tuple[str, str, str]:
    return outcome.verdict, outcome.message, outcome.place.component
