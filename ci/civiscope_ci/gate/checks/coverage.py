"""Check that enough was seen: what was not seen is not clean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from civiscope.results import CollectorFailure, NotSeen, Results
from civiscope.web.urls import canonical_url
from civiscope_ci.baseline.elements import SHARE
from civiscope_ci.baseline.states import Comparison
from civiscope_ci.gate.decision import Check
from civiscope_ci.gate.policy import GatePolicy
from civiscope_ci.gate.wording import count

_ANSWERED = "http-error"
"""The reason of pages that the server answered with an error status."""


def coverage_checks(
    results: Results, comparison: Comparison, policy: GatePolicy
) -> Iterator[Check]:
    """Yield the rules of the gate that ask how much of the site was seen."""
    yield _check_finished(results)
    yield _check_visited(results)
    yield _start_page(results)
    yield _walls(results)
    yield _pages_seen(results, policy)
    yield _parts_tested(results)
    if comparison.baseline is not None:
        yield _baseline_pages(comparison, policy)
        yield _page_content(results, comparison, policy)
    if results.journeys:
        yield _check_journeys(results)
    yield _evidence(results, policy)
    yield _rules_ran(results, policy)


def _check_finished(results: Results) -> Check:
    if results.scan.finished:
        reason = "The scan ran to its end."
        return Check("scan-finished", "finished", "finished", "passed", reason)
    reason = "The scan was cut off, so nobody knows what is missing. Resume it with --resume."
    return Check("scan-finished", "finished", "cut off", "inconclusive", reason)


def _check_visited(results: Results) -> Check:
    seen = results.coverage.complete
    if results.only_source:
        return _source_read(results)
    if _has_documents_only(results):
        return _documents_read(results)
    if seen:
        reason = f"{count(seen, 'page')} fully scanned."
        return Check("visited", "at least 1 page fully scanned", str(seen), "passed", reason)
    reason = "No page was fully scanned, so nothing can be said about this site."
    return Check("visited", "at least 1 page fully scanned", "0", "inconclusive", reason)


def _has_documents_only(results: Results) -> bool:
    return bool(results.documents) and not results.pages


def _documents_read(results: Results) -> Check:
    unread = [each for each in results.documents if each.state == "unreadable"]
    threshold = "every document can be read"
    if not unread:
        reason = f"{count(len(results.documents), 'document')} read, or of a format not looked at."
        return Check("visited", threshold, "all", "passed", reason)
    reason = f"{count(len(unread), 'document')} could not be read, the first: {unread[0].url}."
    return Check("visited", threshold, f"{len(unread)} not", "inconclusive", reason)


def _source_read(results: Results) -> Check:
    unread = [
        each for each in results.sources if each.state != "read" and each.role == "production"
    ]
    threshold = "something of the site can be read, and every file that makes it"
    if unread:
        reason = f"{count(len(unread), 'file')} could not be read, the first: {unread[0].path}."
        return Check("visited", threshold, f"{len(unread)} not", "inconclusive", reason)
    if not results.sources:
        reason = "No file was found that says something of a site. Name the folder of its source."
        return Check("visited", threshold, "nothing", "inconclusive", reason)
    reason = f"{count(len(results.sources), 'file')} read."
    return Check("visited", threshold, "all", "passed", reason)


def _start_page(results: Results) -> Check:
    if results.only_source:
        reason = "Source was read, and no site was scanned."
        return Check("start-page", "seen", "no site", "passed", reason)
    if _has_documents_only(results):
        reason = "Documents were read, and no site was scanned."
        return Check("start-page", "seen", "no site", "passed", reason)
    if results.coverage.start_page_seen:
        return Check("start-page", "seen", "seen", "passed", "The start page was seen.")
    targets = {canonical_url(target) for target in results.scan.targets}
    if any(
        each.reason == "robots" and canonical_url(each.url) in targets
        for each in results.coverage.skipped
    ):
        reason = "The start page was not seen, because the site's robots.txt asks not to visit it."
    else:
        reason = "The start page was not seen. Check the address and that the site answers."
    return Check("start-page", "seen", "not seen", "inconclusive", reason)


def _walls(results: Results) -> Check:
    targets = {canonical_url(target) for target in results.scan.targets}
    met = [
        wall
        for wall in results.coverage.walls
        if not wall.found_on or canonical_url(wall.url) in targets
    ]
    threshold = "no bot wall or login page in place of a target"
    if not met:
        reason = "No target was hidden behind a bot wall or a login page."
        return Check("walls", threshold, "0", "passed", reason)
    reason = (
        f"{count(len(met), 'target')} could not be seen for a bot wall or a login page, the first "
        f"is {met[0].url}. Let the scanner in, or give it a session with --storage-state."
    )
    return Check("walls", threshold, str(len(met)), "inconclusive", reason)


def _pages_seen(results: Results, policy: GatePolicy) -> Check:
    coverage = results.coverage
    if results.only_source:
        reason = "Source was read, and no page was to be scanned."
        return Check("pages-seen", "no page", "no page", "passed", reason)
    if _has_documents_only(results):
        reason = "Documents were read, and no page was to be scanned."
        return Check("pages-seen", "no page", "no page", "passed", reason)
    attempted = _count_attempted(results)
    threshold = f"at least {policy.min_coverage:.0%} of the pages attempted fully scanned"
    actual = f"{coverage.complete:,} of {attempted:,}"
    if attempted and coverage.complete >= policy.min_coverage * attempted - 1e-9:
        reason = f"{actual} pages attempted were fully scanned."
        return Check("pages-seen", threshold, actual, "passed", reason)
    reason = (
        f"Only {actual} pages attempted were fully scanned "
        f"({len(_not_seen(results)):,} not at all, {len(coverage.partial):,} in part); "
        f"{policy.min_coverage:.0%} are asked for."
    )
    return Check("pages-seen", threshold, actual, "inconclusive", reason)


def _parts_tested(results: Results) -> Check:
    """What a page hides or keeps busy fails no gate, and no gate passes without a word of it."""
    threshold = "told of pages with parts that were not tested"
    pages = sorted({part.page for part in results.coverage.parts})
    if not pages:
        return Check("parts-tested", threshold, "0", "passed", "No page has a part left untested.")
    have = "has" if len(pages) == 1 else "have"
    reason = (
        f"{count(len(pages), 'page')} {have} parts that were not tested, the first is {pages[0]}."
    )
    return Check("parts-tested", threshold, str(len(pages)), "warned", reason)


def _baseline_pages(comparison: Comparison, policy: GatePolicy) -> Check:
    known = set(comparison.baseline.pages if comparison.baseline is not None else ())
    seen = len(known & comparison.seen)
    threshold = f"at least {policy.min_coverage:.0%} of the baseline's pages fully scanned"
    actual = f"{seen:,} of {len(known):,}"
    if seen >= policy.min_coverage * len(known) - 1e-9:
        reason = f"{actual} pages of the baseline were fully scanned."
        return Check("baseline-pages", threshold, actual, "passed", reason)
    first = min(known - comparison.seen)
    reason = (
        f"Only {actual} pages of the baseline were fully scanned, the first of the others is "
        f"{first}; "
        f"{policy.min_coverage:.0%} are asked for. If they are gone for good, say so with "
        "`civiscope baseline prune --gone`."
    )
    return Check("baseline-pages", threshold, actual, "inconclusive", reason)


def _page_content(results: Results, comparison: Comparison, policy: GatePolicy) -> Check:
    known = comparison.baseline.pages if comparison.baseline is not None else ()
    lost = comparison.collapsed
    threshold = (
        f"the start page and at least {policy.min_coverage:.0%} of the baseline's pages keep "
        f"{SHARE:.0%} of their elements"
    )
    actual = count(len(lost), "page")
    if not lost:
        reason = "No page has lost most of its elements."
        return Check("page-content", threshold, actual, "passed", reason)
    starts = {comparison.keys.page(target) for target in results.scan.targets}
    first = next((page for page in sorted(lost) if page in starts), min(lost))
    before, now = lost[first]
    told = f"{first} has {count(now, 'element')} where it had about {before:,}"
    enough = len(lost) <= (1 - policy.min_coverage) * len(known) + 1e-9
    if enough and first not in starts:
        reason = f"{told}. Pages like that: {len(lost):,}, which is not too many."
        return Check("page-content", threshold, actual, "passed", reason)
    reason = (
        f"Something else than before may stand on {actual}: {told}. Look at it; if it is meant to "
        "be so, accept it with `civiscope baseline accept`."
    )
    return Check("page-content", threshold, actual, "inconclusive", reason)


def _check_journeys(results: Results) -> Check:
    stopped = [run for run in results.journeys if run.end != "completed"]
    threshold = "every journey done to its last step"
    if not stopped:
        done = count(len(results.journeys), "journey")
        return Check("journeys", threshold, "all", "passed", f"{done} done to the last step.")
    first = stopped[0]
    reason = (
        f"{count(len(stopped), 'journey')} could not be done to the last step. {first.name} came "
        f"to step {first.reached} of {len(first.steps)}: {first.detail}"
    )
    return Check("journeys", threshold, f"{len(stopped)} not", "inconclusive", reason)


def _evidence(results: Results, policy: GatePolicy) -> Check:
    threshold = f"every kind gathered on at least {policy.min_coverage:.0%} of the pages"
    missing = _too_often(results, results.coverage.collectors_failed, policy)
    if not missing:
        reason = "What the rules need was gathered on enough pages."
        return Check("evidence", threshold, "met", "passed", reason)
    reason = f"Evidence is missing too often, so rules could not answer: {missing}."
    return Check("evidence", threshold, missing, "inconclusive", reason)


def _rules_ran(results: Results, policy: GatePolicy) -> Check:
    threshold = f"every rule ran on at least {policy.min_coverage:.0%} of the pages"
    broken = _too_often(results, results.coverage.rules_crashed, policy)
    if not broken:
        reason = "No rule broke on more pages than may be missing."
        return Check("rules-ran", threshold, "met", "passed", reason)
    reason = f"Rules broke and could not answer: {broken}. Report it as a fault of the rule."
    return Check("rules-ran", threshold, broken, "inconclusive", reason)


def _too_often(results: Results, failures: tuple[CollectorFailure, ...], policy: GatePolicy) -> str:
    """Name what failed on a larger share of the pages than may be missing."""
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for failure in failures:
        pages[failure.collector].add(failure.page)
    # A rounding error of floats must not decide.
    bound = (1 - policy.min_coverage) * _count_attempted(results) + 1e-9
    return ", ".join(
        f"{name} on {count(len(on), 'page')}"
        for name, on in sorted(pages.items())
        if len(on) > bound
    )


def _count_attempted(results: Results) -> int:
    coverage = results.coverage
    known = {page.url for page in (*coverage.failed, *coverage.partial)}
    # A wall may stand among the failed pages or apart from them.
    walls = sum(wall.url not in known for wall in coverage.walls)
    return coverage.complete + len(coverage.partial) + len(_not_seen(results)) + walls


def _not_seen(results: Results) -> tuple[NotSeen, ...]:
    """Pages that could not be seen. One that answers 404 was: it is a broken link, no gap."""
    targets = {canonical_url(target) for target in results.scan.targets}
    return tuple(
        page
        for page in results.coverage.failed
        if page.reason != _ANSWERED or canonical_url(page.url) in targets
    )
