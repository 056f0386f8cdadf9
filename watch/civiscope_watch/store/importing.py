"""Take results of the past into a history: of any number of scans, the oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from civiscope.errors import CiviscopeError
from civiscope.results import Results
from civiscope.results.file import NAME, read
from civiscope.web.urls import is_web_url, origin_of
from civiscope_ci.gate.file import NAME as GATE_NAME
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.facts import GATES
from civiscope_watch.store.history import History
from civiscope_watch.store.record import Recorded, parse_moment, record
from civiscope_watch.store.sites import NewSite, add_site, find_site

MAX_FILES = 100_000
MAX_GATE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file of results."""

    path: Path
    site: str = ""
    recorded: Recorded | None = None
    error: str = ""
    """Why it was not taken, as a sentence."""


def find_results(paths: Iterable[Path]) -> list[Path]:
    """Return the files of results that *paths* are, or that lie in the folders they name.

    Raises HistoryError for a folder without any.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = sorted(path.rglob(NAME))
        if not inside:
            raise HistoryError(f"There is no {NAME} in {path} or below it.")
        found.update(dict.fromkeys(inside))
    if len(found) > MAX_FILES:
        raise HistoryError(f"These are {len(found)} files; import at most {MAX_FILES} at once.")
    return list(found)


def import_results(
    history: History, paths: Iterable[Path], *, site: str = "", tags: tuple[str, ...] = ()
) -> Iterator[Imported]:
    """Record the results at *paths*, the oldest scan first, and yield what became of each.

    They belong to *site*, or else to the site of their first target, which is registered with
    *tags* when it is not known. What cannot be read is yielded with its error; the rest goes on.
    """
    dated: list[tuple[datetime, Path]] = []
    for path in find_results(paths):
        try:
            dated.append((parse_moment(read(path).scan.started), path))
        except CiviscopeError as error:
            yield Imported(path, error=str(error))
    for _, path in sorted(dated, key=lambda each: (each[0], str(each[1]))):
        try:
            # Read again rather than kept: a year of a site is more than fits into memory.
            results = read(path)
            number, address = _site_of(history, results, site, tags)
            done = record(
                history.database, history.archive, number, results, gate=gate_beside(path)
            )
            yield Imported(path, address, done)
        except CiviscopeError as error:
            yield Imported(path, error=str(error))


def _site_of(
    history: History, results: Results, word: str, tags: tuple[str, ...]
) -> tuple[int, str]:
    with history.database.writing() as connection:
        if word:
            found = find_site(connection, word)
            return found.id, found.url
        url = site_address(results)
        number, _ = add_site(connection, NewSite(url=url, tags=tags, targets=(url,)))
        return number, url


def gate_beside(path: Path) -> str:
    """Return what the gate said of the results at *path*, in the file beside; empty without one."""
    try:
        with (path.parent / GATE_NAME).open("rb") as file:
            found: Any = json.loads(file.read(MAX_GATE_BYTES))
        status: Any = found["status"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return ""
    return next((gate for gate in GATES if gate == status), "")


def site_address(results: Results) -> str:
    """Return the address of the site that *results* are about. Raises HistoryError."""
    targets = [target for target in results.scan.targets if is_web_url(target)]
    if not targets:
        raise HistoryError(
            "These results are not of a site on the web; name the site they belong to with --site."
        )
    origins = {origin_of(target) for target in targets}
    if len(origins) > 1:
        raise HistoryError(
            f"These results are of {len(origins)} sites; name the one they belong to with --site."
        )
    # A scan that began somewhere below is of that part; one with several targets is of their site.
    return targets[0] if len(targets) == 1 else f"{origins.pop()}/"
