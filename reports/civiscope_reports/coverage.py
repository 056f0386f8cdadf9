"""What was not tested, in words: a reader must never take what was not seen for clean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from civiscope.results import CollectorFailure, NotSeen, Results
from civiscope_reports.wording import count, reason

SHOWN = 100
"""Addresses listed of one gap; the rest is in results.json."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was not tested."""

    url: str
    detail: str = ""
    found_on: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of thing that was not tested."""

    title: str
    meaning: str
    """What the gap means for the reader."""
    items: tuple[Item, ...] = ()
    more: int = 0
    """How many there are besides `items`."""
    grave: bool = False
    """Whether the results as a whole are in doubt because of it."""


def gaps(results: Results) -> tuple[Gap, ...]:
    """Return what was not tested, gravest first."""
    coverage = results.coverage
    return (
        *_start(results),
        *_stopped(results),
        *_not_seen(
            coverage.walls,
            lambda n: f"{count(n, 'page')} behind a wall",
            "A bot wall or a login page came instead. Nothing is known about what lies behind.",
            grave=True,
        ),
        *_not_seen(
            coverage.failed,
            lambda n: f"{count(n, 'page')} could not be opened",
            "Nothing on them was tested.",
            grave=True,
        ),
        *_not_seen(
            coverage.partial,
            lambda n: f"{count(n, 'page')} seen only in part",
            "Problems found on them are listed; nothing on them counts as passed.",
        ),
        *_frames(results),
        *_by_name(
            coverage.collectors_failed,
            lambda name, n: f"Evidence “{name}” missing on {count(n, 'page')}",
            "The checks that need it could not answer there.",
        ),
        *_by_name(
            coverage.rules_crashed,
            lambda name, n: f"Check {name} broke on {count(n, 'page')}",
            "This is a fault in the check, not in the page. It gave no answer there.",
        ),
        *_unanswered(results),
        *_skipped(results),
        *_documents(results),
    )


def _start(results: Results) -> Iterable[Gap]:
    if not results.coverage.start_page_seen:
        targets = tuple(Item(target) for target in results.scan.targets[:SHOWN])
        yield Gap(
            "The start page was not seen",
            "Whatever else is said here rests on other pages.",
            targets,
            len(results.scan.targets) - len(targets),
            grave=True,
        )


def _stopped(results: Results) -> Iterable[Gap]:
    if results.scan.stopped:
        sentence = results.scan.stopped.rstrip(".")
        yield Gap("The scan ended before it had seen everything", f"{sentence}.")
    elif not results.scan.finished:
        yield Gap("The scan was cut off", "Pages it had not reached are missing here.", grave=True)


def _not_seen(
    pages: tuple[NotSeen, ...], title: Callable[[int], str], meaning: str, *, grave: bool = False
) -> Iterable[Gap]:
    if pages:
        shown = tuple(
            Item(page.url, page.detail or _sentence(reason(page.reason)), page.found_on)
            for page in pages[:SHOWN]
        )
        yield Gap(title(len(pages)), meaning, shown, len(pages) - len(shown), grave)


def _frames(results: Results) -> Iterable[Gap]:
    frames = results.coverage.frames_not_tested
    if frames:
        shown = tuple(Item(each.frame, found_on=each.page) for each in frames[:SHOWN])
        yield Gap(
            f"{count(len(frames), 'frame')} inside pages not tested",
            "Their content is part of the page for a visitor, but could not be looked into.",
            shown,
            len(frames) - len(shown),
        )


def _by_name(
    failures: tuple[CollectorFailure, ...], title: Callable[[str, int], str], meaning: str
) -> Iterable[Gap]:
    grouped: defaultdict[str, list[CollectorFailure]] = defaultdict(list)
    for failure in failures:
        grouped[failure.collector].append(failure)
    for name, found in sorted(grouped.items()):
        shown = tuple(Item(each.page, each.reason) for each in found[:SHOWN])
        yield Gap(title(name, len(found)), meaning, shown, len(found) - len(shown))


def _unanswered(results: Results) -> Iterable[Gap]:
    causes = Counter(
        outcome.reason or "No reason was recorded."
        for page in results.pages
        if page.state != "failed"  # named among the pages that could not be opened
        for outcome in page.outcomes.values()
        if outcome.outcome == "untested"
    )
    if causes:
        ranked = sorted(causes.items(), key=lambda cause: (-cause[1], cause[0]))
        shown = tuple(Item("", f"{count(n, 'time')}: {cause}") for cause, n in ranked[:SHOWN])
        yield Gap(
            f"{count(sum(causes.values()), 'check')} of pages without an answer",
            "The check ran out of time or its evidence was not gathered. They count neither as "
            "passed nor as failed.",
            shown,
            len(ranked) - len(shown),
        )


def _skipped(results: Results) -> Iterable[Gap]:
    coverage = results.coverage
    grouped: defaultdict[str, list[NotSeen]] = defaultdict(list)
    for page in coverage.skipped:
        grouped[page.reason].append(page)
    for word, found in sorted(grouped.items(), key=lambda group: (-len(group[1]), group[0])):
        shown = tuple(Item(each.url, each.detail, each.found_on) for each in found[:SHOWN])
        title = f"{count(len(found), 'address', 'addresses')} not visited: {reason(word)}"
        yield Gap(title, "They were found, and left out.", shown, len(found) - len(shown))
    unlisted = coverage.skipped_total - len(coverage.skipped)
    if unlisted > 0:
        yield Gap(
            f"{count(unlisted, 'more address', 'more addresses')} not visited",
            "Too many to keep a list of.",
        )


def _documents(results: Results) -> Iterable[Gap]:
    documents = results.coverage.documents
    if documents:
        yield Gap(
            f"{count(len(documents), 'document')} listed, not tested",
            "PDF and office files must be accessible too. They are listed further down; what is "
            "in them was not looked at.",
        )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
