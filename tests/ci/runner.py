"""Run the steps of action.yml as a runner does: inputs, environment files, conditions, outputs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ACTION = Path(__file__).parents[2] / "action.yml"
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@dataclass(slots=True)
class Job:
    """One use of the action."""

    folder: Path
    inputs: Mapping[str, str]
    steps: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    codes: dict[str, int] = field(default_factory=dict[str, int])
    used: list[str] = field(default_factory=list[str])
    """Actions that would have been called."""
    summary: str = ""
    log: str = ""

    @property
    def outputs(self) -> dict[str, str]:
        """What the action hands on."""
        outputs: dict[str, Any] = _action()["outputs"]
        return {name: self._value(each["value"]) for name, each in outputs.items()}

    @property
    def code(self) -> int:
        """The code of the step that fails the job; 0 when none does."""
        return next((code for code in self.codes.values() if code), 0)

    def run(self) -> Job:
        """Run every step whose condition holds, as a runner would."""
        for step in _action()["runs"]["steps"]:
            condition = str(step.get("if", "success()"))
            if not self._holds(condition):
                continue
            if "uses" in step:
                self.used.append(str(step["uses"]).partition("@")[0])
                continue
            self._run(step)
        return self

    def _run(self, step: dict[str, Any]) -> None:
        files = {name: self.folder / f".{name}" for name in ("OUTPUT", "STEP_SUMMARY", "PATH")}
        for path in files.values():
            path.write_bytes(b"")
        where = self.folder / self._value(step.get("working-directory", "."))
        done = subprocess.run(  # noqa: S603 - our own action
            ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=where,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")},
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "CI": "true",
                "RUNNER_TEMP": str(self.folder),
                **{f"GITHUB_{name}": str(path) for name, path in files.items()},
                **{name: self._value(value) for name, value in step.get("env", {}).items()},
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
            check=False,
        )
        self.codes[step["name"]] = done.returncode
        self.log += done.stdout
        self.summary += files["STEP_SUMMARY"].read_text(encoding="utf-8")
        pairs = (line.split("=", 1) for line in files["OUTPUT"].read_text("utf-8").splitlines())
        self.steps[step.get("id", step["name"])] = {name: value for name, value in pairs}

    def _holds(self, condition: str) -> bool:
        condition = _EXPRESSION.sub(r"\1", condition)
        terms = [term.strip() for term in condition.split("&&")]
        # Without always(), a step runs only when all before it went well.
        if "always()" not in terms and self.code:
            return False
        return all(self._term(term) for term in terms if term not in {"always()", "success()"})

    def _term(self, term: str) -> bool:
        left, operator, right = re.split(r"\s*(==|!=)\s*", term)
        return (self._operand(left) == self._operand(right)) is (operator == "==")

    def _value(self, text: object) -> str:
        return _EXPRESSION.sub(lambda found: self._operand(found[1]), str(text))

    def _operand(self, text: str) -> str:
        kind, _, rest = text.partition(".")
        if text.startswith("'"):
            return text.strip("'")
        if kind == "inputs":
            defined: dict[str, Any] = _action()["inputs"][rest]
            return self.inputs.get(rest, str(defined.get("default", "")))
        if kind == "steps":
            step, _, name = rest.partition(".outputs.")
            return self.steps.get(step, {}).get(name, "")
        if kind in {"github", "runner"}:
            return ""
        raise ValueError(f"The runner of the tests does not know {text!r}.")


def _action() -> dict[str, Any]:
    action: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return action
