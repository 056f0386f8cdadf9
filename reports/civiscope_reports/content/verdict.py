"""What the results come to: one line, plain sentences and five numbers for whoever decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.results import Issue, Results
from civiscope_reports.content.documents import are_only_documents, has_no_pages
from civiscope_reports.content.ranking import rank_issues
from civiscope_reports.content.rule_texts import RuleTexts
from civiscope_reports.text.language import ENGLISH, Language
from civiscope_reports.text.wording import SEVERITY

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


def summarise(results: Results, words: Language = ENGLISH) -> Summary:
    """Return the verdict on *results* in the language of *words*."""
    seen = results.coverage.complete + len(results.coverage.partial)
    if are_only_documents(results):
        seen = _documents_read(results)
    if results.only_source:
        seen = _files_read(results)
    state: State = "clear"
    if not seen:
        state = "unseen"
    elif results.failures:
        state = "failures"
    elif results.reviews:
        state = "review"
    return Summary(
        state,
        _headline(results, state, words),
        tuple(_sentences(results, state, words)),
        _numbers(results, words),
    )


def _headline(results: Results, state: State, words: Language) -> str:
    if state == "unseen":
        return words.text("Nothing could be seen")
    if state == "failures":
        return words.plural(
            len(results.failures), "{number} problem found", "{number} problems found"
        )
    if state == "review":
        return words.text("No automated failures, but places a person must check")
    return words.text("No automated failures")


def _sentences(results: Results, state: State, words: Language) -> list[str]:
    if state == "unseen" and are_only_documents(results):
        return [words.text("No document could be read, so nothing can be said about them.")]
    if state == "unseen" and results.only_source:
        return [words.text("No file of the source could be read, so nothing can be said about it.")]
    if state == "unseen":
        return [words.text("No page could be seen, so nothing can be said about this site.")]
    return [
        *_about_failures(results, words),
        *_about_reviews(results, words),
        *_about_unseen(results, words),
        *_about_reused(results, words),
        words.text(CAVEAT),
    ]


def _about_failures(results: Results, words: Language) -> list[str]:
    seen = results.coverage.complete + len(results.coverage.partial)
    number = len(results.failures)
    if not number:
        on = words.count(seen, "page")
        if are_only_documents(results):
            on = words.count(_documents_read(results), "document")
        if results.only_source:
            on = words.count(_files_read(results), "file")
        return [words.text("The automated checks found no failure on {pages}.", pages=on)]
    pages = len(_pages_with(results.failures, results))
    sentences = [_how_many(number, pages, max(seen, pages), words)]
    if worst := len(_bad(results.failures)):
        sentences.append(
            words.plural(
                worst,
                "One of them is critical or serious: fix these first.",
                "{number} of them are critical or serious: fix these first.",
            )
        )
    return [*sentences, _the_first(rank_issues(results.failures, results)[0], results, words)]


def _how_many(number: int, pages: int, seen: int, words: Language) -> str:
    # A problem of the site as a whole stands on no page.
    if not pages:
        return words.plural(
            number,
            "The automated checks found {number} problem.",
            "The automated checks found {number} problems.",
        )
    return words.plural(
        number,
        "The automated checks found {number} problem on {pages} of {seen}.",
        "The automated checks found {number} problems on {pages} of {seen}.",
        pages=words.number(pages),
        seen=words.count(seen, "page"),
    )


def _the_first(issue: Issue, results: Results, words: Language) -> str:
    title = RuleTexts(results, words).issue_title(issue).text
    severity = words.text(SEVERITY[issue.severity]).lower()
    if not issue.pages:
        return words.text(
            "At the top of the list: “{title}” ({severity}).", title=title, severity=severity
        )
    return words.text(
        "At the top of the list: “{title}” ({severity}, on {pages}).",
        title=title,
        severity=severity,
        pages=words.count(issue.pages, "page"),
    )


def _about_reviews(results: Results, words: Language) -> list[str]:
    if not results.reviews:
        return []
    return [
        words.plural(
            len(results.reviews),
            "{number} more thing needs a person to decide; they are listed apart and counted "
            "apart.",
            "{number} more things need a person to decide; they are listed apart and counted "
            "apart.",
        )
    ]


def _about_unseen(results: Results, words: Language) -> list[str]:
    coverage = results.coverage
    parts: list[str] = []
    unread = sum(each.state != "read" for each in results.documents)
    if unread and are_only_documents(results):
        parts.append(
            words.plural(
                unread,
                "{number} document could not be looked into",
                "{number} documents could not be looked into",
            )
        )
    if coverage.failed:
        parts.append(
            words.plural(
                len(coverage.failed),
                "{number} page could not be opened",
                "{number} pages could not be opened",
            )
        )
    if coverage.partial:
        parts.append(
            words.plural(
                len(coverage.partial),
                "{number} page was seen only in part",
                "{number} pages were seen only in part",
            )
        )
    in_parts = len({part.page for part in coverage.parts})
    if in_parts:
        parts.append(
            words.plural(
                in_parts,
                "{number} page was not fully tested",
                "{number} pages were not fully tested",
            )
        )
    if coverage.skipped_total:
        parts.append(
            words.plural(
                coverage.skipped_total,
                "{number} address was left out",
                "{number} addresses were left out",
            )
        )
    sentences: list[str] = []
    if not coverage.start_page_seen and not has_no_pages(results):
        sentences.append(words.text("The start page itself was not seen."))
    if parts:
        sentences.append(words.text("Not everything was seen: {parts}.", parts=words.listed(parts)))
    if results.scan.stopped:
        why = results.scan.stopped.rstrip(".")
        sentences.append(words.text("The scan ended early. {why}.", why=why))
    return sentences


def _about_reused(results: Results, words: Language) -> list[str]:
    """Say how many pages were not visited, because what an earlier scan saw of them is reused."""
    days = sorted({page.reused_from[:10] for page in results.pages if page.reused_from})
    if not days:
        return []
    pages = words.count(results.coverage.reused, "page")
    visited = words.count(results.coverage.visited, "page")
    if days[0] == days[-1]:
        return [
            words.text(
                "{visited} visited. Not visited, because unchanged: {pages}; what was seen there "
                "on {day} is reused.",
                visited=visited,
                pages=pages,
                day=days[0],
            )
        ]
    return [
        words.text(
            "{visited} visited. Not visited, because unchanged: {pages}; what was seen there "
            "between {first} and {last} is reused.",
            visited=visited,
            pages=pages,
            first=days[0],
            last=days[-1],
        )
    ]


def _numbers(results: Results, words: Language) -> tuple[Number, ...]:
    coverage = results.coverage
    failures = results.failures
    seen = coverage.complete + len(coverage.partial)
    places = sum(issue.occurrences for issue in failures)
    not_seen = len(coverage.failed) + len(coverage.partial)
    with_problems = len(_pages_with(failures, results))
    # Error pages that were asked for on purpose are pages, too, but none of the site's own.
    pages = max(seen, with_problems)
    on = _NumbersOfFiles(
        words.text("Pages with problems"),
        with_problems,
        words.plural(pages, "of {number} page seen", "of {number} pages seen"),
        words.text("Pages that did not load fully"),
        not_seen,
    )
    if are_only_documents(results):
        read = _documents_read(results)
        on = _NumbersOfFiles(
            words.text("Documents with problems"),
            len({issue.document for issue in failures if issue.document}),
            words.plural(read, "of {number} document read", "of {number} documents read"),
            words.text("Documents not fully read"),
            sum(each.state != "read" or bool(each.detail) for each in results.documents),
        )
    if results.only_source:
        read = _files_read(results)
        on = _NumbersOfFiles(
            words.text("Files with problems"),
            len({issue.document for issue in failures if issue.document}),
            words.plural(read, "of {number} file read", "of {number} files read"),
            words.text("Files not fully read"),
            sum(each.state != "read" or bool(each.detail) for each in results.sources),
        )
    return (
        Number(
            len(failures),
            words.text("Problems"),
            words.text("in {places}", places=words.count(places, "place")),
        ),
        Number(len(_bad(failures)), words.text("Critical or serious"), words.text("to fix first")),
        Number(on.with_problems, on.problems, on.seen),
        Number(
            len(results.reviews),
            words.text("For a person to check"),
            words.text("not counted as problems"),
        ),
        Number(
            on.not_seen,
            on.unseen,
            words.plural(
                coverage.skipped_total, "{number} more left out", "{number} more left out"
            ),
        ),
    )


def _files_read(results: Results) -> int:
    return sum(each.state == "read" for each in results.sources)


def _documents_read(results: Results) -> int:
    return sum(each.state == "read" for each in results.documents)


@dataclass(frozen=True, slots=True)
class _NumbersOfFiles:
    """What two of the five numbers count, and how they are called."""

    problems: str
    with_problems: int
    seen: str
    unseen: str
    not_seen: int


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
