"""Join what the browser saw with the source behind it: one fault, one issue, one line to change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from civiscope.judge.bundles import Bundles
from civiscope.judge.page_tree import ELEMENTS, PageTree
from civiscope.judge.setting_places import SettingIndex
from civiscope.judge.template_index import TemplateIndex
from civiscope.judge.template_matching import PageMatcher, TemplateMatch
from civiscope.model import Missing, Page
from civiscope.model.source import SourceTree
from civiscope.results import Finding, Issue, SourceLocation
from civiscope.web.urls import host_of, is_preview

MAX_PAGES = 40
"""Pages whose elements are held against the templates; what other pages share is known by then."""
_SAME: Mapping[str, frozenset[str]] = {
    "source/image-alternative": frozenset(
        {"accessibility/image-alt", "accessibility/input-image-alt"}
    ),
    "source/field-label": frozenset({"accessibility/label", "accessibility/select-name"}),
    "source/page-language": frozenset({"accessibility/html-has-lang"}),
    "source/viewport": frozenset(
        {"accessibility/meta-viewport", "accessibility/meta-viewport-large"}
    ),
    "source/inline-handler": frozenset({"security/inline-handlers"}),
    "source/integrity": frozenset({"security/integrity-missing"}),
    "source/opener": frozenset({"security/opener-access"}),
    "source/cookie-flags": frozenset(
        {"security/cookie-secure", "security/cookie-http-only", "security/cookie-same-site"}
    ),
    "source/header-value": frozenset(
        {
            "security/hsts",
            "security/content-type-options",
            "security/clickjacking",
            "security/referrer-policy",
        }
    ),
    "source/content-policy": frozenset(
        {"security/csp-unsafe", "security/csp-complete", "security/csp-missing"}
    ),
    "source/server-version": frozenset({"security/server-version"}),
    "source/directory-listing": frozenset({"security/directory-listing"}),
    "source/debug": frozenset({"security/debug-page"}),
    "source/https-redirect": frozenset({"security/https-redirect"}),
}
"""Rules about pages that tell of the same fault as a rule about source, at the same line."""


@dataclass(slots=True)
class PageElements:
    """The elements of pages, as far as the join needs them."""

    trees: dict[str, PageTree] = field(default_factory=dict[str, PageTree])
    scripts: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """Names of the scripts that each page has loaded."""

    def take(self, page: Page) -> None:
        """Keep the elements of *page*, when they were gathered."""
        results = page.evidence.script_results
        found = None if isinstance(results, Missing) else results.get(ELEMENTS)
        if isinstance(found, list) and found and len(self.trees) < MAX_PAGES:
            self.trees[page.url] = PageTree.of(found[0].get("elements", ()))
            self.scripts[page.url] = frozenset(_file_name(each.url) for each in page.requests)


def join_sources(
    findings: Sequence[Finding],
    issues: Sequence[Issue],
    tree: SourceTree | None,
    pages: PageElements,
) -> tuple[tuple[Finding, ...], tuple[Issue, ...]]:
    """Return findings with the lines they come from, and issues where both sides have met."""
    if tree is None:
        return tuple(findings), tuple(issues)
    placed = _with_places(findings, tree, pages)
    settings = SettingIndex(tree)
    placed = [_not_blamed(each, settings) for each in placed]
    told, kept = _merged(placed, _of_findings(issues, placed))
    return told, tuple(sorted(kept, key=lambda each: (each.advice, each.needs_review)))


def _with_places(
    findings: Sequence[Finding], tree: SourceTree, pages: PageElements
) -> list[Finding]:
    settings = SettingIndex(tree)
    index = TemplateIndex(tree.files)
    bundles = Bundles(tree.files)
    matchers: dict[str, PageMatcher] = {}
    known: dict[tuple[str, str, str], tuple[SourceLocation, ...]] = {}
    placed: list[Finding] = []
    for finding in findings:
        if finding.source:
            placed.append(finding)
            continue
        key = finding.rule, finding.component, finding.snippet
        found = settings.locations(finding)
        if not found and finding.snippet and not finding.frame and index.places:
            page = pages.trees.get(finding.page)
            if page is not None:
                if finding.page not in matchers:
                    absent = bundles.not_in(pages.scripts.get(finding.page, frozenset()))
                    matchers[finding.page] = PageMatcher(page, index, finding.page, absent)
                found = _in_template(finding, page, matchers[finding.page])
                known.setdefault(key, found)
            else:
                found = tuple(replace(each, sure=False) for each in known.get(key, ()))
        placed.append(replace(finding, source=found) if found else finding)
    return placed


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2])


def _in_template(
    finding: Finding, page: PageTree, matcher: PageMatcher
) -> tuple[SourceLocation, ...]:
    element = page.find(finding.selector, finding.snippet)
    match = matcher.match(element) if element is not None else None
    return locations_of(match) if match is not None else ()


def locations_of(match: TemplateMatch) -> tuple[SourceLocation, ...]:
    """Return the lines of a match, the likeliest first."""
    return tuple(
        SourceLocation(
            file=place.file,
            line=place.element.line,
            column=place.element.column,
            end_line=place.element.end_line,
            sure=match.sure,
            kind="element",
            snippet=place.element.snippet,
        )
        for place in match.places
    )


def _not_blamed(finding: Finding, settings: SettingIndex) -> Finding:
    """Return a finding for review where a preview lacks a field that a server's file sets."""
    if not is_preview(host_of(finding.page or finding.url)):
        return finding
    elsewhere = settings.sets_elsewhere(finding)
    if elsewhere is None:
        return finding
    return replace(finding, source=(elsewhere,), needs_review=True, confidence="tentative")


def _of_findings(issues: Iterable[Issue], findings: Iterable[Finding]) -> tuple[Issue, ...]:
    """Return *issues*, those for review whose findings have all become so."""
    failing = {each.issue for each in findings if not each.needs_review}
    return tuple(
        issue
        if issue.needs_review or issue.id in failing
        else replace(issue, needs_review=True, confidence="tentative")
        for issue in issues
    )


def _merged(
    findings: Sequence[Finding], issues: Sequence[Issue]
) -> tuple[tuple[Finding, ...], tuple[Issue, ...]]:
    """Return findings and issues with those about source told with those about pages."""
    seen: dict[tuple[str, int, str], str] = {}
    for each in findings:
        if not each.rule.startswith("source/"):
            for place in each.source:
                if place.sure:
                    seen.setdefault((place.file, place.line, each.rule), each.issue)
    moved: dict[str, str] = {}
    also: defaultdict[str, list[str]] = defaultdict(list)
    told: list[Finding] = []
    for each in findings:
        issue = _issue_of(each, seen)
        if issue and issue != each.issue:
            moved[each.id] = issue
            also[issue].append(each.rule)
            each = replace(each, issue=issue)
        told.append(each)
    left = {each.issue for each in told}
    kept = tuple(
        replace(issue, also=tuple(dict.fromkeys((*issue.also, *also[issue.id]))))
        if also[issue.id]
        else issue
        for issue in issues
        if issue.id in left
    )
    return tuple(told), kept


def _issue_of(finding: Finding, seen: Mapping[tuple[str, int, str], str]) -> str:
    """Return the issue about pages that a finding about source belongs to; nothing when none."""
    for place in finding.source if finding.rule in _SAME else ():
        for rule in sorted(_SAME[finding.rule]):
            issue = seen.get((place.file, place.line, rule))
            if issue:
                return issue
    return ""
