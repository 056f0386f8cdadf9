"""Write gate.json: the decision with every rule evaluated, the same bytes for the same results."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.model.rule_change import RuleChange
from civiscope.results import Issue
from civiscope_ci.baseline.states import IssueStatus
from civiscope_ci.gate.decision import GateDecision
from civiscope_ci.waivers import WaiverUse, severity_of

NAME = "gate.json"
SCHEMA_VERSION = "1.1"

_SURROGATE = re.compile("[\ud800-\udfff]")
_PAGES = 10
"""Pages that are named of an issue; the results name them all."""


def write(decision: GateDecision, path: Path, *, exit_zero: bool = False) -> None:
    """Write *decision* to *path*, whole or not at all. Raises CannotWriteError."""
    write_whole(path, [to_bytes(decision, exit_zero=exit_zero)])


def to_bytes(decision: GateDecision, *, exit_zero: bool = False) -> bytes:
    """Return *decision* as UTF-8 JSON; with *exit_zero*, the command ends with 0 all the same."""
    comparison = decision.comparison
    baseline = comparison.baseline
    data = {
        "schema_version": SCHEMA_VERSION,
        "status": decision.status,
        "exit_code": 0 if exit_zero else decision.exit_code,
        "sentences": list(decision.sentences),
        "policy": asdict(decision.policy),
        "checks": [asdict(check) for check in decision.checks],
        "failing_issues": [_issue(issue) for issue in decision.failing],
        "baseline": None
        if baseline is None
        else {
            "created": baseline.created,
            "updated": baseline.updated,
            "issues": len(baseline.open),
            "pages": len(baseline.pages),
        },
        "states": dict(sorted(comparison.counts.items())),
        "issues": [_issue_states(each) for each in comparison.stated],
        "waivers": [_waiver(used) for used in decision.waivers],
        "rule_changes": [_rule_change(change) for change in decision.rule_changes],
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


def _issue_states(each: IssueStatus) -> dict[str, object]:
    return {
        "id": each.issue.id if each.issue is not None else None,
        "fingerprint": each.entry.fingerprint,
        "state": each.state,
        "reason": each.reason,
        "rule": each.entry.rule,
        "severity": severity_of(each),
        "needs_review": each.entry.needs_review,
        "component": each.entry.component,
        "pages": len(each.pages),
        "occurrences": each.entry.occurrences,
        "example_pages": list(each.pages[:_PAGES]),
        "first_seen": each.was.first_seen if each.was is not None else each.entry.first_seen,
    }


def _rule_change(change: RuleChange) -> dict[str, object]:
    more: dict[str, object] = {
        "reason": change.reason,
        "severity": change.severity if change.severity_now else "",
        "severity_now": change.severity_now,
        "options": {name: [*values] for name, values in change.options.items()},
    }
    told: dict[str, object] = {"rule": change.rule, "change": change.change, "by": change.by}
    return told | {name: value for name, value in more.items() if value}


def _waiver(used: WaiverUse) -> dict[str, object]:
    waiver = used.waiver
    return {
        "state": used.state,
        "rule": waiver.rule,
        "match": {name: value for name, value in asdict(waiver.match).items() if value},
        "reason": waiver.reason,
        "owner": waiver.owner,
        "ticket": waiver.ticket,
        "created": waiver.created.isoformat(),
        "expires": waiver.expires.isoformat(),
        "type": waiver.type,
        "line": waiver.line,
        "issues": list(used.issues),
    }
