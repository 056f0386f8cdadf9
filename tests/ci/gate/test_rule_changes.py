"""The gate tells which rules were turned off or weakened, and lets nobody take that for clean."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.reports.content.test_rule_changes import OFF, OTHER, REASON, WEAKER, clean

from civiscope_ci.gate.file import to_bytes
from civiscope_ci.gate.gate import decide


def test_a_gate_that_passes_says_what_nobody_looked_at() -> None:
    decision = decide(clean(OFF, WEAKER, OTHER))

    assert decision.status == "passed"
    warned = {check.name: check.reason for check in decision.checks if check.verdict == "warned"}
    assert warned == {
        "rules-off": "1 rule turned off: accessibility/label (The supplier mends it in spring).",
        "rules-not-chosen": "1 rule not applied, because --rule asked for others.",
        "rules-weakened": "1 rule with less weight than their pages give: "
        "security/hsts (serious → info).",
    }
    assert set(warned.values()) <= set(decision.sentences)


def test_a_severity_that_was_raised_is_no_warning() -> None:
    raised = replace(WEAKER, severity="minor", severity_now="serious")

    assert [c.name for c in decide(clean(raised)).checks if c.verdict == "warned"] == []


def test_the_file_of_the_gate_holds_rules_and_reasons() -> None:
    written = json.loads(to_bytes(decide(clean(OFF, WEAKER))))

    assert written["rule_changes"] == [
        {"rule": OFF.rule, "change": "off", "by": "configuration", "reason": REASON},
        {
            "rule": WEAKER.rule,
            "change": "severity",
            "by": "configuration",
            "severity": "serious",
            "severity_now": "info",
        },
    ]
