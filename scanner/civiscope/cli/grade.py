"""The command that grades saved responses."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from civiscope.cli import options as o
from civiscope.errors import InconclusiveError, UsageError
from civiscope.grade import Grade, NotGraded, SavedFile, grade, read_saved
from civiscope.grade.scores import ALGORITHM, POINTS
from civiscope.lists.hsts_preload import read_preload_list
from civiscope.web.urls import is_web_url
from civiscope_reports.text.plain import plain

_VERDICTS = {"safer": "browsers are safer", "weaker": "browsers are weaker", "other": "browsers"}


def grade_files(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Saved responses: what curl -D or curl -si wrote, a HAR, or JSON lines; "
            "- is standard input.",
            show_default=False,
        ),
    ],
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="What curl was asked for; its files don't say."),
    ] = None,
    preload_list: Annotated[
        Path | None,
        typer.Option(
            "--preload-list", metavar="FILE", help="HSTS preload list, as Chromium publishes it."
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print a line of JSON for each response, with all there is."),
    ] = False,
    table: Annotated[
        bool, typer.Option("--table", help="Print tables, for JSON lines too.")
    ] = False,
    debug: o.Debug = False,
) -> int:
    """Grade saved responses as the MDN HTTP Observatory does, and say where browsers differ."""
    if url is not None and not is_web_url(url):
        raise UsageError(
            f"--url “{url[:80]}” is not an address of a page, like https://example.gov/."
        )
    if as_json and table:
        raise UsageError("--json and --table exclude each other; leave one out.")
    preloaded = read_preload_list(preload_list) if preload_list else None
    saved = [read_saved(path, url) for path in files]
    short = not (as_json or table) and all(file.kind == "json-lines" for file in saved)
    ungraded = 0
    for file in saved:
        for response in file.responses:
            found = grade(response, preloaded=preloaded)
            ungraded += isinstance(found, NotGraded)
            if as_json or short:
                print(json.dumps(_facts(found, short=short)))
            else:
                print("\n".join(_table(found, file, saved)), end="\n\n")
    if ungraded:
        what = "1 response gets" if ungraded == 1 else f"{ungraded} responses get"
        print(f"civiscope: {what} no grade: error pages.", file=sys.stderr)
    return InconclusiveError.exit_code if ungraded else 0


def _facts(found: Grade | NotGraded, *, short: bool) -> dict[str, Any]:
    if isinstance(found, NotGraded):
        facts: dict[str, Any] = {"id": found.saved.id, "grade": None, "error": found.reason}
        return facts if short else facts | {"url": found.saved.url}
    facts = {
        "id": found.saved.id,
        "grade": found.grade,
        "score": found.score,
        "tests": dict(found.tests),
    }
    if short:
        return facts
    return facts | {
        "url": found.saved.url,
        "algorithm": ALGORITHM,
        "points": {test: POINTS[result] for test, result in found.tests.items()},
        "browsers": [
            {"test": each.test, "verdict": each.verdict, "text": each.text}
            for each in found.readings
        ],
        "notes": list(found.notes),
    }


def _table(found: Grade | NotGraded, file: SavedFile, files: Sequence[SavedFile]) -> list[str]:
    where = f"{plain(file.name)}: " if len(files) > 1 else ""
    head = f"{where}{plain(found.saved.url)}"
    if isinstance(found, NotGraded):
        return [head, f"  no grade  {found.reason}"]
    lines = [head, f"  {found.grade}  {found.score} points (Observatory's algorithm {ALGORITHM})"]
    width = max(len(test) for test in found.tests)
    for test, result in found.tests.items():
        lines.append(f"  {_points(result)}  {test:<{width}}  {result}")
        lines.extend(
            f"        {_VERDICTS[each.verdict]}: {plain(each.text, 500)}"
            for each in found.readings
            if each.test == test
        )
    return lines + [f"  note  {note}" for note in found.notes]


def _points(result: str) -> str:
    points = POINTS[result]
    return f"{points:+4d}" if points else "   0"
