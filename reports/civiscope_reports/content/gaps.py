"""What was not tested, in words: a reader must never take what was not seen for clean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from civiscope.model.evidence import FRAMES_CLOSED, NO_PRIVACY_VISIT, NOT_PROBED, PARTS_HIDDEN
from civiscope.model.rule_change import RuleChange
from civiscope.results import CollectorFailure, NotSeen, Results
from civiscope_reports.content.documents import (
    MAX_DOCUMENTS,
    documents_not_tested,
    has_no_pages,
)
from civiscope_reports.text.language import ENGLISH, Language
from civiscope_reports.text.wording import REASONS, reason

_TOLD_ELSEWHERE = {NOT_PROBED, NO_PRIVACY_VISIT, PARTS_HIDDEN, FRAMES_CLOSED}
_NAMED = 8
_OF_THE_BROWSER = "The browser ran without its sandbox"
SHOWN = 100
"""Addresses listed of one gap; the rest is in results.json."""


@dataclass(frozen=True, slots=True)
class GapItem:
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
    items: tuple[GapItem, ...] = ()
    more: int = 0
    """How many there are besides `items`."""
    grave: bool = False
    """Whether the results as a whole are in doubt because of it."""


def gaps(results: Results, words: Language = ENGLISH) -> tuple[Gap, ...]:
    """Return what was not tested, gravest first, in the language of *words*."""
    return (
        *_start(results, words),
        *_stopped(results, words),
        *_rule_changes(results, words),
        *_notes(results, words),
        *_pages(results, words),
        *_frames(results, words),
        *_parts(results, words),
        *_collectors(results.coverage.collectors_failed, words),
        *_rules(results.coverage.rules_crashed, words),
        *_not_tried(results, words),
        *_unanswered(results, words),
        *_skipped(results, words),
        *_documents(results, words),
    )


def _start(results: Results, words: Language) -> Iterable[Gap]:
    if not results.coverage.start_page_seen and not has_no_pages(results):
        targets = tuple(GapItem(target) for target in results.scan.targets[:SHOWN])
        yield Gap(
            words.text("The start page was not seen"),
            words.text("Whatever else is said here rests on other pages."),
            targets,
            len(results.scan.targets) - len(targets),
            grave=True,
        )


def _stopped(results: Results, words: Language) -> Iterable[Gap]:
    if results.scan.stopped:
        yield Gap(
            words.text("The scan ended before it had seen everything"),
            f"{results.scan.stopped.rstrip('.')}.",
        )
    elif not results.scan.finished:
        yield Gap(
            words.text("The scan was cut off"),
            words.text("Pages it had not reached are missing here."),
            grave=True,
        )


def _notes(results: Results, words: Language) -> Iterable[Gap]:
    """Tell what the scan noted of the site as a whole, other than of its own browser."""
    notes = [note for note in results.coverage.notes if not note.startswith(_OF_THE_BROWSER)]
    if notes:
        title = words.plural(
            len(notes),
            "{number} note on how the site was scanned",
            "{number} notes on how the site was scanned",
        )
        shown = tuple(GapItem("", note) for note in notes[:SHOWN])
        yield Gap(title, notes[0], shown, len(notes) - len(shown))


def _rule_changes(results: Results, words: Language) -> Iterable[Gap]:
    """Tell which rules were kept from looking, or weigh less than their pages say."""
    by_kind: defaultdict[tuple[str, str], list[RuleChange]] = defaultdict(list)
    for change in results.rule_changes:
        by_kind[change.change, change.by].append(change)
    meaning = words.text("Nothing is said here of what they check.")
    off = by_kind.get(("off", "configuration"), [])
    if off:
        title = words.plural(
            len(off),
            "{number} rule turned off by the configuration",
            "{number} rules turned off by the configuration",
        )
        yield _changed(off, title, f"{meaning} {_first(off)}")
    for by in ("--rule", "--framework"):
        others = by_kind.get(("not-chosen", by), [])
        if others:
            title = words.plural(
                len(others),
                "{number} rule not applied, because {by} asked for others",
                "{number} rules not applied, because {by} asked for others",
                by=by,
            )
            yield _changed(others, title, meaning)
    other = [change for change in results.rule_changes if change.applied]
    if other:
        title = words.plural(
            len(other),
            "{number} rule applied with other values than its own",
            "{number} rules applied with other values than their own",
        )
        less = words.text("Severities and limits were set by the configuration.")
        yield _changed(other, title, f"{less} {_first(other)}")


def _changed(changes: list[RuleChange], title: str, meaning: str) -> Gap:
    shown = tuple(GapItem(change.rule, told(change)) for change in changes[:SHOWN])
    return Gap(title, meaning.rstrip(), shown, len(changes) - len(shown))


def _first(changes: list[RuleChange]) -> str:
    """Return the first of *changes* in one line, for reports that have no room for a list."""
    named = [f"{change.rule} ({told(change)})" for change in changes[:_NAMED]]
    more = f", +{len(changes) - _NAMED}" if len(changes) > _NAMED else ""
    return "; ".join(named) + more


def told(change: RuleChange) -> str:
    """Return why a rule was turned off, or what about it was changed."""
    if change.severity_now:
        return f"severity {change.severity} → {change.severity_now}"
    if change.options:
        return ", ".join(f"{name} {was!r} → {now!r}" for name, (was, now) in change.options.items())
    return change.reason or change.by


def _pages(results: Results, words: Language) -> Iterable[Gap]:
    coverage = results.coverage
    if coverage.walls:
        title = words.plural(
            len(coverage.walls), "{number} page behind a wall", "{number} pages behind a wall"
        )
        meaning = words.text(
            "A bot wall or a login page came instead. Nothing is known about what lies behind."
        )
        yield _listed(coverage.walls, title, meaning, words, grave=True)
    if coverage.failed:
        title = words.plural(
            len(coverage.failed),
            "{number} page could not be opened",
            "{number} pages could not be opened",
        )
        meaning = words.text("Nothing on them was tested.")
        yield _listed(coverage.failed, title, meaning, words, grave=True)
    if coverage.partial:
        title = words.plural(
            len(coverage.partial),
            "{number} page seen only in part",
            "{number} pages seen only in part",
        )
        meaning = words.text("Problems found on them are listed; nothing on them counts as passed.")
        yield _listed(coverage.partial, title, meaning, words)


def _listed(
    pages: tuple[NotSeen, ...], title: str, meaning: str, words: Language, *, grave: bool = False
) -> Gap:
    shown = tuple(GapItem(page.url, _why(page, words), page.found_on) for page in pages[:SHOWN])
    return Gap(title, meaning, shown, len(pages) - len(shown), grave)


def _why(page: NotSeen, words: Language) -> str:
    """Return why a page was not seen; the scan's own sentence, which is English, for English."""
    said = page.detail
    if not said or (words.code != ENGLISH.code and page.reason in REASONS):
        said = _sentence(reason(page.reason, words))
    return f"{said} ({page.at})" if page.at else said


def _frames(results: Results, words: Language) -> Iterable[Gap]:
    frames = results.coverage.frames_not_tested
    if frames:
        shown = tuple(GapItem(each.frame, found_on=each.page) for each in frames[:SHOWN])
        yield Gap(
            words.plural(
                len(frames),
                "{number} frame inside pages not tested",
                "{number} frames inside pages not tested",
            ),
            words.text(
                "Their content is part of the page for a visitor, but could not be looked into."
            ),
            shown,
            len(frames) - len(shown),
        )


def _parts(results: Results, words: Language) -> Iterable[Gap]:
    parts = results.coverage.parts
    if parts:
        shown = tuple(
            GapItem(each.page, f"{each.place}: {said}" if each.place else said)
            for each in parts[:SHOWN]
            for said in (words.value(each.reason),)
        )
        yield Gap(
            words.plural(
                len(parts),
                "{number} part of a page not tested",
                "{number} parts of pages not tested",
            ),
            words.text(
                "Visitors meet them when they open a menu, close a dialog, scroll or wait. --depth "
                "standard opens what opens on a page of each template, --depth deep on every page."
            ),
            shown,
            len(parts) - len(shown),
        )


def _collectors(failures: tuple[CollectorFailure, ...], words: Language) -> Iterable[Gap]:
    for name, found in _by_name(failures):
        title = words.plural(
            len(found),
            "Evidence “{name}” missing on {number} page",
            "Evidence “{name}” missing on {number} pages",
            name=name,
        )
        meaning = words.text("The checks that need it could not answer there.")
        yield _named(found, title, meaning, words)


def _rules(failures: tuple[CollectorFailure, ...], words: Language) -> Iterable[Gap]:
    for name, found in _by_name(failures):
        title = words.plural(
            len(found),
            "Check {name} broke on {number} page",
            "Check {name} broke on {number} pages",
            name=name,
        )
        meaning = words.text(
            "This is a fault in the check, not in the page. It gave no answer there."
        )
        yield _named(found, title, meaning, words)


def _by_name(
    failures: tuple[CollectorFailure, ...],
) -> list[tuple[str, list[CollectorFailure]]]:
    grouped: defaultdict[str, list[CollectorFailure]] = defaultdict(list)
    for failure in failures:
        grouped[failure.collector].append(failure)
    return sorted(grouped.items())


def _named(found: list[CollectorFailure], title: str, meaning: str, words: Language) -> Gap:
    shown = tuple(GapItem(each.page, words.value(each.reason)) for each in found[:SHOWN])
    return Gap(title, meaning, shown, len(found) - len(shown))


def _not_tried(results: Results, words: Language) -> Iterable[Gap]:
    untried = _pages_without(results, NOT_PROBED)
    if untried:
        yield _of_pages(
            untried,
            words.plural(
                len(untried),
                "Behaviour not tried on {number} page",
                "Behaviour not tried on {number} pages",
            ),
            words.text(
                "The keyboard, small windows, larger text, movement, sound and forms were not "
                "tried there. --depth standard tries them on a page of each template, --depth deep "
                "on every page. Menus were not opened there either, so pages that only links in a "
                "closed menu lead to may not have been found."
            ),
        )
    unvisited = _pages_without(results, NO_PRIVACY_VISIT)
    if unvisited:
        yield _of_pages(
            unvisited,
            words.plural(
                len(unvisited),
                "What consent changes not looked at on {number} page",
                "What consent changes not looked at on {number} pages",
            ),
            words.text(
                "Nothing was rejected or accepted there, to see what is sent and kept then. "
                "--privacy says on which pages it is."
            ),
        )


def _pages_without(results: Results, why: str) -> list[str]:
    return [
        page.url
        for page in results.pages
        if any(each.reason == why for each in page.outcomes.values())
    ]


def _of_pages(urls: list[str], title: str, meaning: str) -> Gap:
    return Gap(title, meaning, tuple(map(GapItem, urls[:SHOWN])), len(urls[SHOWN:]))


def _unanswered(results: Results, words: Language) -> Iterable[Gap]:
    causes = Counter(
        outcome.reason or words.text("No reason was recorded.")
        for page in results.pages
        if page.state != "failed"  # named among the pages that could not be opened
        for outcome in page.outcomes.values()
        if outcome.outcome == "untested" and outcome.reason not in _TOLD_ELSEWHERE
    )
    if causes:
        ranked = sorted(causes.items(), key=lambda cause: (-cause[1], cause[0]))
        shown = tuple(
            GapItem("", f"{words.count(n, 'time')}: {words.value(cause)}")
            for cause, n in ranked[:SHOWN]
        )
        yield Gap(
            words.plural(
                sum(causes.values()),
                "{number} check of pages without an answer",
                "{number} checks of pages without an answer",
            ),
            words.text(
                "The check ran out of time or its evidence was not gathered. They count neither as "
                "passed nor as failed."
            ),
            shown,
            len(ranked) - len(shown),
        )


def _skipped(results: Results, words: Language) -> Iterable[Gap]:
    coverage = results.coverage
    grouped: defaultdict[str, list[NotSeen]] = defaultdict(list)
    for page in coverage.skipped:
        grouped[page.reason].append(page)
    for word, found in sorted(grouped.items(), key=lambda group: (-len(group[1]), group[0])):
        shown = tuple(
            GapItem(each.url, words.value(each.detail), each.found_on) for each in found[:SHOWN]
        )
        title = words.plural(
            len(found),
            "{number} address not visited: {why}",
            "{number} addresses not visited: {why}",
            why=reason(word, words),
        )
        meaning = words.text("They were found, and left out.")
        yield Gap(title, meaning, shown, len(found) - len(shown))
    unlisted = coverage.skipped_total - len(coverage.skipped)
    if unlisted > 0:
        yield Gap(
            words.plural(
                unlisted,
                "{number} more address not visited",
                "{number} more addresses not visited",
            ),
            words.text("Too many to keep a list of."),
        )


def _documents(results: Results, words: Language) -> Iterable[Gap]:
    for title, meaning, documents in documents_not_tested(results, words):
        items = tuple(GapItem(url, detail) for url, detail in documents)
        yield Gap(title, meaning, items[:MAX_DOCUMENTS], max(len(items) - MAX_DOCUMENTS, 0))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
