"""Write gate.json: the decision with every rule evaluated, the same bytes for the same results."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

from civiscope.results import Issue
from civiscope.whole_file import write_whole
from civiscope_ci.decision import GateDecision

NAME = "gate.json"
SCHEMA_VERSION = "1.0"

_SURROGATE = re.compile("[\ud800-\udfff]")


def write(decision: GateDecision, path: Path) -> None:
    """Write *decision* to *path*, whole or not at all. Raises CannotWriteError."""
    write_whole(path, [to_bytes(decision)])


def to_bytes(decision: GateDecision) -> bytes:
    """Return *decision* as UTF-8 JSON."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "status": decision.status,
        "exit_code": decision.exit_code,
        "sentences": list(decision.sentences),
        "policy": asdict(decision.policy),
        "checks": [asdict(check) for check in decision.checks],
        "failing_issues": [_issue(issue) for issue in decision.failing],
    }
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    # Titles may quote pages, which can hold halves of surrogate pairs; UTF-8 cannot.
    return f"{_SURROGATE.sub(chr(0xFFFD), text)}\n".encode()


def _issue(issue: Issue) -> dict[str, object]:
    return {
        "id": issue.id,
        "rule": issue.rule,
        "title": issue.title,
        "severity": issue.severity,
        "needs_review": issue.needs_review,
        "component": issue.component,
        "pages": issue.pages,
        "occurrences": issue.occurrences,
        "fingerprint": issue.fingerprint,
    }
