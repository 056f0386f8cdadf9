"""Put cells where they stand: some programs leave empty cells out of the tags of a row."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

Span = tuple[float, float]
"""From where to where on the page something is written."""


def span_of(spans: list[Span]) -> Span | None:
    """Return from where to where all of *spans* reach; None without any."""
    if not spans:
        return None
    return min(left for left, _ in spans), max(right for _, right in spans)


def place_cells(rows: list[list[dict[str, Any]]]) -> None:
    """Fill up the *rows* of a table that have fewer cells than others, by where the cells stand.

    Each cell's `span` says where its text is and is taken out. A row stays as it is where that
    does not tell for sure: with cells over several rows or columns, or one that is not below the
    text of one column.
    """
    width = max((len(row) for row in rows), default=0)
    spread = any("down" in cell or "across" in cell for row in rows for cell in row)
    columns = [] if spread else _columns([row for row in rows if len(row) == width], width)
    for row in rows:
        if columns and len(row) < width:
            places = [_column_of(cell.get("span"), columns) for cell in row]
            known = [at for at in places if at is not None]
            if len(known) == len(row) and all(one < two for one, two in pairwise(known)):
                _fill(row, known, width)
        for cell in row:
            cell.pop("span", None)


def _columns(whole: list[list[dict[str, Any]]], width: int) -> list[Span]:
    """Return from where to where each column is written; nothing where they are not apart."""
    reach: list[Span] = []
    for column in range(width):
        found = span_of([row[column]["span"] for row in whole if row[column].get("span")])
        if found is None:
            return []
        reach.append(found)
    return [] if any(one[1] >= two[0] for one, two in pairwise(reach)) else reach


def _column_of(span: Span | None, columns: list[Span]) -> int | None:
    """Return the only column that *span* stands below; None where there is none or more."""
    if span is None:
        return None
    below = [at for at, (left, right) in enumerate(columns) if span[0] < right and left < span[1]]
    return below[0] if len(below) == 1 else None


def _fill(row: list[dict[str, Any]], places: list[int], width: int) -> None:
    placed: list[dict[str, Any]] = [{"text": "", "page": row[0]["page"]} for _ in range(width)]
    for cell, at in zip(row, places, strict=True):
        placed[at] = cell
    row[:] = placed
