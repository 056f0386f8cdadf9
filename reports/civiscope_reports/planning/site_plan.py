"""What one site's results say for a plan: its problems in packages of work, by their cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from civiscope.model import Severity
from civiscope.results import Finding, Issue, Results, RuleFacts, severity_rank
from civiscope.results.ranking import importance
from civiscope.web.urls import host_of, registrable_domain
from civiscope_reports.content.plan_settings import Cause, PlanSettings
from civiscope_reports.content.rule_texts import RuleTexts
from civiscope_reports.content.site_name import site_name
from civiscope_reports.planning.packages import STYLE, Package, package_of
from civiscope_reports.planning.plan_values import PlanFigure, PlanProblem, StepPart
from civiscope_reports.text.language import Language

MIN_TEMPLATE_PAGES = 3
"""Pages of a template that must be known before it can be told from content."""
_TEMPLATE_SHARE = 0.8
_MAX_COMPONENTS = 5
_ON_MANY = 0.5
"""Share of pages on which a critical problem keeps people from a site as a whole."""
_INSIDE: tuple[Cause, ...] = ("template", "content")
_TRAP = "accessibility/keyboard-trap"
_URGENT = {"security/certificate-dates", "security/certificate-expires-soon", _TRAP}


@dataclass(frozen=True, slots=True)
class _KnownIssue:
    issue: Issue
    rule: RuleFacts
    pages: frozenset[str]
    cause: Cause
    supplier: str
    tried_on: int


class SitePages:
    """The pages of a site by template, and which rules were looked for on them."""

    def __init__(self, results: Results) -> None:
        self.seen = [page for page in results.pages if page.kind == "page"]
        self.template_of = {page.url: page.template for page in self.seen}
        self.members: defaultdict[str, set[str]] = defaultdict(set)
        for page in self.seen:
            if page.template:
                self.members[page.template].add(page.url)
        self._tried: dict[str, frozenset[str]] = {}

    def tried(self, rule: str) -> frozenset[str]:
        """Return the pages on which *rule* was looked for."""
        if rule not in self._tried:
            self._tried[rule] = frozenset(
                page.url
                for page in self.seen
                if (found := page.outcomes.get(rule)) is not None and found.outcome != "untested"
            )
        return self._tried[rule]

    def built_like(self, url: str) -> int:
        """Return how many pages are of the template of *url*; 1 when it has none."""
        return len(self.members.get(self.template_of.get(url, ""), ())) or 1


def site_parts(
    results: Results, source: str, settings: PlanSettings, words: Language
) -> tuple[StepPart, ...]:
    """Return what is to be done at the site of *results*, which were read from *source*."""
    pages = SitePages(results)
    rules = {rule.id: rule for rule in results.rules}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in results.findings:
        found[finding.issue].append(finding)
    grouped: defaultdict[tuple[str, Cause, str], list[_KnownIssue]] = defaultdict(list)
    for issue in results.failures:
        known = _known(issue, rules[issue.rule], found[issue.id], pages)
        package = package_of(issue.rule).id
        grouped[package, known.cause, known.supplier].append(known)
    for package in STYLE:
        _join_style(package, grouped)
    texts = RuleTexts(results, words)
    name = site_name(results, words)
    tools = _Tools(pages, rules, texts, settings)
    made = [
        _part(package_of(members[0].issue.rule), members, (name, source), tools)
        for _, members in sorted(grouped.items())
    ]
    return (*made, *_to_check(results, name, source))


def _join_style(
    package: str, grouped: defaultdict[tuple[str, Cause, str], list[_KnownIssue]]
) -> None:
    """Make one part of what a style sheet decides, where several pages show it."""
    inside = [each for cause in _INSIDE for each in grouped.get((package, cause, ""), ())]
    on = frozenset[str]().union(*(each.pages for each in inside))
    if (package, "shared", "") in grouped or len(on) >= MIN_TEMPLATE_PAGES:
        for cause in _INSIDE:
            grouped.pop((package, cause, ""), None)
        if inside:
            shared: list[_KnownIssue] = [replace(each, cause="shared") for each in inside]
            grouped[package, "shared", ""] += shared


def _to_check(results: Results, name: str, source: str) -> tuple[StepPart, ...]:
    """Return what people have to decide, as a part of a step: it is work, too."""
    if not results.reviews:
        return ()
    count = PlanFigure(len(results.reviews), "reviews")
    severities: list[Severity] = [issue.severity for issue in results.reviews]
    return (
        StepPart(
            package="check",
            cause="organisation",
            site=name,
            source=source,
            problems=(),
            issues=count,
            pages=PlanFigure(
                len({page for i in results.reviews for page in i.example_pages}), "examples"
            ),
            places=count,
            severity=min(severities, key=severity_rank),
            affects=("everyone",),
            importance=0.0,
            blocker=False,
            pilot="",
            pilot_pages=0,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Tools:
    pages: SitePages
    rules: Mapping[str, RuleFacts]
    texts: RuleTexts
    settings: PlanSettings


def _known(issue: Issue, rule: RuleFacts, findings: list[Finding], pages: SitePages) -> _KnownIssue:
    on = frozenset(finding.page for finding in findings if finding.page)
    supplier = _supplier(findings)
    cause = "supplier" if supplier else _cause(issue, rule, on, pages)
    if cause == "content" and _repeats(findings):
        cause = "shared"
    return _KnownIssue(issue, rule, on, cause, supplier, len(pages.tried(rule.id)))


def _cause(issue: Issue, rule: RuleFacts, on: frozenset[str], pages: SitePages) -> Cause:
    if issue.document or rule.scope == "document":
        return "documents"
    done_by = package_of(rule.id).by
    if done_by != "pages":
        return done_by
    if not on:
        return "shared"
    if package_of(rule.id).id in STYLE and len(on) >= MIN_TEMPLATE_PAGES:
        return "shared"
    tried = pages.tried(rule.id) | on
    hit = {pages.template_of.get(url, "") for url in on} - {""}
    whole = [
        template
        for template in hit
        if len(pages.members[template]) >= MIN_TEMPLATE_PAGES
        and len(on & pages.members[template])
        >= _TEMPLATE_SHARE * len(tried & pages.members[template])
    ]
    everywhere = len(tried) >= MIN_TEMPLATE_PAGES and len(on) >= _TEMPLATE_SHARE * len(tried)
    if issue.site_part == "every-page" or everywhere or len(whole) > 1:
        return "shared"
    return "template" if whole and len(hit) == len(whole) else "content"


def _repeats(findings: Iterable[Finding]) -> bool:
    """Say whether most of *findings* are of the same markup, on several pages: no content is."""
    on: defaultdict[str, set[str]] = defaultdict(set)
    for finding in findings:
        on[finding.snippet].add(finding.page)
    on.pop("", None)
    most = max(map(len, on.values()), default=0)
    pages = len(set[str]().union(*on.values()))
    return most >= MIN_TEMPLATE_PAGES and most >= pages * _ON_MANY


def _supplier(findings: Iterable[Finding]) -> str:
    """Return the domain of somebody else's frame when all *findings* lie in such; else nothing."""
    owners: set[str] = set()
    for finding in findings:
        host, own = host_of(finding.frame), host_of(finding.page)
        if not host or not own or registrable_domain(host) == registrable_domain(own):
            return ""
        owners.add(registrable_domain(host) or host)
    return min(owners, default="")


def _part(
    package: Package, members: list[_KnownIssue], named: tuple[str, str], tools: _Tools
) -> StepPart:
    on = frozenset[str]().union(*(each.pages for each in members))
    issues = [each.issue for each in members]
    worst = min(issues, key=lambda issue: (severity_rank(issue.severity), issue.id))
    weighed = max(
        importance(replace(issue, pages=len(on) or issue.pages), tools.rules) for issue in issues
    )
    groups = dict.fromkeys(group for each in members for group in each.rule.affects)
    pilot = _pilot(on, tools.pages)
    cause = members[0].cause
    by_document = len({issue.document for issue in issues if issue.document})
    places = sum(issue.occurrences for issue in issues)
    return StepPart(
        package=package.id,
        cause=cause,
        site=named[0],
        source=named[1],
        problems=_problems(members, tools),
        issues=PlanFigure(len(issues), "issues"),
        pages=PlanFigure(len(on), "pages"),
        places=PlanFigure(by_document, "documents")
        if cause == "documents"
        else PlanFigure(places, "places"),
        severity=worst.severity,
        affects=tuple(groups),
        importance=weighed,
        blocker=any(_blocks(each, tools) for each in members),
        pilot=pilot,
        pilot_pages=tools.pages.built_like(pilot) if pilot else 0,
        supplier=members[0].supplier,
        tried_on=max(each.tried_on for each in members),
    )


def _blocks(known: _KnownIssue, tools: _Tools) -> bool:
    """Say whether a problem keeps people from what they came for."""
    issue = known.issue
    if issue.rule in _URGENT:
        return True
    if issue.severity != "critical":
        return False
    key = any(fnmatchcase(url, each) for url in known.pages for each in tools.settings.key_tasks)
    share = len(known.pages) / max(known.tried_on, 1)
    wide = known.tried_on >= MIN_TEMPLATE_PAGES and share >= _ON_MANY
    return key or issue.site_part != "" or known.cause in {"shared", "template"} or wide


def _pilot(on: frozenset[str], pages: SitePages) -> str:
    """Return the page that stands for most others of those in *on*."""
    return min(on, key=lambda url: (-pages.built_like(url), len(url), url), default="")


def _problems(members: list[_KnownIssue], tools: _Tools) -> tuple[PlanProblem, ...]:
    by_rule: defaultdict[str, list[_KnownIssue]] = defaultdict(list)
    for each in members:
        by_rule[each.issue.rule].append(each)
    made = [_problem(own, tools) for _, own in sorted(by_rule.items())]
    made.sort(key=lambda each: (severity_rank(each.severity), -len(each.issues), each.rule))
    return tuple(made)


def _problem(own: list[_KnownIssue], tools: _Tools) -> PlanProblem:
    own.sort(key=lambda each: each.issue.id)
    said = tools.texts.issue_title(own[0].issue)
    severities: list[Severity] = [each.issue.severity for each in own]
    on = frozenset[str]().union(*(each.pages for each in own))
    components = sorted({each.issue.component for each in own if each.issue.component})
    return PlanProblem(
        rule=own[0].issue.rule,
        title=said.text,
        translated=said.translated,
        severity=min(severities, key=severity_rank),
        issues=tuple(each.issue.id for each in own),
        fingerprints=tuple(sorted({each.issue.fingerprint for each in own})),
        components=tuple(components[:_MAX_COMPONENTS]),
        example=_pilot(on, tools.pages) or own[0].issue.document,
    )
