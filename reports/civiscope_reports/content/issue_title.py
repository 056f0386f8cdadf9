"""What is wrong, in the reader's language where the rulebook has it."""

from __future__ import annotations

from collections.abc import Callable

from civiscope.results import Issue, Results
from civiscope_reports.text.language import Language


def issue_titles(results: Results, words: Language) -> Callable[[Issue], str]:
    """Return what gives the title of an issue of *results*; in English when there is no other."""
    in_other = {rule.id: rule.fails_in.get(words.code, "") for rule in results.rules}

    def title(issue: Issue) -> str:
        return in_other.get(issue.rule) or issue.title

    return title
