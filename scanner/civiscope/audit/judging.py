"""Judge by the rules that were chosen, as every command and every call from Python does."""

from __future__ import annotations

from civiscope.browser.process import wait_until_ended
from civiscope.evidence import EvidenceReader
from civiscope.lists import Lists
from civiscope.results import Results
from civiscope.rulebook.select import RuleSet


def judge_by(rules: RuleSet, evidence: EvidenceReader, lists: Lists | None = None) -> Results:
    """Return what *rules* say of *evidence*, going by *lists*, or by those of this user."""
    # The engine is loaded while the browser works, and not before.
    from civiscope.judge.engine import judge

    if evidence.page_count > 1:
        # Pages are judged in several processes only by a program that does nothing else.
        wait_until_ended()

    return judge(evidence, rules.rules, rules.books, lists or Lists.in_use(), changes=rules.changes)
