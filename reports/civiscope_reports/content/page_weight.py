"""How much pages weigh, by template: what a first visit costs people with slow or dear lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civiscope.results import PageResult
from civiscope_reports.content.page_views import BarChart, name_rows, severity_chart

MAX_ROWS = 10
_KILOBYTE = 1000


@dataclass(frozen=True, slots=True)
class PageWeight:
    """Pages of one template, or one page where all are of one."""

    example: str
    """The heaviest of them."""
    pages: int
    kilobytes: int
    """Of a page, on average."""
    heaviest: int
    """Kilobytes of the heaviest."""
    requests: int
    """Of a page, on average."""


def page_weights(pages: Sequence[PageResult]) -> tuple[PageWeight, ...]:
    """Return the weight of *pages*, the heaviest first; nothing when they were not weighed."""
    weighed = [page for page in pages if page.kind == "page" and page.weight]
    members: defaultdict[str, list[PageResult]] = defaultdict(list)
    for page in weighed:
        members[page.template].append(page)
    groups = list(members.values()) if len(members) > 1 else [[page] for page in weighed]
    rows = [_weight(group) for group in groups]
    return tuple(sorted(rows, key=lambda row: (-row.kilobytes, row.example))[:MAX_ROWS])


def weight_chart(rows: Sequence[PageWeight], titles: Mapping[str, str]) -> BarChart | None:
    """Return a bar for each of *rows*; *titles* are those of pages, by address."""
    names = name_rows([row.example for row in rows], titles)
    return severity_chart(
        ("weight",),
        [(name, (row.kilobytes,), row.kilobytes) for name, row in zip(names, rows, strict=True)],
    )


def _weight(pages: Sequence[PageResult]) -> PageWeight:
    heaviest = max(pages, key=lambda page: (page.weight, page.url))
    return PageWeight(
        example=heaviest.url,
        pages=len(pages),
        kilobytes=_kilobytes(sum(page.weight for page in pages) / len(pages)),
        heaviest=_kilobytes(heaviest.weight),
        requests=round(sum(page.requests for page in pages) / len(pages)),
    )


def _kilobytes(size: float) -> int:
    """Return *size* in kilobytes; what is not empty has one at least."""
    return max(round(size / _KILOBYTE), 1)
