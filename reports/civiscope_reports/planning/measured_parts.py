"""What is to be done by what a scan measured, where no rule says so: failures, weight, scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civiscope.model import Severity
from civiscope.results import NotSeen, PageResult, Results
from civiscope_reports.content.figures import (
    SLOW_LINE_LIMIT_S,
    WITHOUT_SCRIPTS,
    slow_line_seconds,
)
from civiscope_reports.content.plan_settings import Cause
from civiscope_reports.content.site_name import site_name
from civiscope_reports.planning.plan_values import PlanFigure, StepPart
from civiscope_reports.text.language import Language

FAILURE_REASONS = {"connection", "dns", "refused", "timeout", "tls"} | {
    "queue",
    "overloaded",
    "maintenance",
    "unavailable",
}
"""Reasons in coverage that are failures of a server, beside errors of the 500s."""
_MAX_TOLD = 10
_NO_ISSUES = PlanFigure(0, "issues")
_WIDE_SHARE = 0.8
"""Share of pages beyond which the cause is not the content of single ones."""


def is_failure(unseen: NotSeen) -> bool:
    """Say whether a page was not seen because the server failed."""
    return unseen.reason in FAILURE_REASONS or (
        unseen.reason == "http-error" and " 5" in unseen.detail
    )


def measured_parts(
    results: Results, source: str, known: set[str], words: Language
) -> Iterator[StepPart]:
    """Yield parts of steps from what was measured at the site of *results*.

    *known* are packages that its problems are in already.
    """
    site = (site_name(results, words), source)
    failed = [each for each in results.coverage.failed if is_failure(each)]
    if failed:
        yield _failure_part(failed, results, site)
    seen = [page for page in results.pages if page.kind == "page" and page.state == "complete"]
    weighed = [page for page in seen if page.weight]
    slow = [page for page in weighed if slow_line_seconds(page.weight) > SLOW_LINE_LIMIT_S]
    if slow and "weight" not in known:
        slow.sort(key=lambda page: (-page.weight, page.url))
        yield _pages_part("weight", "pages-slow", slow, len(weighed), site)
    read = [page for page in seen if page.reading is not None and page.reading.band]
    hard = [page for page in read if page.reading is not None and page.reading.band == "hard"]
    if hard and "words" not in known:
        yield _pages_part("words", "pages-hard", hard, len(read), site)
    empty = [page for page in seen if _outcome(page) == "failed"]
    if empty and "scripts" not in known:
        tried = sum(_outcome(page) in {"passed", "failed", "cantTell"} for page in seen)
        yield _pages_part("scripts", "pages-empty", empty, tried, site)


def _failure_part(failed: Sequence[NotSeen], results: Results, site: tuple[str, str]) -> StepPart:
    wide = not results.coverage.start_page_seen or len(failed) > len(results.pages) / 10
    severity: Severity = "critical" if wide else "serious"
    count = PlanFigure(len(failed), "failures")
    return StepPart(
        package="failures",
        cause="platform",
        site=site[0],
        source=site[1],
        problems=(),
        issues=_NO_ISSUES,
        pages=count,
        places=count,
        severity=severity,
        affects=("everyone",),
        importance=90.0 if wide else 40.0,
        blocker=wide,
        pilot=failed[0].url,
        pilot_pages=1,
        when=tuple(_when(each) for each in failed[:_MAX_TOLD]),
    )


def _when(each: NotSeen) -> str:
    at = f"{each.at}: " if each.at else ""
    return f"{at}{each.url}: {each.detail}"


def _pages_part(
    package: str, formula: str, pages: Sequence[PageResult], of: int, site: tuple[str, str]
) -> StepPart:
    cause: Cause = "shared" if len(pages) >= _WIDE_SHARE * of and of > 1 else "content"
    count = PlanFigure(len(pages), formula)
    return StepPart(
        package=package,
        cause=cause,
        site=site[0],
        source=site[1],
        problems=(),
        issues=_NO_ISSUES,
        pages=count,
        places=count,
        severity="moderate",
        affects=("everyone",),
        importance=4.5,
        blocker=False,
        pilot=pages[0].url,
        pilot_pages=1,
        tried_on=of,
    )


def _outcome(page: PageResult) -> str:
    found = page.outcomes.get(WITHOUT_SCRIPTS)
    return found.outcome if found is not None else "untested"
