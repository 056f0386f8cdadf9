"""What is judged of a stored scan of the demo site, to be reviewed as a diff.

The evidence and the baseline were written by civiscope 0.1.0 and are never written again: later
versions have to read them. Write what is judged of them anew with `python -m tests.golden.judging`.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from civiscope.evidence import EvidenceReader
from civiscope.judge.engine import judge
from civiscope.results import Results
from civiscope.results.file import to_bytes
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope_ci.baseline.file import read as read_baseline
from civiscope_ci.gate import Against, decide
from civiscope_ci.gate.file import to_bytes as to_gate_bytes
from civiscope_ci.gate.policy import GatePolicy

FOLDER = Path(__file__).parent
EVIDENCE = FOLDER / "evidence"
BASELINE = FOLDER / "first_baseline.json"
OUTLINE = FOLDER / "outline.json"
GATE = FOLDER / "gate.json"
TODAY = date(2026, 11, 29)


def judge_stored_scan() -> Results:
    """Return what today's rules say of the stored evidence, with the lists of the package."""
    books = load_rulebooks()
    with tempfile.TemporaryDirectory() as lists:
        os.environ["CIVISCOPE_LISTS"] = lists
        return judge(EvidenceReader(EVIDENCE), all_rules(books), books)


def outline(results: Results) -> dict[str, Any]:
    """Return each issue with its findings' ids, and how many pages had each outcome of a rule."""
    findings: dict[str, list[str]] = {}
    for finding in results.findings:
        findings.setdefault(finding.issue, []).append(finding.id)
    outcomes: dict[str, dict[str, int]] = {}
    for page in results.pages:
        for rule, said in page.outcomes.items():
            counts = outcomes.setdefault(rule, {})
            counts[said.outcome] = counts.get(said.outcome, 0) + 1
    return {
        "issues": {
            issue.id: [issue.rule, issue.severity, issue.outcome, *findings.get(issue.id, [])]
            for issue in results.issues
        },
        "outcomes": {rule: dict(sorted(counts.items())) for rule, counts in outcomes.items()},
        # The texts of rules may be worded better without a change in what is found.
        "bytes": {"all but texts of rules": digest(replace(results, rules=()))},
    }


def to_text(value: dict[str, Any]) -> str:
    """Return *value* with one entry a line, so that a diff shows what changed."""
    parts: list[str] = []
    for name, entries in value.items():
        rows = [f"  {json.dumps(key)}: {json.dumps(entry)}" for key, entry in entries.items()]
        parts.append(f"{json.dumps(name)}: {{\n" + ",\n".join(sorted(rows)) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def gate_file(results: Results) -> bytes:
    """Return the gate.json of *results* against the baseline that the first version wrote."""
    against = Against(baseline=read_baseline(BASELINE), today=TODAY)
    return to_gate_bytes(decide(results, GatePolicy(), against))


def digest(results: Results) -> str:
    """Return the checksum of the results, in the form that repeats everything."""
    return hashlib.sha256(to_bytes(results)).hexdigest()


if __name__ == "__main__":
    judged = judge_stored_scan()
    OUTLINE.write_text(to_text(outline(judged)), encoding="utf-8")
    GATE.write_bytes(gate_file(judged))
