"""What reports are told by gate.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from civiscope.errors import UsageError
from civiscope.testing import make_issue, make_results
from civiscope_ci import decide
from civiscope_ci.gate import file as gate_file
from civiscope_reports import Context, ReportSource, Waived
from civiscope_reports.content.gate_file import read_context

ISSUES = [
    {"id": "a", "rule": "site/title", "state": "existing", "first_seen": "2026-10-01"},
    {"id": "a", "rule": "site/title", "state": "new", "first_seen": "2026-10-01"},
    {"id": "b", "rule": "security/hsts", "state": "waived", "first_seen": "2026-09-01"},
    {"id": None, "rule": "site/title", "state": "fixed"},
    {"id": None, "rule": "security/hsts", "state": "unverified"},
    {"id": "c", "rule": "site/title", "state": "new", "needs_review": True},
]
WAIVER = {"reason": "Fixed in spring.", "owner": "web", "expires": "2027-03-01", "ticket": "W-1"}


def write(path: Path, **changes: object) -> Path:
    data = {
        "schema_version": "1.1",
        "status": "failed",
        "sentences": ["One issue is new."],
        "baseline": {"issues": 3},
        "issues": ISSUES,
        "waivers": [{**WAIVER, "issues": ["b", "gone"]}],
    }
    path.write_text(json.dumps(data | changes), encoding="utf-8")
    return path


def test_states_waivers_and_the_decision_are_read(tmp_path: Path) -> None:
    sources = (ReportSource("*", "index.html"),)

    context = read_context(write(tmp_path / "gate.json"), sources)

    assert context == Context(
        states={"a": "new", "b": "waived", "c": "new"},
        waived={"b": Waived("Fixed in spring.", "web", "2027-03-01", "W-1")},
        first_seen={"a": "2026-10-01", "b": "2026-09-01", "c": ""},
        by_area={
            "security": {"waived": 1, "unverified": 1},
            "site": {"existing": 1, "new": 1, "fixed": 1},
        },
        fixed=1,
        unverified=1,
        gate="failed",
        reasons=("One issue is new.",),
        sources=sources,
    )


def test_without_a_baseline_nothing_is_called_new(tmp_path: Path) -> None:
    context = read_context(write(tmp_path / "gate.json", baseline=None))

    assert context.states == {}
    assert set(context.waived) == {"b"}


def test_without_a_gate_reports_are_told_nothing(tmp_path: Path) -> None:
    assert read_context(tmp_path / "gate.json") == Context()


def test_what_the_gate_writes_can_be_read(tmp_path: Path) -> None:
    decision = decide(make_results(make_issue()))
    gate_file.write(decision, tmp_path / "gate.json")

    context = read_context(tmp_path / "gate.json")

    assert (context.gate, context.reasons) == ("failed", decision.sentences)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be read"),
        ("[]", "is JSON but no gate file"),
        ('{"schema_version": "2.0"}', "follows version 2.0; this civiscope reads 1.x"),
        ("\ufffd" * 3, "cannot be read"),
    ],
)
def test_gate_file_that_cannot_be_read_is_named_with_what_to_do(
    content: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "gate.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        read_context(path)

    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)
    assert "Make it again with `civiscope gate`" in str(caught.value)
