"""Run bandit on Python files, in a process of its own, and read what it says."""

from __future__ import annotations

import json
import os
import resource
import subprocess  # nosec B404 - our own interpreter, with arguments that no shell reads
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, cast

from civiscope.model.source import BanditFinding
from civiscope.source.lines import show

NO_EXTRA = (
    "To read templates and to run bandit on Python code, civiscope needs its extra: "
    "pip install 'civiscope[source]'. Settings are read without it."
)
BANDIT_TIMEOUT_S = 300
MAX_MEMORY_BYTES = 2_000_000_000
MAX_ANSWER_BYTES = 200_000_000
FILES_AT_ONCE = 500
_TELLS_A_PASSWORD = frozenset({"B105", "B106", "B107"})
Level = Literal["UNDEFINED", "LOW", "MEDIUM", "HIGH"]
_LEVELS: dict[str, Level] = {"LOW": "LOW", "MEDIUM": "MEDIUM", "HIGH": "HIGH"}


@dataclass(slots=True)
class BanditAnswers:
    """What bandit said, by the name of the file, and what it could not read."""

    found: dict[str, list[BanditFinding]] = field(default_factory=dict[str, list[BanditFinding]])
    failed: dict[str, str] = field(default_factory=dict[str, str])
    gaps: list[str] = field(default_factory=list[str])
    silenced: int = 0
    version: str = ""


def bandit_version() -> str:
    """Return the version of bandit that is installed; empty when none is."""
    try:
        return version("bandit")
    except PackageNotFoundError:
        return ""


def run_bandit(root: Path, names: Sequence[str]) -> BanditAnswers:
    """Return what bandit says of the files *names* below *root*."""
    answers = BanditAnswers(version=bandit_version())
    if not answers.version or not names:
        return answers
    base = root.resolve()
    with tempfile.TemporaryDirectory(prefix="civiscope-") as empty:
        # A settings file of the tree that is read must not steer what reads it.
        nothing = Path(empty) / "bandit.ini"
        nothing.write_text("[bandit]\n", encoding="utf-8")
        for start in range(0, len(names), FILES_AT_ONCE):
            part = names[start : start + FILES_AT_ONCE]
            _take(_ask([str(base / name) for name in part], nothing, Path(empty)), base, answers)
    return answers


def _ask(files: list[str], settings: Path, folder: Path) -> dict[str, Any] | str:
    """Return what bandit answers, or how it failed."""
    # Isolated (-I): in the folder of a site, its own modules would be imported.
    command = [sys.executable, "-I", "-m", "bandit", "-q", "-f", "json", "--ini", str(settings)]
    output = folder / "answer.json"
    try:
        subprocess.run(  # nosec B603 # noqa: S603 - our own interpreter, and no shell
            [*command, "-o", str(output), "--exit-zero", *files],
            cwd=folder,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=BANDIT_TIMEOUT_S,
            preexec_fn=_limit,
            check=False,
        )
        if output.stat().st_size > MAX_ANSWER_BYTES:
            return "said more than can be read"
        answer: Any = json.loads(output.read_bytes())
        output.unlink()
    except subprocess.TimeoutExpired:
        return f"took longer than {BANDIT_TIMEOUT_S} seconds"
    except (OSError, ValueError):
        return "ended without an answer"
    return cast("dict[str, Any]", answer)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def _take(answer: dict[str, Any] | str, base: Path, answers: BanditAnswers) -> None:
    if isinstance(answer, str):
        answers.gaps.append(f"bandit {answer}, so some Python files were not checked by it.")
        return
    for error in answer.get("errors", ()):
        answers.failed[_name(error["filename"], base)] = str(error["reason"])[:200]
    for result in answer.get("results", ()):
        finding = finding_of(result)
        answers.found.setdefault(_name(result["filename"], base), []).append(finding)
    totals = answer.get("metrics", {}).get("_totals", {})
    answers.silenced += int(totals.get("nosec", 0)) + int(totals.get("skipped_tests", 0))


def finding_of(result: dict[str, Any]) -> BanditFinding:
    """Return one result of bandit's JSON, without what could be a password."""
    lines = [int(each) for each in result.get("line_range") or [result["line_number"]]]
    test = str(result["test_id"])
    message = str(result["issue_text"])
    secret = test in _TELLS_A_PASSWORD
    if secret:
        message = message.partition(":")[0] + "."
    weakness: dict[str, Any] = result.get("issue_cwe") or {}
    cwe = str(weakness.get("id", ""))
    return BanditFinding(
        test=test,
        name=str(result["test_name"]),
        severity=_level(result["issue_severity"]),
        confidence=_level(result["issue_confidence"]),
        line=int(result["line_number"]),
        end_line=max(lines),
        column=int(result.get("col_offset", 0)) + 1,
        cwe=cwe,
        message=message[:400],
        snippet="" if secret else _line_in(str(result.get("code", "")), int(result["line_number"])),
    )


def _line_in(code: str, number: int) -> str:
    """Return the line of that *number* from code that bandit shows, with a number before each."""
    for line in code.split("\n"):
        told, _, rest = line.lstrip().partition(" ")
        if told == str(number):
            return show(rest)
    return ""


def _level(word: str) -> Level:
    return _LEVELS.get(word, "UNDEFINED")


def _name(path: str, base: Path) -> str:
    try:
        return Path(path).relative_to(base).as_posix()
    except ValueError:
        return Path(path).as_posix()
