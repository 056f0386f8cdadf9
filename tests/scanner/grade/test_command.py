"""`civiscope grade` prints tables for people and JSON for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from tests.end_to_end.command import Ran
from tests.scanner.cli.conftest import Call

LINE = {
    "url": "https://www.example.gov/",
    "headers": {"x-frame-options": "ALLOW-FROM https://a.example"},
}
TESTS = {
    "content-security-policy": "csp-not-implemented",
    "cookies": "cookies-not-found",
    "cross-origin-embedder-policy": "coep-not-implemented",
    "cross-origin-opener-policy": "coop-not-implemented",
    "cross-origin-resource-sharing": "cross-origin-resource-sharing-not-implemented",
    "redirection": "redirection-to-https",
    "referrer-policy": "referrer-policy-not-implemented",
    "strict-transport-security": "hsts-not-implemented",
    "subresource-integrity": "sri-not-implemented-but-no-scripts-loaded",
    "x-content-type-options": "x-content-type-options-not-implemented",
    "x-frame-options": "x-frame-options-allow-from-origin",
    "cross-origin-resource-policy": "corp-not-implemented",
}


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    return path


def test_json_lines_are_answered_in_json_lines(call: Call, lines: Path) -> None:
    ran = call("grade", lines)

    assert (ran.code, ran.err) == (0, "")
    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {"id": 0, "grade": "C", "score": 50, "tests": TESTS}
    ]


def test_json_says_where_browsers_differ_and_what_was_taken_for_granted(
    call: Call, lines: Path
) -> None:
    ran = call("grade", "--json", lines)

    found = json.loads(ran.out)
    assert found["browsers"] == [
        {
            "test": "x-frame-options",
            "verdict": "weaker",
            "text": "No browser follows ALLOW-FROM any more: every site may frame it.",
        }
    ]
    assert found["points"]["strict-transport-security"] == -20
    assert found["notes"] == ["Nobody asked over plain HTTP; it is taken to lead to this address."]


def test_the_table_is_for_people_and_nothing_in_it_acts_on_the_terminal(
    call: Call, lines: Path
) -> None:
    hostile = LINE | {"url": "https://www.example.gov/\x1b[31m"}
    lines.write_text(json.dumps(hostile) + "\n", encoding="utf-8")

    ran = call("grade", "--table", lines)

    shown = ran.out.splitlines()
    assert shown[:2] == ["https://www.example.gov/", "  C  50 points (Observatory's algorithm 6)"]
    assert "   -25  content-security-policy        csp-not-implemented" in shown
    assert (
        "        browsers are weaker: No browser follows ALLOW-FROM any more: "
        "every site may frame it." in shown
    )


def test_what_curl_writes_may_come_through_a_pipe(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Piped:
        buffer = io.BytesIO(b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n<p>Hello</p>")

    monkeypatch.setattr("sys.stdin", Piped)

    ran = call("grade", "--url", "https://www.example.gov/", "-")

    assert ran.code == 0
    assert ran.out.startswith("https://www.example.gov/\n  D  30 points")


def test_an_error_page_gets_no_grade_and_is_never_passed_over(call: Call, lines: Path) -> None:
    lines.write_text(json.dumps(LINE | {"status": 503}) + "\n", encoding="utf-8")

    ran = call("grade", lines)

    assert ran.code == 3
    assert json.loads(ran.out)["grade"] is None
    assert ran.err == "civiscope: 1 response gets no grade: error pages.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt"], "civiscope: There is no file nowhere.txt.\n"),
        (["."], "civiscope: . is a folder; name the files in it.\n"),
        (
            ["--json", "--table", "-"],
            "civiscope: --json and --table exclude each other; leave one out.\n",
        ),
        (
            ["--url", "example", "-"],
            "civiscope: --url “example” is not an address of a page, like https://example.gov/.\n",
        ),
    ],
)
def test_wrong_use_is_told_in_a_sentence(call: Call, arguments: list[str], said: str) -> None:
    assert call("grade", *arguments) == Ran(2, "", said)
