"""What the results come to: one line, plain sentences and five numbers for whoever decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.results import Issue, Results
from civiscope.urls import host_of
from civiscope_reports.wording import SEVERITY, count, listed

State = Literal["failures", "review", "clear", "unseen"]

CAVEAT = (
    "Automated checks can show that something is wrong, never that all is well. Many requirements "
    "need a person to test them, best of all people who use assistive technology."
)


@dataclass(frozen=True, slots=True)
class Number:
    """One of the five numbers."""

    value: int
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The verdict in the words of every report."""

    state: State
    headline: str
    sentences: tuple[str, ...]
    numbers: tuple[Number, ...]


def summarise(results: Results) -> Summary:
    """Return the verdict on *results*."""
    seen = results.coverage.visited + len(results.coverage.partial)
    state: State = "clear"
    if not seen:
        state = "unseen"
    elif results.failures:
        state = "failures"
    elif results.reviews:
        state = "review"
    return Summary(state, _headline(results, state), _sentences(results, state), _numbers(results))


def site_name(results: Results) -> str:
    """Return what the report is on: the targets' hosts, or the targets when they have none."""
    names = list(dict.fromkeys(host_of(target) or target for target in results.scan.targets))
    if len(names) > 3:
        return f"{names[0]} and {count(len(names) - 1, 'other site')}"
    return listed(names)


def _headline(results: Results, state: State) -> str:
    if state == "unseen":
        return "Nothing could be seen"
    if state == "failures":
        return f"{count(len(results.failures), 'problem')} found"
    if state == "review":
        return "No automated failures, but places a person must check"
    return "No automated failures"


def _sentences(results: Results, state: State) -> tuple[str, ...]:
    if state == "unseen":
        return ("No page could be seen, so nothing can be said about this site.",)
    return (
        *_about_failures(results),
        *_about_reviews(results),
        *_about_unseen(results),
        CAVEAT,
    )


def _about_failures(results: Results) -> list[str]:
    seen = results.coverage.visited + len(results.coverage.partial)
    if not results.failures:
        return [f"The automated checks found no failure on {count(seen, 'page')}."]
    pages = len(_pages_with(results.failures, results))
    seen = max(seen, pages)
    # A problem of the site as a whole stands on no page.
    on = f" on {pages:,} of {count(seen, 'page')}" if pages else ""
    sentences = [f"The automated checks found {count(len(results.failures), 'problem')}{on}."]
    worst = _bad(results.failures)
    if worst:
        verb = "is" if len(worst) == 1 else "are"
        sentences.append(f"{_of(worst)} {verb} critical or serious: fix these first.")
    first = results.failures[0]
    spread = f", on {count(first.pages, 'page')}" if first.pages else ""
    sentences.append(f"At the top of the list: “{first.title}” ({first.severity}{spread}).")
    return sentences


def _of(issues: list[Issue]) -> str:
    return "One of them" if len(issues) == 1 else f"{len(issues):,} of them"


def _about_reviews(results: Results) -> list[str]:
    if not results.reviews:
        return []
    what = count(len(results.reviews), "more thing", "more things")
    verb = "needs" if len(results.reviews) == 1 else "need"
    return [f"{what} {verb} a person to decide; they are listed apart and counted apart."]


def _about_unseen(results: Results) -> list[str]:
    coverage = results.coverage
    parts: list[str] = []
    if coverage.failed:
        parts.append(f"{count(len(coverage.failed), 'page')} could not be opened")
    if coverage.partial:
        verb = "was" if len(coverage.partial) == 1 else "were"
        parts.append(f"{count(len(coverage.partial), 'page')} {verb} seen only in part")
    if coverage.skipped_total:
        noun = "address", "addresses"
        verb = "was" if coverage.skipped_total == 1 else "were"
        parts.append(f"{count(coverage.skipped_total, *noun)} {verb} left out")
    sentences: list[str] = []
    if not coverage.start_page_seen:
        sentences.append("The start page itself was not seen.")
    if parts:
        sentences.append(f"Not everything was seen: {listed(parts)}.")
    if results.scan.stopped:
        sentences.append(f"The scan ended early. {results.scan.stopped.rstrip('.')}.")
    return sentences


def _numbers(results: Results) -> tuple[Number, ...]:
    coverage = results.coverage
    failures = results.failures
    seen = coverage.visited + len(coverage.partial)
    worst = _bad(failures)
    places = sum(issue.occurrences for issue in failures)
    not_seen = len(coverage.failed) + len(coverage.partial)
    with_problems = len(_pages_with(failures, results))
    return (
        Number(len(failures), "Problems", f"in {count(places, 'place')}"),
        Number(len(worst), "Critical or serious", "to fix first"),
        Number(
            with_problems,
            "Pages with problems",
            # Error pages that were asked for on purpose are pages, too, but none of the site's own.
            f"of {count(max(seen, with_problems), 'page')} seen",
        ),
        Number(len(results.reviews), "For a person to check", "not counted as problems"),
        Number(not_seen, "Pages not seen whole", f"{coverage.skipped_total:,} more left out"),
    )


def _bad(issues: tuple[Issue, ...]) -> list[Issue]:
    return [issue for issue in issues if issue.severity in {"critical", "serious"}]


def _pages_with(issues: tuple[Issue, ...], results: Results) -> set[str]:
    wanted = {issue.id for issue in issues}
    return {found.page for found in results.findings if found.issue in wanted and found.page}


def severity_table(
    issues: tuple[Issue, ...], area_of: dict[str, str]
) -> tuple[list[str], list[tuple[str, list[int], int]]]:
    """Return the severities met and, for each area, the number of issues of each and in all."""
    met = [s for s in SEVERITY if any(issue.severity == s for issue in issues)]
    rows: list[tuple[str, list[int], int]] = []
    for area in sorted({area_of[issue.rule] for issue in issues}):
        own = [issue for issue in issues if area_of[issue.rule] == area]
        numbers = [sum(issue.severity == severity for issue in own) for severity in met]
        rows.append((area, numbers, len(own)))
    return met, rows
