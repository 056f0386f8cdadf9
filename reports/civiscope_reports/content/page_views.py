"""The same problems seen from other sides: by page, by template, by the people they keep out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from civiscope.model import Severity
from civiscope.results import Issue, Results
from civiscope_reports.text.plain import plain
from civiscope_reports.text.wording import AFFECTED

MAX_LISTED_PAGES = 300
"""Pages that are shown with links to their problems; of more, only the counts."""
MAX_ON_A_PAGE = 12
MAX_TEMPLATES = 20
_MAX_NAME = 20
"""Characters that fit before a bar."""
_BAR_HEIGHT, _ROW, _WIDTH, _LABEL = 18, 28, 640, 170


@dataclass(frozen=True, slots=True)
class ShownTemplate:
    """Pages that are built alike, and the problems on them."""

    example: str
    """The first of its pages."""
    pages: int
    problems: int


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """People, and the problems that concern them."""

    group: str
    problems: int
    pages: int


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A piece of a row of a chart."""

    kind: str
    """Class that gives its colour."""
    x: float
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class ChartLabel:
    """What stands before a row of a chart, and its number behind it."""

    text: str
    y: int
    number: int
    end: float
    """Where the row ends."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Rows of bars; a table with the same numbers stands beside it."""

    bars: tuple[ChartBar, ...]
    labels: tuple[ChartLabel, ...]
    width: int
    height: int
    bar: int


def problems_by_page(issues: Iterable[Issue], results: Results) -> dict[str, tuple[Issue, ...]]:
    """Return the problems on each page, the weightiest first; nothing on a large site."""
    if len(results.pages) > MAX_LISTED_PAGES:
        return {}
    pages = _pages_of(results)
    found: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        for page in pages.get(issue.id, ()):
            found[page].append(issue)
    return {page: tuple(own) for page, own in found.items()}


def problems_by_template(issues: Sequence[Issue], results: Results) -> tuple[ShownTemplate, ...]:
    """Return the templates of the site, those with most problems first.

    None when all pages are of one, or when each page is of its own: no repair is then shared.
    """
    pages = _pages_of(results)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for page in results.pages:
        if page.template and page.kind == "page":
            members[page.template].append(page.url)
    if len(members) < 2 or all(len(urls) == 1 for urls in members.values()):
        return ()
    template_of = {url: template for template, urls in members.items() for url in urls}
    counted: defaultdict[str, int] = defaultdict(int)
    for issue in issues:
        for template in {template_of[url] for url in pages.get(issue.id, ()) if url in template_of}:
            counted[template] += 1
    shown = [
        ShownTemplate(urls[0], len(urls), counted[template]) for template, urls in members.items()
    ]
    shown.sort(key=lambda each: (-each.problems, -each.pages, each.example))
    return tuple(each for each in shown[:MAX_TEMPLATES] if each.problems)


def problems_by_people(issues: Sequence[Issue], results: Results) -> tuple[ShownGroup, ...]:
    """Return who is concerned by how many problems, those with most first."""
    rules = {rule.id: rule for rule in results.rules}
    pages = _pages_of(results)
    found: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        for group in rules[issue.rule].affects:
            found[group].append(issue)
    shown = [
        ShownGroup(
            group, len(own), len({page for issue in own for page in pages.get(issue.id, ())})
        )
        for group, own in found.items()
        if group in AFFECTED
    ]
    return tuple(sorted(shown, key=lambda each: (-each.problems, -each.pages, each.group)))


def severity_chart(
    met: Sequence[Severity | str], rows: Sequence[tuple[str, Sequence[int], int]]
) -> BarChart | None:
    """Return bars for a table: each row's name, its numbers by the severities *met*, their sum."""
    most = max((total for _, _, total in rows), default=0)
    if len(rows) < 2 or not most:
        return None
    room = _WIDTH - _LABEL - 50
    bars: list[ChartBar] = []
    labels: list[ChartLabel] = []
    for number, (name, numbers, total) in enumerate(rows):
        x, y = float(_LABEL), number * _ROW + 4
        for severity, count in zip(met, numbers, strict=True):
            width = round(room * count / most, 1)
            if width:
                bars.append(ChartBar(str(severity), round(x, 1), y, width))
            x += width
        labels.append(ChartLabel(name, y + _BAR_HEIGHT - 4, total, round(x + 8, 1)))
    return BarChart(tuple(bars), tuple(labels), _WIDTH, len(rows) * _ROW, _BAR_HEIGHT)


def template_chart(templates: Sequence[ShownTemplate], names: Mapping[str, str]) -> BarChart | None:
    """Return a bar for the problems of each template; *names* are those of their examples."""
    shown = name_rows([each.example for each in templates], names)
    rows = [
        (name, (each.problems,), each.problems) for name, each in zip(shown, templates, strict=True)
    ]
    return severity_chart(("serious",), rows)


def name_rows(pages: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """Return a short name for each of *pages* in a chart: its title, or the end of its address
    where there is none or another row would look the same."""
    names = [plain(titles.get(url) or "", _MAX_NAME) for url in pages]
    often = Counter(names)
    return [
        name if name and often[name] == 1 else _end_of_address(url)
        for name, url in zip(names, pages, strict=True)
    ]


def _end_of_address(url: str) -> str:
    parts = urlsplit(url)
    end = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return end if len(end) <= _MAX_NAME else f"…{end[1 - _MAX_NAME :]}"


def _pages_of(results: Results) -> dict[str, set[str]]:
    """Return the pages that each issue shows on, by its id."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for finding in results.findings:
        if finding.page:
            found[finding.issue].add(finding.page)
    return found
