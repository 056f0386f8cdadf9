"""Lists of sites that people have: CSV files with a header, and GSA's index of federal sites."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.sites import NewSite, add_site

MAX_FILE_SIZE = 200 * 1024**2
MAX_FIELD_SIZE = 100_000
_BETWEEN_TAGS = ";"

# Heads of columns as they are met, in small letters and with _ for spaces: what each is for us.
_COLUMNS = {
    "url": "url",
    "address": "url",
    "website": "url",
    "site": "url",
    # GSA's federal website index, and its earlier target list.
    "initial_url": "url",
    "target_url": "url",
    "domain": "domain",
    "initial_domain": "domain",
    "name": "name",
    "title": "name",
    "owner": "owner",
    "agency": "owner",
    "organisation": "owner",
    "organization": "owner",
    "tags": "tags",
    "tag": "tags",
    "bureau": "tag bureau",
    "branch": "tag branch",
    "targets": "targets",
}


@dataclass(slots=True)
class ImportedSites:
    """What became of each row of a list."""

    added: int = 0
    known: int = 0
    wrong: list[str] = field(default_factory=list[str])
    """A sentence for each row that was not taken, with its line."""


def import_sites(connection: Connection, path: Path, tags: tuple[str, ...] = ()) -> ImportedSites:
    """Register the sites of the CSV file *path*, with *tags*, and name rows that cannot be taken.

    Raises HistoryError when the file cannot be read, or has no column of addresses.
    """
    done = ImportedSites()
    for line, row in _rows(path):
        try:
            _, added = add_site(connection, _new_site(row, tags))
        except HistoryError as error:
            done.wrong.append(f"{path.name}, line {line}: {error}")
            continue
        done.added += added
        done.known += not added
    return done


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, list[str]]]]:
    """Yield each row with its line, as what its columns are for and the values that they hold."""
    text = _read(path)
    csv.field_size_limit(MAX_FIELD_SIZE)
    # Excel writes semicolons where a comma is the decimal sign.
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=between, strict=False)
    try:
        heads = [_COLUMNS.get(_head(each), "") for each in next(reader, list[str]())]
        if not {"url", "domain"} & set(heads):
            raise HistoryError(
                f"{path} has no column `url`. Its first line must name the columns: url, name, "
                "owner, tags (several are divided by semicolons), targets."
            )
        for fields in reader:
            if any(each.strip() for each in fields):
                yield reader.line_num, _by_use(heads, fields)
    except csv.Error as error:
        raise HistoryError(
            f"{path} cannot be read as CSV: line {reader.line_num}: {error}."
        ) from error


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_SIZE:
            raise HistoryError(f"{path} is larger than 200 MB; a list of sites is not.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise HistoryError(f"{path} cannot be read ({cause}).") from error
    except UnicodeDecodeError as error:
        raise HistoryError(f"{path} is not text in UTF-8. Save it as CSV in UTF-8.") from error


def _head(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _by_use(heads: list[str], fields: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for use, value in zip(heads, fields, strict=False):
        if use and value.strip():
            found.setdefault(use, []).append(value.strip())
    return found


def _new_site(row: Mapping[str, list[str]], more: tuple[str, ...]) -> NewSite:
    urls = row.get("url") or row.get("domain") or [""]
    tags = [tag.strip() for each in row.get("tags", []) for tag in each.split(_BETWEEN_TAGS)]
    for use in ("bureau", "branch"):
        tags += [f"{use}: {each}".replace(",", " ") for each in row.get(f"tag {use}", [])]
    targets = [each for value in row.get("targets", []) for each in value.split()]
    return NewSite(
        url=urls[0],
        name=next(iter(row.get("name", [])), ""),
        owner=next(iter(row.get("owner", [])), ""),
        tags=(*(tag for tag in tags if tag), *more),
        targets=tuple(targets),
    )
