"""Read claims from tables: rows joined over pages, merged cells, several criteria in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from civiscope_reports.conformance.catalogues import chapter_of, every_criterion, is_wcag
from civiscope_reports.conformance.columns import (
    ColumnLabel,
    ColumnPlan,
    find_plan,
    plan_by_content,
    plan_of_heading,
)
from civiscope_reports.conformance.criteria import is_reference, numbers_in
from civiscope_reports.conformance.levels import (
    LevelCell,
    StatedLevel,
    flow,
    read_level_cell,
    split_remarks,
)
from civiscope_reports.conformance.parts import claims_by_part
from civiscope_reports.conformance.tables import GridRow, SourceTable, grid_of, texts_of
from civiscope_reports.conformance.values import LEVELS, Claim, Level, UnreadRow
from civiscope_reports.conformance.words import component_words, marks, plain_words

_MAX_CELL_CHARACTERS = 20_000
_NAME_WORDS = 6
"""Words of the name of a row that is about no criterion, at most."""


@dataclass(slots=True)
class _OpenRow:
    """A row of the report, gathered from one or more rows of tables."""

    numbers: tuple[str, ...]
    plan: ColumnPlan
    page: int
    product: str
    levels: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    """Column → what stands in it."""
    parts: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    """Component, level and remarks, where components have rows of their own."""
    remarks: list[str] = field(default_factory=list[str])


class ClaimsReader:
    """Reads the tables of a file, one after the other."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.unread: list[UnreadRow] = []
        self.elsewhere: list[str] = []
        """Criteria whose row sends readers to another table."""
        self.not_understood = 0
        """Rows with criteria in tables without a level that is known."""
        self.example = ""
        """The first of them."""
        self.product = ""
        """Product that the next tables are about."""
        self.part = ""
        """The last heading that may name a product, though it does not say so."""
        self.legend: dict[str, Level] = {}
        """Abbreviations that the report explains."""
        self._parts: list[str] = []
        """What it was for each claim."""
        self._plan: ColumnPlan | None = None
        self._open: _OpenRow | None = None
        self._apart = False
        """Whether something stood between the table before and this one."""

    def read_table(self, table: SourceTable) -> bool:
        """Read *table*; say whether it is one with levels."""
        grid = grid_of(table)
        plan, skipped = find_plan(grid)
        rows = grid[skipped:]
        if plan is None:
            plan = self._going_on(grid) or plan_by_content(grid)
            if plan is None:
                self._close()
                self._count_unplanned(grid)
                return False
        if self._apart and not _goes_on(rows, plan):
            self._close()
        self._plan, self._apart = plan, False
        for row in rows:
            self._read_row(row, self._plan)
        return True

    def pass_paragraph(self, heading: bool) -> None:
        """Note that something stands between this table and the next.

        A heading ends the row that is open. Anything else may be a line at the foot of a page.
        """
        self._apart = True
        if heading:
            self._close()

    def finish(self) -> None:
        """Close the last row, and name the products that only headings tell apart."""
        self._close()
        self.claims = claims_by_part(self.claims, self._parts)

    def _count_unplanned(self, grid: Sequence[GridRow]) -> None:
        """Count rows with criteria in a table of which nothing else is understood."""
        rows = [row for row in grid if row and any(map(is_wcag, numbers_in(row[0].cell.text)))]
        self.not_understood += len(rows)
        if rows and not self.example:
            self.example = " | ".join(texts_of(rows[0]))[:150]

    def _going_on(self, grid: Sequence[GridRow]) -> ColumnPlan | None:
        """Return the plan of the table before when *grid* goes on with it."""
        plan = self._plan
        if plan is None or not grid:
            return None
        if max(len(row) for row in grid) != plan.width:
            return None
        has_number = any(
            _is_criterion(number)
            for row in grid
            for at in plan.criteria
            if at < len(row)
            for number in numbers_in(row[at].cell.text)[:1]
        )
        return plan if has_number or not self._apart else None

    def _read_row(self, row: GridRow, plan: ColumnPlan) -> None:
        if heading := plan_of_heading(row):
            # Repeated at the top of a page; another one is a new part of the table.
            self._plan = heading
            return
        plan = self._plan or plan
        texts = texts_of(row)
        if not texts:
            return
        cells = [row[at] for at in plan.criteria if at < len(row)]
        new = [place for place in cells if not place.goes_on]
        first = "\n".join(dict.fromkeys(p.cell.text.strip() for p in new if p.cell.text.strip()))
        numbers = numbers_in(first) if new else ()
        if len(texts) == 1 and len(row) > 1 and row[0].cell is row[-1].cell and not numbers:
            self._close()
            return
        if numbers and _is_criterion(numbers[0]) and not is_reference(first):
            self._close()
            self._open = _OpenRow(numbers, plan, _page_of(row), self.product)
        elif (
            self._open is None
            or _heads_group(first)
            or (numbers and len(texts) == 1)
            or _stands_alone(first, row, plan)
            or _only_heads(first, row, plan)
        ):
            self._close()
            return
        self._add(self._open, row, plan)

    def _add(self, open_row: _OpenRow, row: GridRow, plan: ColumnPlan) -> None:
        remarks = "\n".join(
            row[at].cell.text.strip()
            for at in plan.remarks
            if at < len(row) and row[at].cell.text.strip()
        )
        if plan.component is not None and plan.component < len(row):
            component = row[plan.component].cell.text
            level = row[plan.levels[0]].cell.text if plan.levels[0] < len(row) else ""
            open_row.parts.append((component, level, remarks))
            return
        columns = plan.levels or tuple(at for at, _ in plan.marked)
        if len(columns) > 1 and len(row) < plan.width and not any(c.goes_on for c in row):
            # Which of the columns are left out is not known.
            columns = ()
        for at in columns:
            text = row[at].cell.text.strip() if at < len(row) else ""
            # A cell that covers rows of one criterion says its level once.
            again = row[at].goes_on and open_row.levels.get(at) if at < len(row) else True
            if text and not again:
                open_row.levels.setdefault(at, []).append(text[:_MAX_CELL_CHARACTERS])
        if remarks and not (plan.remarks and row[plan.remarks[0]].goes_on and open_row.remarks):
            open_row.remarks.append(remarks[:_MAX_CELL_CHARACTERS])

    def _close(self) -> None:
        if self._open is None:
            return
        open_row, self._open = self._open, None
        for cell, product, read in _read_levels(open_row, self.legend):
            self._tell(open_row, cell, product, read)

    def _tell(self, row: _OpenRow, cell: str, product: str, read: LevelCell) -> None:
        if read.heading:
            self.elsewhere += row.numbers
            return
        levels = read.levels
        if not levels:
            for number in row.numbers:
                if number not in every_criterion() and not plain_words(cell):
                    # "11.3 Interoperability" with a dash heads the criteria below it.
                    continue
                self.unread.append(UnreadRow(number, row.page, cell, read.reason))
            return
        by_number = [each for each in levels if each.component in row.numbers]
        remarks = split_remarks("\n".join(filter(None, (*row.remarks, read.rest))))
        for number in row.numbers:
            own = [each for each in by_number if each.component == number]
            for stated in own or (levels if not by_number else ()):
                component = "" if own else stated.component
                self._claim(
                    row,
                    number,
                    StatedLevel(component, stated.level, stated.words),
                    cell,
                    product,
                    remarks,
                )
            if by_number and not own:
                reason = "the cell states levels for other criteria only"
                self.unread.append(UnreadRow(number, row.page, cell, reason))

    def _claim(
        self,
        row: _OpenRow,
        number: str,
        stated: StatedLevel,
        cell: str,
        product: str,
        remarks: dict[str, str],
    ) -> None:
        component = stated.component
        if component == "closed":
            return
        said = remarks.get(component, "")
        general = remarks.get("", "")
        said = " ".join(filter(None, (general, said) if component else (general,)))
        if not component and len(remarks) > 1:
            said = " ".join(
                f"{name}: {text}" if name else text for name, text in remarks.items() if text
            )
        if stated.level is None:
            reason = (
                f"{component or 'it'} has no level"
                if not stated.words
                else f"it says '{stated.words[:80]}'"
            )
            self.unread.append(UnreadRow(number, row.page, cell, reason))
        self._parts.append(self.part)
        self.claims.append(
            Claim(
                number=number,
                chapter=chapter_of(number),
                component=component,
                level=stated.level,
                stated=stated.words,
                remarks=said,
                page=row.page,
                cell=cell,
                product=product or row.product,
            )
        )


def _goes_on(rows: Sequence[GridRow], plan: ColumnPlan) -> bool:
    """Say whether the first of *rows* can be the rest of a row on the page before."""
    if not rows:
        return True
    cells = [rows[0][at] for at in plan.criteria if at < len(rows[0])]
    first = "\n".join(place.cell.text.strip() for place in cells).strip()
    return not first or is_reference(first) or first[:1] in "(•" or first[:1].islower()


def _read_levels(
    row: _OpenRow, legend: Mapping[str, Level]
) -> Iterator[tuple[str, str, LevelCell]]:
    """Yield the cell, the product and what the cell says, for each level of *row*."""
    if row.parts:
        yield _by_rows(row)
        return
    if row.plan.marked:
        yield _by_marks(row)
        return
    several = len(row.plan.levels) > 1
    for at, label in zip(row.plan.levels, row.plan.level_labels, strict=True):
        cell = "\n".join(row.levels.get(at, ()))
        read = read_level_cell(cell)
        if legend and not _is_read(read):
            written = read_level_cell(_written_out(cell, legend))
            read = written if _is_read(written) else read
        component = component_words().get(label.words, "") if several else ""
        if component and read.levels:
            levels = tuple(StatedLevel(component, each.level, each.words) for each in read.levels)
            read = LevelCell(levels, read.rest)
        yield cell, _product_in(label) if several and not component else "", read


def _is_read(read: LevelCell) -> bool:
    return not read.reason and all(each.level for each in read.levels)


def _written_out(cell: str, legend: Mapping[str, Level]) -> str:
    """Return *cell* with the levels that the report's abbreviations stand for."""
    names = "|".join(sorted(map(re.escape, legend), key=len, reverse=True))
    return re.sub(rf"(?<![\w/])(?:{names})(?![\w/])", lambda found: LEVELS[legend[found[0]]], cell)


def _product_in(label: ColumnLabel) -> str:
    """Return the heading of a column that tells products apart; programs repeat it on each page."""
    words = label.text.split()
    sizes = (size for size in range(1, len(words) + 1) if len(words) % size == 0)
    once = next((n for n in sizes if words[:n] * (len(words) // n) == words), len(words))
    return " ".join(words[:once])


def _by_rows(row: _OpenRow) -> tuple[str, str, LevelCell]:
    """Return what rows say that each hold the level of one component."""
    levels: list[StatedLevel] = []
    reasons: list[str] = []
    notes: list[str] = []
    for label, text, remarks in row.parts:
        read = read_level_cell(text)
        name = component_words().get(plain_words(label), " ".join(label.split()))
        name = "" if name == "all" else name
        levels += [StatedLevel(name, each.level, each.words) for each in read.levels]
        if read.reason:
            reasons.append(f"{name or 'one part'}: {read.reason}")
        if remarks:
            notes.append(f"{label.strip()}: {flow(remarks)}" if label.strip() else remarks)
    row.remarks[:] = notes
    cell = "\n".join(f"{label}: {text}" for label, text, _ in row.parts)
    return cell, "", LevelCell(tuple(levels), reason="; ".join(reasons))


def _by_marks(row: _OpenRow) -> tuple[str, str, LevelCell]:
    """Return the level whose column is marked."""
    marked: list[tuple[Level, str]] = [
        (level, text)
        for at, level in row.plan.marked
        for text in [" ".join(row.levels.get(at, ()))]
        if text.casefold() in marks()
    ]
    cell = " | ".join(" ".join(row.levels.get(at, ())) or "-" for at, _ in row.plan.marked)
    if len(marked) != 1:
        return cell, "", LevelCell(reason=f"{len(marked)} of its levels are marked")
    level, text = marked[0]
    return cell, "", LevelCell((StatedLevel("", level, text),))


def _is_criterion(number: str) -> bool:
    """Say whether *number* is one that reports make claims of, not a guideline or a chapter."""
    if number in every_criterion():
        return True
    head, _, rest = number.partition(".")
    if head in {"1", "2", "3", "4"}:
        return is_wcag(number)
    return bool(rest)


def _stands_alone(first: str, row: GridRow, plan: ColumnPlan) -> bool:
    """Say whether a row without a number has a name and a level of its own, such as "Overall"."""
    goes_on = is_reference(first) or first[:1] in "(•" or first[:1].islower()
    if not first or goes_on or len(first.split()) > _NAME_WORDS:
        return False
    if plain_words(first) in component_words():
        return False
    levels = [row[at].cell.text for at in plan.levels if at < len(row) and not row[at].goes_on]
    return any(read_level_cell(text).levels for text in levels)


def _only_heads(first: str, row: GridRow, plan: ColumnPlan) -> bool:
    """Say whether a row heads others: what its cell of the level says so, with a name before."""
    levels = [row[at].cell.text for at in plan.levels if at < len(row) and not row[at].goes_on]
    return bool(first) and any(read_level_cell(text).heading for text in levels)


_GROUP = re.compile(r"\W*[1-4]\s?\.\s?\d(?:\s?\.\s?[xXnN*#]|\s|:|$)")
"""A guideline's number, or "1.2.x" for all that stand below it."""


def _heads_group(first: str) -> bool:
    """Say whether a first cell names a guideline or chapter: what follows is no longer the row."""
    words = plain_words(first).split()
    if _GROUP.match(first):
        return True
    return bool(words) and words[0] in {
        "guideline",
        "principle",
        "chapter",
        "richtlinie",
        "prinzip",
        "principe",
        "principio",
        "section",
        "kapitel",
    }


def _page_of(row: GridRow) -> int:
    pages = [place.cell.page for place in row if place.cell.page and not place.goes_on]
    return min(pages, default=0)
