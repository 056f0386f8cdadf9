"""The summary on a terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tests.reports.hostile import each_hostile_text, hostile_results

from civiscope.results import Results
from civiscope.testing import make_coverage, make_issue, make_not_seen, make_results
from civiscope_ci import decide
from civiscope_reports import Context, Waived
from civiscope_reports.content.context import NOTHING
from civiscope_reports.formats.terminal import short, summary


def printed(
    results: Results, *, terminal: bool = False, width: int = 80, told: Context = NOTHING
) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=terminal,
        width=width,
        color_system="standard" if terminal else None,
    )
    summary(results, decide(results), console, [Path("civiscope-out/report.html")], told)
    return stream.getvalue()


def test_summary_tells_verdict_numbers_issues_gaps_gate_and_report() -> None:
    results = make_results(
        make_issue(pages=2, occurrences=5),
        coverage=make_coverage(visited=9, failed=(make_not_seen("old", "dns"),)),
    )

    assert (
        printed(results)
        == """\
www.example.gov: 1 problem found
The automated checks found 1 problem on 1 of 9 pages.
One of them is critical or serious: fix these first.
At the top of the list: “Images have a text alternative” (critical, on 2 pages).
Not everything was seen: 1 page could not be opened.
Automated checks can show that something is wrong, never that all is well. Many requirements \
need a person to test them, best of all people who use assistive technology.

      1  Problems (in 5 places)
      1  Critical or serious (to fix first)
      1  Pages with problems (of 9 pages seen)
      0  For a person to check (not counted as problems)
      1  Pages that did not load fully (0 more left out)

What matters most
   1  Critical    Images have a text alternative
                  2 pages, accessibility/image-alt

Not tested
  1 page could not be opened, https://www.example.gov/old

Gate: failed
  1 issue is of severity serious or worse; the first is “Images have a text alternative” (critical).
Report: civiscope-out/report.html
"""
    )


def test_what_is_waived_is_set_aside_and_what_is_new_comes_first() -> None:
    known, new, waived = make_issue("k"), make_issue("n", severity="minor"), make_issue("w")
    results = make_results(known, new, waived)
    told = Context(states={"k": "existing", "n": "new"}, waived={"w": Waived("Fixed in spring.")})

    text = printed(results, told=told)
    data = short(results, decide(results), 1, [Path("report.html")], told)

    assert "2 problems found" in text
    assert re.findall(r"image-alt, (\w+)", text) == ["new", "existing"]
    assert "Waived, and not counted: 1" in text
    assert (data["verdict"], data["failures"], data["waived"]) == ("2 problems found", 2, 1)
    issues: Any = data["issues"]
    assert [(each["id"], each["state"]) for each in issues] == [("n", "new"), ("k", "existing")]


def test_only_ten_issues_are_shown_and_the_rest_counted() -> None:
    issues = tuple(make_issue(f"i{n}") for n in range(12))

    text = printed(make_results(*issues))

    assert text.count("accessibility/image-alt") == 10
    assert "and 2 more in the report" in text


def test_problems_of_one_title_are_told_apart_by_their_component() -> None:
    results = make_results(
        make_issue("a", component="p.faint", pages=3),
        make_issue("b", component="div.badge", pages=2),
        make_issue("c", title="A link has no words", component="a.icon"),
    )

    told = printed(results)

    assert "3 pages, accessibility/image-alt, p.faint\n" in told
    assert "2 pages, accessibility/image-alt, div.badge\n" in told
    assert "a.icon" not in told


def test_what_a_person_must_check_is_listed_when_nothing_failed() -> None:
    text = printed(make_results(make_issue(outcome="cantTell", needs_review=True)))

    assert "For a person to check\n   1  Critical" in text
    assert "Gate: passed" in text


@pytest.mark.parametrize("terminal", [True, False])
@each_hostile_text
def test_what_pages_say_does_nothing_to_the_terminal_or_the_log(text: str, terminal: bool) -> None:
    out = printed(hostile_results(text), terminal=terminal)

    ours = r"\x1b\[[\d;]*m"
    without_colour = re.sub(ours, "", out) if terminal else out
    assert (
        re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200f\u2028-\u202e\ufeff]", without_colour) == []
    )
    assert "https://evil" not in re.sub(r"\[link=.*?\]", "", out)
    assert not re.search(r"^\s*::|##\[|##vso\[", out, re.MULTILINE)
    assert len(out) < 20_000


def test_markup_in_page_content_is_printed_as_it_is() -> None:
    text = printed(make_results(make_issue(title="[bold]not ours[/bold] :smile:")))

    assert "[bold]not ours[/bold] :smile:" in text


def test_colour_adds_nothing_to_the_words() -> None:
    results = make_results(make_issue())

    coloured = printed(results, terminal=True, width=200)

    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == printed(results)


def test_summary_can_be_printed_without_a_gate() -> None:
    stream = io.StringIO()

    summary(make_results(), None, Console(file=stream))

    assert "Gate" not in stream.getvalue()


def test_a_note_on_the_scan_is_printed_itself() -> None:
    note = "Only the listed addresses were visited."

    assert f"1 note on how the site was scanned: {note}" in printed(
        make_results(coverage=make_coverage(notes=(note,)))
    )
