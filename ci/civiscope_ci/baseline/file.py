"""Read and write a baseline: sorted JSON, one page or issue a line, so that git can merge it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from civiscope.atomic_write import write_whole
from civiscope.errors import UsageError
from civiscope_ci.baseline.baseline import FINGERPRINTS, Baseline, BaselineEntry, in_order

NAME = "civiscope-baseline.json"
SUGGESTED = "baseline.suggested.json"
VERSION = "1.0"

_BASELINE: Final = TypeAdapter(Baseline)
_SURROGATE = re.compile("[\ud800-\udfff]")
_HEAD = {"baseline_version", "fingerprints"}
_MAKE = "make one with `civiscope baseline create RESULTS --out FILE`"


class BaselineFileError(UsageError):
    """A baseline cannot be read. The message says where, what is wrong and what to do."""


def write(baseline: Baseline, path: Path) -> None:
    """Write *baseline* to *path*, whole or not at all. Raises CannotWriteError."""
    write_whole(path, [to_bytes(baseline)])


def to_bytes(baseline: Baseline) -> bytes:
    """Return *baseline* as UTF-8 JSON; the same baseline gives the same bytes."""
    head = {
        "baseline_version": VERSION,
        "fingerprints": FINGERPRINTS,
        "created": baseline.created,
        "updated": baseline.updated,
        "engines": baseline.engines,
    }
    lines = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
    lines.append(_list("rules", [_json(rule) for rule in sorted(baseline.rules)]))
    lines.append(_list("pages", [_json(page) for page in sorted(baseline.pages)]))
    lines.append(_list("issues", [_json(_short(each)) for each in in_order(baseline.issues)]))
    if baseline.elements:
        counts = sorted(baseline.elements.items())
        inner = ",\n".join(f"{_json(page)}: {number}" for page, number in counts)
        lines.insert(-1, f'"elements": {{\n{inner}\n}}')
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    # Components may quote pages, which can hold halves of surrogate pairs; UTF-8 cannot.
    return _SURROGATE.sub("\ufffd", text).encode()


def read(path: Path) -> Baseline:
    """Read the baseline at *path*. Raises BaselineFileError."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BaselineFileError(f"There is no baseline {path}; {_MAKE}.") from None
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise BaselineFileError(f"The baseline {path} cannot be read ({cause}).") from error
    return from_bytes(content, str(path))


def from_bytes(content: bytes, name: str) -> Baseline:
    """Read a baseline from the *content* of a file called *name*. Raises BaselineFileError."""
    data = _parse(content, name)
    if problem := _version_problem(data, name):
        raise BaselineFileError(problem)
    body = {key: value for key, value in data.items() if key not in _HEAD}
    try:
        return _BASELINE.validate_json(json.dumps(body), strict=True, extra="forbid")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the top"
        what = first["msg"][:1].lower() + first["msg"][1:]
        raise BaselineFileError(
            f"{name} is not as a baseline {VERSION} must be: at {where}, {what}. Restore it, or "
            f"{_MAKE}."
        ) from error


def is_baseline(content: bytes) -> bool:
    """Say whether *content* begins as a baseline does."""
    return content[:200].lstrip().startswith(b"{") and b'"baseline_version"' in content[:200]


def _parse(content: bytes, name: str) -> dict[str, Any]:
    try:
        data: object = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, RecursionError):
        raise BaselineFileError(f"{name} is not a baseline: it is not JSON text.") from None
    except json.JSONDecodeError as error:
        if re.search(rb"^(<{7}|={7}|>{7})", content, re.MULTILINE):
            raise BaselineFileError(
                f"{name} holds the marks of a merge conflict; settle it with `civiscope baseline "
                "merge BASE OURS THEIRS`."
            ) from None
        raise BaselineFileError(
            f"{name} is cut off or damaged: line {error.lineno}, column {error.colno}: "
            f"{error.msg}. Restore it, or {_MAKE}."
        ) from None
    if not isinstance(data, dict) or "baseline_version" not in data:
        raise BaselineFileError(f"{name} is JSON but no baseline; {_MAKE}.")
    return cast("dict[str, Any]", data)


def _version_problem(data: dict[str, Any], name: str) -> str:
    version, prints = str(data["baseline_version"])[:40], data.get("fingerprints")
    found = re.fullmatch(r"(\d{1,4})\.(\d{1,4})", version, re.ASCII)
    if found is None or not isinstance(prints, int) or isinstance(prints, bool):
        return f"{name} has a version that is none: {version!r} with fingerprints {prints!r:.40}."
    if version == VERSION and prints == FINGERPRINTS:
        return ""
    ours = tuple(int(part) for part in VERSION.split("."))
    if (int(found[1]), int(found[2])) > ours or prints > FINGERPRINTS:
        return (
            f"{name} was made by a newer civiscope (baseline {version}, fingerprints {prints}); "
            f"this one reads {VERSION} and {FINGERPRINTS}. Update civiscope."
        )
    return f"{name} is too old (baseline {version}, fingerprints {prints}); {_MAKE}."


def _short(entry: BaselineEntry) -> dict[str, object]:
    """What is empty says nothing and is left out."""
    data = asdict(entry)
    for name in ("fixed", "reason"):
        if not data[name]:
            del data[name]
    return data


def _list(name: str, lines: list[str]) -> str:
    inner = ",\n".join(lines)
    return f'"{name}": [\n{inner}\n]' if lines else f'"{name}": []'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
