"""What the templates of the report are given: issues, requirements, pages and rules, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from civiscope.results import Issue, PageResult, Results, RuleFacts
from civiscope_reports.content.check_steps import check_steps
from civiscope_reports.content.context import Context
from civiscope_reports.content.documents import document_views
from civiscope_reports.content.frameworks import FrameworkView, views
from civiscope_reports.content.gaps import gaps
from civiscope_reports.content.inventory import select_consent, select_inventory
from civiscope_reports.content.issues import MAX_ISSUES, select_issues, worst_components
from civiscope_reports.content.key_steps import key_step
from civiscope_reports.content.outcomes import only_hints, outcomes_of
from civiscope_reports.content.page_views import (
    problems_by_page,
    problems_by_people,
    problems_by_template,
    severity_chart,
    template_chart,
)
from civiscope_reports.content.page_weight import page_weights, weight_chart
from civiscope_reports.content.pictures import pictures
from civiscope_reports.content.ranking import rank_issues
from civiscope_reports.content.rule_texts import RuleTexts
from civiscope_reports.content.site_name import site_name
from civiscope_reports.content.standards import WCAG, Clauses, wcag_first
from civiscope_reports.content.trend import Trend, trend
from civiscope_reports.content.verdict import severity_table, summarise
from civiscope_reports.text import wording
from civiscope_reports.text.language import Language

MAX_PAGES = 5000
MAX_DOCUMENTS = 1000
MAX_ADVICE = 100
"""Entries of good practice that are shown; they are one each for the whole site."""
_WAIVER_DAYS = 90


def values(
    results: Results, context: Context, words: Language, most: int = MAX_ISSUES
) -> dict[str, object]:
    """Return what templates show of *results*; *most* issues of each kind."""
    open_results = context.without_waived(results)
    waived = [issue for issue in results.failures if context.state(issue) == "waived"]
    failures = select_issues(rank_issues(open_results.failures, results), results, most)
    reviews = select_issues(rank_issues(open_results.reviews, results), results, most)
    advice = select_issues(rank_issues(open_results.advice, results), results, MAX_ADVICE)
    seen = views(results)
    hints = only_hints(results)
    course = trend(results, context)
    return {
        **_functions(results, context, words, course),
        **_sides(open_results, words),
        "site": site_name(results, words),
        "summary": summarise(open_results, words),
        "components": worst_components(open_results.failures),
        "results": results,
        "context": context,
        "scan": results.scan,
        "tool": results.tool,
        "coverage": results.coverage,
        "gaps": gaps(results, words),
        "failures": failures,
        "reviews": reviews,
        "advice": advice,
        "waived": select_issues(waived, results),
        "pictures": pictures(results, (*failures.shown, *reviews.shown), context.pictures),
        "waiver_days": _waiver_days(results),
        "shown_ids": {each.issue.id for each in (*failures.shown, *reviews.shown, *advice.shown)},
        "choices": _choices(results, context, seen),
        "frameworks_of": _frameworks_of(seen),
        "views": seen,
        "page_titles": _page_titles(results.pages),
        "twin_titles": _twin_titles(results),
        "pages": [(page, _outcome_counts(page, hints)) for page in results.pages[:MAX_PAGES]],
        "more_pages": max(len(results.pages) - MAX_PAGES, 0),
        "documents": results.coverage.documents[:MAX_DOCUMENTS],
        "document_views": document_views(results),
        "more_documents": max(len(results.coverage.documents) - MAX_DOCUMENTS, 0),
        "rules": _rule_counts(results, hints),
        "inventory": select_inventory(results.inventory),
        "consent": select_consent(results),
        "trend": course,
    }


def _functions(
    results: Results, context: Context, words: Language, course: Trend | None
) -> dict[str, object]:
    """Return what templates may ask about one issue, rule or clause."""
    clauses = Clauses(results)

    def told_key_step(step: str) -> str:
        return key_step(step, words)

    def told_check_steps(rule: RuleFacts) -> tuple[str, ...]:
        return check_steps(rule, words)

    def first_seen(issue: Issue) -> str:
        return _first_seen(issue, context, course)

    return {
        "rule_texts": RuleTexts(results, words),
        "requirement_url": clauses.url_of,
        "clause_of": clauses.get,
        "standards_first": wcag_first,
        "key_step": told_key_step,
        "check_steps": told_check_steps,
        "criteria_of": _criteria_of,
        "first_seen": first_seen,
    }


def _sides(results: Results, words: Language) -> dict[str, object]:
    """Return the problems by area, page, template and people, with their charts."""
    failures = rank_issues(results.failures, results)
    met, rows = severity_table(failures, {rule.id: rule.area for rule in results.rules})
    templates = problems_by_template(failures, results)
    titles = {page.url: page.title for page in results.pages}
    weights = page_weights(results.pages)
    named = [(wording.area(name, words), numbers, total) for name, numbers, total in rows]
    return {
        "table": (met, rows),
        "area_chart": severity_chart(met, named),
        "on_page": problems_by_page(failures, results),
        "templates": templates,
        "template_chart": template_chart(templates, titles),
        "weights": weights,
        "weight_chart": weight_chart(weights, titles),
        "people": problems_by_people(failures, results),
    }


def _page_titles(pages: tuple[PageResult, ...]) -> dict[str, tuple[str, bool]]:
    """Return the title of each page by its address, and whether no other page has it."""
    often = Counter(page.title for page in pages)
    return {page.url: (page.title, often[page.title] == 1) for page in pages}


def _twin_titles(results: Results) -> set[str]:
    """Return the titles that several issues have."""
    return {title for title, n in Counter(i.title for i in results.issues).items() if n > 1}


def _criteria_of(issue: Issue) -> tuple[str, ...]:
    return issue.standards.get(WCAG, ())


def _first_seen(issue: Issue, context: Context, course: Trend | None) -> str:
    """Return the first day that a baseline or an earlier scan knows *issue* from."""
    days = [context.first_seen.get(issue.id, "")]
    if course is not None and issue.id in course.known:
        days.append(course.known[issue.id].first)
    return min((day for day in days if day), default="")


def _waiver_days(results: Results) -> tuple[str, str]:
    """Return the days a waiver of what was found may begin and end."""
    try:
        day = date.fromisoformat(results.scan.started[:10])
    except ValueError:
        return "", ""
    return day.isoformat(), (day + timedelta(days=_WAIVER_DAYS)).isoformat()


def _choices(
    results: Results, context: Context, seen: tuple[FrameworkView, ...]
) -> dict[str, object]:
    """Return what the filters offer: only what some issue has."""
    rules = {rule.id: rule for rule in results.rules}
    issues = results.issues
    groups = {group for issue in issues for group in rules[issue.rule].affects}
    criteria = {key for issue in issues for key in issue.standards.get(WCAG, ())}
    states = {context.state(issue) for issue in issues}
    clauses = Clauses(results)
    return {
        "severity": [s for s in wording.SEVERITY if any(i.severity == s for i in issues)],
        "area": sorted({rules[issue.rule].area for issue in issues}),
        "affects": [group for group in wording.AFFECTED if group in groups],
        "framework": [view.framework for view in seen if any(row.issues for row in view.rows)],
        "criterion": [
            (key, clauses.get(WCAG, key).title) for key in sorted(criteria, key=_by_number)
        ],
        "state": [state for state in wording.STATE if state in states],
    }


def _by_number(key: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d{1,6}", key))


def _frameworks_of(seen: tuple[FrameworkView, ...]) -> dict[str, str]:
    """Return the ids of the frameworks that each issue falls under, by issue id."""
    found: dict[str, list[str]] = {}
    for view in seen:
        for issue in {issue.id: issue for row in view.rows for issue in row.issues}:
            found.setdefault(issue, []).append(view.framework.id)
    return {issue: " ".join(ids) for issue, ids in found.items()}


def _outcome_counts(page: PageResult, hints: frozenset[tuple[str, str]]) -> Mapping[str, int]:
    counts = dict.fromkeys(wording.OUTCOME, 0)
    for _, outcome, _ in outcomes_of(page, hints):
        counts[outcome] += 1
    return counts


def _rule_counts(
    results: Results, hints: frozenset[tuple[str, str]]
) -> list[tuple[RuleFacts, Mapping[str, int]]]:
    counts = {rule.id: dict.fromkeys(wording.OUTCOME, 0) for rule in results.rules}
    for page in results.pages:
        for rule_id, outcome, _ in outcomes_of(page, hints):
            if rule_id in counts:
                counts[rule_id][outcome] += 1
    return [(rule, counts[rule.id]) for rule in results.rules]
