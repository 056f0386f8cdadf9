"""Pages, tables, CSV files and JSON made of what the history says; all of it escaped."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, cast
from urllib.parse import quote, urlencode

from jinja2 import Environment
from sqlalchemy import Connection, RowMapping
from starlette.responses import HTMLResponse, Response

from civiscope_reports.formats.csv_tables import cell_text
from civiscope_reports.text.templates import safe_templates
from civiscope_watch.store.database import Database
from civiscope_watch.store.listing import ListColumn, Listing
from civiscope_watch.web.streaming import LinesResponse
from civiscope_watch.web.visit import WebVisit

PAGE_ROWS = 50
STATE_WORDS = {
    "seen": "Seen",
    "stale": "Not seen lately",
    "never": "Never seen",
    "failing": "Last run saw nothing",
    "new": "New",
    "open": "Open",
    "regressed": "Back again",
    "fixed": "Fixed",
    "unseen": "Page not seen",
    "unchecked": "Not looked for",
    "accepted": "Accepted",
    "reopened": "Acceptance ended",
    "opened": "Found for the first time",
    "split": "Came apart from another",
    "done": "Done",
    "inconclusive": "Saw no page",
    "failed": "Failed",
    "queued": "Waiting",
    "running": "Running",
    "cancelling": "Being cancelled",
    "cancelled": "Cancelled",
    "missed": "Missed",
    "gone": "Fixed",
    "working": "Working",
    "dead": "Nothing can be sent",
    "waiting": "Waiting",
    "sending": "Being sent",
    "sent": "Sent",
}
"""Words for states, wherever they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A page of a list."""

    listing: Listing
    columns: tuple[ListColumn, ...]
    """Those that are shown."""
    rows: Sequence[RowMapping]
    total: int
    page: int
    pages: int
    csv: str
    """Where the whole list is, as CSV."""
    path: str
    words: Mapping[str, str]
    """What the address says beside the number of the page."""

    def at(self, page: int) -> str:
        """Return the address of another page of the list."""
        words = {**self.words, "page": str(page)} if page > 1 else dict(self.words)
        return f"{self.path}?{urlencode(words)}" if words else self.path


def table(
    visit: WebVisit, connection: Connection, listing: Listing, csv_path: str, *, limit: int = 0
) -> TableView:
    """Return the page of *listing* that the address asks for, or its first *limit* rows."""
    total = listing.count(connection)
    size = limit or PAGE_ROWS
    pages = 1 if limit else max(-(-total // size), 1)
    page = 1 if limit else visit.number("page", 1, 1, pages)
    words = {
        name: value[:200]
        for name, value in visit.request.query_params.items()
        if name != "page" and value
    }
    query = f"?{urlencode(words)}" if words and not limit else ""
    return TableView(
        listing=listing,
        columns=tuple(column for column in listing.columns if column.title),
        rows=listing.rows(connection, size, (page - 1) * size),
        total=total,
        page=page,
        pages=pages,
        csv=f"{csv_path}{query}",
        path=quote(visit.request.url.path),
        words=words,
    )


def page(visit: WebVisit, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
    """Return the page that *template* makes of *values*."""
    account = visit.visitor.account
    rendered = (
        _environment()
        .get_template(template)
        .render(
            account=account,
            by=visit.visitor.by,
            may=visit.may,
            form_proof=visit.form_proof,
            path=visit.request.url.path,
            version=static_version(),
            **values,
        )
    )
    return HTMLResponse(rendered, status)


def csv_file(database: Database, listing: Listing) -> Response:
    """Return all rows of *listing* as CSV (RFC 4180), without cells that spreadsheets run."""
    return LinesResponse(
        _csv_lines(database, listing),
        media_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{listing.name}.csv"'},
    )


def _csv_lines(database: Database, listing: Listing) -> Generator[bytes]:
    keys = [column.key for column in listing.columns]
    yield _csv_line(keys)
    with database.reading() as connection:
        for row in listing.every(connection):
            yield _csv_line([row[key] for key in keys])


def _csv_line(values: Sequence[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_csv_cell(value) for value in values])
    return line.getvalue().encode()


def _csv_cell(value: Any) -> str | int:  # noqa: ANN401 - whatever the database holds
    plain = json_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return plain if isinstance(plain, int) else cell_text(str(plain))


def json_value(value: Any) -> Any:  # noqa: ANN401 - whatever the database holds
    """Return *value* as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str | dict | list | float):
        return cast("Any", value)
    # Sums come as decimals.
    return int(value)


def json_response(value: object, status: int = 200) -> Response:
    """Return *value* as JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, media_type="application/json")


@cache
def static_file(name: str) -> bytes:
    """Return a file that pages load."""
    package = "civiscope_reports" if name == "report.css" else "civiscope_watch.web"
    return (files(package) / "templates" / name).read_bytes()


@cache
def static_version() -> str:
    """Return what changes when the files that pages load change."""
    content = b"".join(static_file(name) for name in STATIC)
    return hashlib.sha256(content).hexdigest()[:12]


STATIC = ("report.css", "dashboard.css")


@cache
def _environment() -> Environment:
    return safe_templates(
        "civiscope_watch.web", number=_number, moment=_moment, state=_state, link_to=_link_to
    )


def _number(value: Any) -> str:  # noqa: ANN401 - a number of any kind
    return f"{int(value):,}" if value is not None else "-"


def _moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M UTC")


def _state(name: str) -> str:
    return STATE_WORDS.get(name, name)


def _link_to(column: ListColumn, row: Mapping[str, Any]) -> str:
    """Return where a cell leads."""
    return column.link.format_map({key: quote(str(value)) for key, value in row.items()})
