"""Read and write results.json: the same results always give the same bytes."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from civiscope.atomic_write import write_whole
from civiscope.errors import UsageError
from civiscope.model.adapters import adapter_of
from civiscope.results import PACKED_VERSION, SCHEMA_VERSION, Results
from civiscope.results.encode import packed_parts, plain_parts
from civiscope.results.packed import PackedResults
from civiscope.results.stream import read_lines, read_scan
from civiscope.results.unpack import BrokenTableError, unpack

NAME = "results.json"
PACKED_NAME = "packed-results.json"
READABLE = {"1.0", SCHEMA_VERSION, PACKED_VERSION}
"""Versions of the schema that are read; 1.0 has no standards, frameworks and documents."""
SCHEMA_ID = f"urn:civiscope:schema:results:{PACKED_VERSION}"
# A string of a page cannot hold this: its quotation marks are escaped.
_VERSION = re.compile(rb'"schema_version"\s*:\s*"([^"]*)"')


class ResultsFileError(UsageError):
    """A results file cannot be read. The message says where, what is wrong and what to do."""


def write(results: Results, path: Path) -> None:
    """Write *results* to *path*, whole or not at all. Raises CannotWriteError."""
    write_whole(path, plain_parts(results))


def write_packed(results: Results, path: Path) -> None:
    """Write *results* to *path* in a fifth of the space. Raises CannotWriteError."""
    write_whole(path, _packed(results))


def to_bytes(results: Results) -> bytes:
    """Return *results* as UTF-8 JSON, one page, finding and issue a line."""
    return b"".join(plain_parts(results))


def to_packed_bytes(results: Results) -> bytes:
    """Return *results* as UTF-8 JSON in which what findings and pages share stands once."""
    return b"".join(_packed(results))


def _packed(results: Results) -> Iterator[bytes]:
    # Results of an older version stay what they were.
    return (packed_parts if results.schema_version == SCHEMA_VERSION else plain_parts)(results)


def read(path: Path) -> Results:
    """Read the results at *path*, or in the folder *path*. Raises ResultsFileError."""
    if path.is_dir():
        packed = path / PACKED_NAME
        path = packed if packed.is_file() and not (path / NAME).exists() else path / NAME
    try:
        with path.open("rb") as file:
            results = read_lines(file)
        if results is not None:
            return _checked(results, str(path))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ResultsFileError(
            f"There is no file {path}. Name the {NAME} of a scan, or its folder."
        ) from error
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise ResultsFileError(f"{path} cannot be read ({cause}).") from error
    return from_bytes(content, str(path))


def read_scan_id(path: Path) -> str:
    """Return the id of the scan whose results are at *path*; reads no further than it must.

    Raises ResultsFileError.
    """
    with contextlib.suppress(OSError), path.open("rb") as file:
        scan = read_scan(file)
        if scan is not None:
            return scan.id
    return read(path).scan.id


def from_bytes(content: bytes, name: str = NAME) -> Results:
    """Read results from the *content* of a file called *name*. Raises ResultsFileError."""
    version = _VERSION.search(content)
    packed = version is not None and version[1] == PACKED_VERSION.encode()
    try:
        if packed:
            held = adapter_of(PackedResults).validate_json(content, strict=True, extra="forbid")
            results = unpack(held)
        else:
            results = adapter_of(Results).validate_json(content, strict=True, extra="forbid")
    except BrokenTableError as error:
        raise ResultsFileError(
            f"{name} is inconsistent: {error}. Make it again with `civiscope judge`."
        ) from error
    except ValidationError as error:
        raise ResultsFileError(_why_unreadable(content, name, error)) from error
    return _checked(results, name)


def _checked(results: Results, name: str) -> Results:
    """Return *results* of the file *name*. Raises ResultsFileError where they are not whole."""
    version = results.schema_version
    if problem := _version_problem(version, name) or _loose_end(results, name):
        raise ResultsFileError(problem)
    return results


def schema() -> dict[str, Any]:
    """Return the JSON Schema of results.json, and of its packed form."""
    forms: Any = Results | PackedResults
    generated = adapter_of(forms).json_schema()
    definitions = generated["$defs"]
    for part in definitions.values():
        if "properties" in part:
            part["additionalProperties"] = False
    for form, version in (("PackedResults", PACKED_VERSION), ("Results", SCHEMA_VERSION)):
        definitions[form]["properties"]["schema_version"] = {
            "const": version,
            "description": "The version of this schema that the file follows.",
            "type": "string",
        }
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "civiscope results",
    }
    return head | {key: value for key, value in generated.items() if key not in head}


def _why_unreadable(content: bytes, name: str, error: ValidationError) -> str:
    try:
        data = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return f"{name} is not a results file: it is not UTF-8 text."
    except RecursionError:
        return f"{name} is not a results file: it is nested too deep."
    except json.JSONDecodeError as problem:
        return _not_json(problem, name)
    if not isinstance(data, dict) or "schema_version" not in data:
        return f"{name} is JSON but no results file: it has no schema_version. Name a {NAME}."
    version = cast("dict[str, object]", data)["schema_version"]
    if problem_found := _version_problem(str(version), name):
        return problem_found
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the top"
    what = first["msg"][:1].lower() + first["msg"][1:]
    return f"{name} is not as results {version} must be: at {where}, {what}."


def _not_json(problem: json.JSONDecodeError, name: str) -> str:
    if not problem.doc.strip():
        return f"{name} is empty. Make it again with `civiscope judge`."
    # A string that never ends is told by where it starts.
    ended = problem.pos >= len(problem.doc.rstrip()) or problem.msg.startswith("Unterminated")
    if ended and problem.doc.lstrip().startswith("{"):
        return (
            f"{name} is cut off in line {problem.doc.count(chr(10)) + 1}: it was not written to "
            "its end. Make it again with `civiscope judge`."
        )
    return f"{name} is not JSON: line {problem.lineno}, column {problem.colno}: {problem.msg}."


def _version_problem(version: str, name: str) -> str:
    if version in READABLE:
        return ""
    ours, theirs = _numbers(PACKED_VERSION), _numbers(version)
    if theirs is None or ours is None:
        return f'{name} has a schema_version that is not a version: "{version[:40]}".'
    if theirs > ours:
        return (
            f"{name} follows results {version}; this civiscope reads {PACKED_VERSION}. "
            "Update civiscope."
        )
    return (
        f"{name} follows results {version}, which is too old; this civiscope reads "
        f"{PACKED_VERSION}. Judge the evidence again with `civiscope judge`."
    )


def _numbers(version: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{1,4})\.(\d{1,4})", version, re.ASCII)
    return (int(found[1]), int(found[2])) if found else None


def _loose_end(results: Results, name: str) -> str:
    """Say where the file names a rule or an issue that it does not hold."""
    rules = {rule.id for rule in results.rules}
    issues = {issue.id for issue in results.issues}
    named = [
        *(("issue", issue.id, "rule", issue.rule, rules) for issue in results.issues),
        *(("finding", found.id, "rule", found.rule, rules) for found in results.findings),
        *(("finding", found.id, "issue", found.issue, issues) for found in results.findings),
    ]
    for kind, own_id, what, other_id, known in named:
        if other_id not in known:
            return (
                f'{name} is inconsistent: {kind} "{own_id}" names the {what} "{other_id}", which '
                "is not in it. Make it again with `civiscope judge`."
            )
    return ""
