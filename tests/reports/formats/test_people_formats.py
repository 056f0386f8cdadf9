"""Summaries in Markdown, and tables for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.reports.hostile import each_hostile_text, hostile_results
from tests.reports.samples import CONTEXT, footer_results

from civiscope.testing import make_issue, make_results, make_rule_facts
from civiscope_reports import FORMATS, Context
from civiscope_reports.formats import csv_tables, markdown
from civiscope_reports.text.markdown_text import harmless, inline

DIALECT = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
HARMLESS = (
    {"h2", "h3", "h5", "p", "strong", "em", "a", "br", "hr", "sub", "blockquote", "code", "pre"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
    | {"ul", "ol", "li", "details", "summary"}
)


def test_summary_says_gate_numbers_problems_gaps_and_waivers() -> None:
    text = markdown.render(footer_results(), CONTEXT)

    for words in (
        "## www&#46;example.gov: 1 problem found",
        "**Gate: failed.** 1 new issue is of severity serious or worse.",
        "| Problems | 1 | in 200 places |",
        "| Critical | Images have a text alternative<br><code>footer img.seal</code> | 200 pages,",
        "### What was not tested",
        "### Waived: 1",
        "### For a person to check: 1",
        "<summary>How to fix: Images have a text alternative</summary>",
    ):
        assert words in text


def test_summary_tells_what_has_changed_and_puts_what_is_new_first() -> None:
    known = tuple(make_issue(f"k{n}", component=f"img.known-{n}") for n in range(60))
    new = make_issue("n", severity="minor", component="img.new", snippet='<img src="a.png">')
    told = Context(
        states={"n": "new", **{issue.id: "existing" for issue in known}},
        by_area={"accessibility": {"new": 1, "existing": 60}, "site": {"fixed": 2}},
        gate="passed",
    )

    text = markdown.render(make_results(*known, new, findings=()), told)

    assert "| Area | New | Known | Not looked at this time | Waived | Fixed |" in text
    assert "| Accessibility | 1 | 60 | 0 | 0 | 0 |\n| Site | 0 | 0 | 0 | 0 | 2 |" in text
    rows = re.findall(r"^\| (?:Minor|Critical) \|.*$", text, re.MULTILINE)
    assert (len(rows), "img.new" in rows[0]) == (50, True)
    assert "It affects people who are blind and people with low vision. For example" in text
    assert '<code>&#60;img src="a.png"&#62;</code>' in text
    assert "`waivers.toml`" in text


def test_summary_says_how_much_of_wcag_was_looked_at() -> None:
    text = markdown.render(footer_results(), CONTEXT)

    assert "- Rules looked at something of 1 of the 55 criteria of WCAG 2.2, levels A and" in text
    assert "criteria" not in markdown.render(make_results(rules=(), findings=()), Context())


@each_hostile_text
def test_what_pages_say_is_no_markup_in_a_summary(text: str) -> None:
    rendered = DIALECT.render(markdown.render(hostile_results(text), Context()))

    tags = set(re.findall(r"<([a-z0-9]+)[ >]", rendered))
    assert tags <= HARMLESS
    assert re.findall(r'href="(?!https?:)', rendered) == []
    assert not re.search(r"<[a-z0-9]+ [^>]*\bon\w+=", rendered)


def test_summary_stays_below_the_least_limit_of_any_place_it_goes_to() -> None:
    rules = tuple(
        make_rule_facts(f"accessibility/rule-{n}", fix="Do *this*. " * 2000) for n in range(200)
    )
    issues = tuple(
        make_issue(f"i{n}", rule=rules[n % 200].id, title="é" * 5000, component="<" * 5000)
        for n in range(2000)
    )

    text = markdown.render(make_results(*issues, rules=rules, findings=()), Context())

    assert len(text) < 65_536
    assert len(text.encode()) < 1_048_576
    assert "1,950 more are in the report." in text


@given(st.text(max_size=80))
def test_inline_text_comes_out_of_markdown_as_it_went_in(text: str) -> None:
    shown = inline(text)

    rendered = DIALECT.renderInline(f"a {shown} b")
    assert "<" not in rendered
    assert not re.search(r"(^|\s)@|https?:", shown)


def test_markdown_of_a_rule_cannot_leave_its_code_open() -> None:
    assert harmless("```html\n<b>") == "```html\n&lt;b>\n```"
    assert harmless("use `<b>` <b> ![x](y)") == "use `<b>` &lt;b> !&#91;x](y)"


@pytest.mark.parametrize("name", ["csv", "csv-issues"])
@each_hostile_text
def test_no_cell_begins_with_what_a_spreadsheet_takes_for_a_formula(
    name: str, text: str, tmp_path: Path
) -> None:
    FORMATS[name].write(hostile_results(text), tmp_path / "t.csv", Context())

    content = (tmp_path / "t.csv").read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows[1:] for cell in row]
    assert [cell for cell in cells if re.match(r"\s*[=+\-@\t\r\n＝＋－＠]", cell)] == []  # noqa: RUF001
    assert content.count("\r\n") >= len(rows)


@given(st.text(min_size=1))
def test_any_text_comes_back_from_a_table_but_for_its_guard(text: str) -> None:
    rule = make_rule_facts(title="t")
    issue = make_issue(component=text)
    results = make_results(issue, rules=(rule,))

    lines = b"".join(csv_tables.issue_rows(results, Context())).decode("utf-8")

    row = next(csv.DictReader(io.StringIO(lines, newline=""), strict=True))
    assert row["component"].removeprefix("'") == csv_tables.cell_text(text).removeprefix("'")
    assert not row["component"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
