"""Read the code that Playwright's recorder writes, in Python and in JavaScript: never run it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from civiscope.errors import UsageError
from civiscope.journeys.secret_words import may_be_secret
from civiscope.journeys.writing import Written

_TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`$]*`)"""
_GOTO = re.compile(rf"page\.goto\(\s*({_TEXT})")
_BY = re.compile(
    rf"(?:get_?by_?(role|label|placeholder|text|test_?id|title|alt_?text)|(locator))\(\s*({_TEXT})"
    rf"(?:\s*,\s*(?:\{{[^}}]*?name:\s*|name\s*=\s*)({_TEXT}))?[^)]*\)",
    re.IGNORECASE,
)
_DOES = re.compile(
    rf"\.(click|dblclick|fill|check|uncheck|press|select_?option|set_?input_?files|clear|hover|tap)"
    rf"\(\s*(?:\[\s*)?({_TEXT})?[^)]*\)\s*;?\s*$",
    re.IGNORECASE,
)
_NTH = re.compile(r"\.nth\((\d+)\)")
_SEEN = re.compile(
    rf"\.(?:to_?be_?visible|to_?contain_?text|to_?have_?text)\(\s*({_TEXT})?", re.IGNORECASE
)


def read_code(path: Path, text: str) -> tuple[str, list[Written]]:
    """Return where the recorded code begins, and its steps. Raises UsageError with the line."""
    start = ""
    steps: list[Written] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().removeprefix("await ")
        goto = _GOTO.search(line)
        if goto is not None:
            url = _plain(goto[1])
            if start or steps:
                steps.append({"go": url})
            start = start or url
        elif line.startswith("page.") and "(" in line and not _is_set_up(line):
            steps += _step(path, number, line)
        elif line.startswith("expect("):
            steps.append(_expectation(path, number, line))
    return start, steps


def _is_set_up(line: str) -> bool:
    return bool(
        re.match(r"page\.(?:close|set_?viewport|on\(|once\(|wait_?for_?timeout)", line, re.I)
    )


def _step(path: Path, number: int, line: str) -> list[Written]:
    does = _DOES.search(line)
    named = list(_BY.finditer(line))
    if does is None or not named:
        raise _unknown(path, number, line)
    target = _target(named[-1])
    action, value = does[1].lower().replace("_", ""), _plain(does[2] or "''")
    nth = _NTH.search(line)
    more: dict[str, Any] = {"nth": int(nth[1]) + 1} if nth else {}
    match action:
        case "hover":
            return []
        case "fill":
            secret = may_be_secret(str(target))
            typed: Any = {"env": "JOURNEY_PASSWORD"} if secret else value
            return [{"fill": target, "with": typed, **more}]
        case "press":
            return [{"key": value}]
        case "selectoption":
            return [{"choose": value, "of": str(target), **more}]
        case "setinputfiles":
            return [{"upload": target, "file": value, **more}]
        case "check" if isinstance(target, str):
            return [{"choose": target, **more}]
        case "uncheck" | "clear":
            return [{action: target, **more}]
        case _:
            return [{"press": target, **more}]


def _expectation(path: Path, number: int, line: str) -> Written:
    named = list(_BY.finditer(line))
    seen = _SEEN.search(line)
    if seen is None:
        raise _unknown(path, number, line)
    if seen[1]:
        return {"expect": _plain(seen[1])}
    target = _target(named[-1]) if named else None
    if target is None:
        raise _unknown(path, number, line)
    if isinstance(target, str):
        return {"expect": target}
    return {"expect": target.get("text", target)}


def _target(match: re.Match[str]) -> str | dict[str, str]:
    kind = (match[1] or "locator").lower().replace("_", "")
    text = _plain(match[3])
    match kind:
        case "role":
            name = _plain(match[4]) if match[4] else ""
            return {"role": text, "name": name} if name else {"css": f"[role={text}]"}
        case "text":
            return {"text": text}
        case "testid":
            return {"test_id": text}
        case "locator":
            return {"css": text}
        case _:
            return text


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _unknown(path: Path, number: int, line: str) -> UsageError:
    return UsageError(
        f"{path}, line {number}: a journey has no word for this: {line[:120]!r}. Take it out of "
        f"the recording, or write the step by hand."
    )
