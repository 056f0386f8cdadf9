"""Which column of a table holds the criterion, its level and the remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from civiscope_reports.conformance.criteria import numbers_in
from civiscope_reports.conformance.levels import level_of, read_level_cell
from civiscope_reports.conformance.tables import GridRow
from civiscope_reports.conformance.values import Level
from civiscope_reports.conformance.words import column_words, component_words, plain_words

_MAX_HEADER_ROWS = 6
_MAX_HEADING_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class ColumnLabel:
    """What the heading of a column of levels says."""

    text: str
    words: str
    """What it says besides `conformance level`, for comparing."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Where a table has what."""

    width: int
    criteria: tuple[int, ...]
    """Columns that name the criterion."""
    levels: tuple[int, ...]
    """Columns with a level; more than one when there are several products or components."""
    level_labels: tuple[ColumnLabel, ...] = ()
    """The heading of each."""
    remarks: tuple[int, ...] = ()
    component: int | None = None
    marked: tuple[tuple[int, Level], ...] = ()
    """Columns that are each a level of their own, marked with a cross."""
    by_components: bool = False
    """Whether only components stand over the columns of levels."""


_IN_LONGER = frozenset({"level", "remarks", "criteria"})
"""What may be named within a longer heading."""
_UNNAMED = ColumnLabel("", "")


def column_kind(text: str) -> tuple[str, str]:
    """Return what a column with the heading *text* holds, and what else the heading says."""
    lines = [plain_words(line) for line in text.split("\n") if line.strip()]
    if not lines or len(text) > _MAX_HEADING_CHARACTERS * max(1, len(lines)):
        return "", ""
    words = column_words()
    # Headings that programs repeat on each page stand there many times.
    whole = " ".join(lines)
    for each in (whole, *_repeated_parts(whole)):
        if each in words:
            return words[each], ""
    whole = min((whole, *_repeated_parts(whole)), key=len)
    for name, kind in sorted(words.items(), key=lambda item: -len(item[0])):
        more = len(whole.split()) - len(name.split())
        if kind in _IN_LONGER and len(name) > 6 and f" {name} " in f" {whole} " and more <= 6:
            return kind, whole.replace(name, " ").strip()
    return "", ""


def _repeated_parts(text: str) -> Iterable[str]:
    words = text.split()
    for size in range(1, len(words) // 2 + 1):
        if len(words) % size == 0 and words[:size] * (len(words) // size) == words:
            yield " ".join(words[:size])


def plan_of_heading(row: GridRow) -> ColumnPlan | None:
    """Return the plan that *row* gives when it is the heading of a table of levels; else None."""
    kinds: list[tuple[str, str]] = []
    marked: list[tuple[int, Level]] = []
    for column, place in enumerate(row):
        text = place.cell.text
        level = None if place.goes_on else _level_in_heading(text)
        if level is not None:
            marked.append((column, level))
        kinds.append(("", "") if level is not None else column_kind(text))
    names = [kind for kind, _ in kinds]
    levels = _different(row, [at for at, name in enumerate(names) if name == "level"])
    criteria = [at for at, name in enumerate(names) if name in {"criteria", "number"}]
    different = len({level for _, level in marked}) == len(marked)
    # A row with a criterion and a level for each of several products is no heading.
    if len(marked) >= 3 and different and not levels and not numbers_in(row[0].cell.text):
        return ColumnPlan(
            len(row),
            tuple(criteria) or (0,),
            (),
            remarks=tuple(at for at, name in enumerate(names) if name == "remarks"),
            marked=tuple(marked),
        )
    if not levels:
        return _plan_by_components(row, names)
    strong = [at for at in levels if plain_words(row[at].cell.text) != "status"]
    levels = strong or levels
    component = next((at for at, name in enumerate(names) if name == "component"), None)
    if not criteria:
        criteria = [0] if 0 not in levels else []
    remarks = [at for at, name in enumerate(names) if name == "remarks"]
    if not criteria or not (remarks or len(row) <= 3 or any(n == "criteria" for n in names)):
        return None
    # A name that stands between the number and the level names the criterion, too.
    first = min(levels)
    between = [at for at in range(first) if not names[at] and at != component]
    return ColumnPlan(
        len(row),
        tuple(sorted({*criteria, *between})),
        tuple(levels),
        tuple(ColumnLabel(" ".join(row[at].cell.text.split()), kinds[at][1]) for at in levels),
        tuple(remarks),
        component,
    )


def _level_in_heading(text: str) -> Level | None:
    """Return the level that *text* says, once or again for each page."""
    for part in (text, *_repeated_parts(plain_words(text))):
        if level := level_of(part):
            return level
    return None


def _plan_by_components(row: GridRow, names: Sequence[str]) -> ColumnPlan | None:
    """Return the plan of a heading that names components, each over a column of levels."""
    labels = {at: _component_in_heading(place.cell.text) for at, place in enumerate(row)}
    columns = _different(row, [at for at, label in labels.items() if label and not names[at]])
    criteria = tuple(at for at, name in enumerate(names) if name in {"criteria", "number"})
    if len(columns) < 2 or not criteria or max(criteria) > min(columns):
        return None
    return ColumnPlan(
        len(row),
        criteria,
        tuple(columns),
        tuple(ColumnLabel(labels[at], labels[at]) for at in columns),
        tuple(at for at, name in enumerate(names) if name == "remarks"),
        by_components=True,
    )


def _component_in_heading(text: str) -> str:
    """Return the words for a component that *text* says, once or again for each page."""
    whole = plain_words(text)
    return next(
        (part for part in (whole, *_repeated_parts(whole)) if part in component_words()), ""
    )


def _has_levels(grid: Sequence[GridRow], plan: ColumnPlan) -> bool:
    """Say whether any cell that should be a level by *plan* is one."""
    return any(
        read_level_cell(row[at].cell.text).levels
        for row in grid
        for at in plan.levels
        if at < len(row)
    )


def _different(row: GridRow, columns: Sequence[int]) -> list[int]:
    """Return *columns* without those that the same cell covers."""
    kept: list[int] = []
    for at in columns:
        if not kept or row[at].cell is not row[kept[-1]].cell:
            kept.append(at)
    return kept


def plan_by_content(grid: Sequence[GridRow]) -> ColumnPlan | None:
    """Return the plan that the cells of a table without headings give; None when they do not."""
    width = max((len(row) for row in grid), default=0)
    rows = [row for row in grid if len(row) == width and row and numbers_in(row[0].cell.text)]
    if width < 2 or not rows:
        return None
    found = [column for column in range(1, width) if _holds_levels(rows, column)]
    if not found or sum(_says_only_levels(rows, column) for column in found) > 1:
        # Of several columns of levels nothing says which is for what.
        return None
    column = found[0]
    component = next(
        (
            at
            for at in range(1, column)
            if all(plain_words(row[at].cell.text) in component_words() for row in rows)
        ),
        None,
    )
    criteria = tuple(at for at in range(column) if at != component)
    after = tuple(range(column + 1, width))
    return ColumnPlan(width, criteria, (column,), (_UNNAMED,), after, component)


def _holds_levels(rows: Sequence[GridRow], column: int) -> bool:
    cells = [read_level_cell(row[column].cell.text) for row in rows]
    said = sum(1 for each in cells if each.levels or each.heading)
    return said * 2 > len(rows) and any(each.levels for each in cells)


def _says_only_levels(rows: Sequence[GridRow], column: int) -> bool:
    said = sum(level_of(row[column].cell.text) is not None for row in rows)
    return said * 2 > len(rows)


def find_plan(grid: Sequence[GridRow]) -> tuple[ColumnPlan | None, int]:
    """Return the plan of the first heading of *grid*, and how many rows stand up to it."""
    for index, row in enumerate(grid[:_MAX_HEADER_ROWS]):
        if row and numbers_in(row[0].cell.text):
            break
        if plan := plan_of_heading(row):
            if plan.by_components and not _has_levels(grid[index + 1 :], plan):
                # A table of what applies to what.
                return None, 0
            return _with_component(plan, grid[index + 1 :]), index + 1
    return None, 0


def _with_component(plan: ColumnPlan, rows: Sequence[GridRow]) -> ColumnPlan:
    """Return *plan* with the column that names components, whatever its heading calls it."""
    if plan.component is not None or len(plan.levels) != 1:
        return plan
    for at in plan.criteria[1:]:
        said = [plain_words(row[at].cell.text) for row in rows if at < len(row)]
        told = [words for words in said if words]
        if len(told) > 1 and all(words in component_words() for words in told):
            criteria = tuple(each for each in plan.criteria if each != at)
            return replace(plan, criteria=criteria, component=at)
    return plan
