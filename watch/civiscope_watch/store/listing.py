"""Lists of rows that pages, CSV files and the API show alike: one question, named columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

Kind = Literal["text", "number", "day", "moment", "severity", "state", "flag", "data"]
_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column of a list."""

    key: str
    """Of the row's value; also its name in CSV and JSON."""
    title: str = ""
    """Its head on a page; a column without one is not shown there."""
    kind: Kind = "text"
    link: str = ""
    """Where its text leads, with `{names}` of other values of the row."""
    detail: str = ""
    """Key of what stands smaller below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that can be asked for page by page, or whole."""

    name: str
    """Of its file, and of what the API calls it."""
    caption: str
    columns: tuple[ListColumn, ...]
    query: Any
    """A select of SQLAlchemy; its type would name the type of every column."""
    order: tuple[ColumnElement[Any], ...]
    key: ColumnElement[Any] | None = None
    """Unique and steady, so that a program can go on from the last row that it has."""
    total: int | None = None
    """How many rows there are, where somebody has counted them already."""
    empty: str = "There is nothing to list."

    def count(self, connection: Connection) -> int:
        """Return how many rows there are."""
        if self.total is not None:
            return self.total
        asked = self.query.with_only_columns(func.count(), maintain_column_froms=True)
        if self.query._group_by_clauses:
            asked = select(func.count()).select_from(self.query.subquery())
        return int(connection.execute(asked).scalar_one())

    def rows(self, connection: Connection, limit: int, offset: int = 0) -> Sequence[RowMapping]:
        """Return *limit* rows from the row *offset* on, in the order for people."""
        asked = self.query.order_by(*self.order).limit(limit).offset(offset)
        return connection.execute(asked).mappings().all()

    def every(self, connection: Connection) -> Iterator[RowMapping]:
        """Yield all rows, in the order for people, without holding them all."""
        asked = self.query.order_by(*self.order)
        yield from connection.execution_options(yield_per=_ROWS).execute(asked).mappings()

    def after(self, connection: Connection, key: int, limit: int) -> Sequence[RowMapping]:
        """Return *limit* rows whose key comes after *key*, in the order of keys."""
        if self.key is None:
            return self.rows(connection, limit, key)
        asked = self.query.where(self.key > key).order_by(self.key).limit(limit)
        return connection.execute(asked).mappings().all()
