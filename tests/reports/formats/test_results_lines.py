"""results.json read line by line: the same results, and the same refusals, as read as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reports.formats.test_html import rich_results
from tests.reports.hostile import each_hostile_text, hostile_results

from civiscope.results import Results, RuleOutcome
from civiscope.results.file import ResultsFileError, from_bytes, read, to_bytes, to_packed_bytes
from civiscope.results.outcome_table import OutcomeTable
from civiscope.results.stream import read_lines
from civiscope.testing import make_finding, make_issue, make_page_result, make_results

GOOD = to_packed_bytes(rich_results())
LINES = GOOD.splitlines(keepends=True)
PAGES = LINES.index(b'"pages": [\n')
OTHER_FORMS = {
    "in one line": json.dumps(json.loads(GOOD)).encode(),
    "indented": json.dumps(json.loads(GOOD), indent=1).encode(),
    "with a mark of its encoding": b"\xef\xbb\xbf" + GOOD,
    "empty": b"",
    "cut off in a field": b"".join(LINES[:3]),
    "cut off in a list": b"".join(LINES[: PAGES + 2]),
    "cut off before its end": GOOD.removesuffix(b"}\n"),
    "with more after its end": GOOD + b"{}",
    "without a comma between fields": GOOD.replace(b",\n", b"\n", 1),
    "with a comma after the last field": GOOD.removesuffix(b"\n}\n") + b",\n}\n",
    "with a comma after the last element": b"".join(
        [
            *LINES[: PAGES + 1],
            LINES[PAGES + 1].removesuffix(b"\n").rstrip(b",") + b",\n",
            b"],\n}\n",
        ]
    ),
    "with a field twice": b"".join([*LINES[:2], LINES[1], *LINES[2:]]),
    "with an unknown field": b"".join([*LINES[:2], b'"more": 1,\n', *LINES[2:]]),
    "without a field": b"".join([LINES[0], *LINES[2:]]),
    "plain": to_bytes(rich_results()),
    "plain, with the version of another form": GOOD.replace(b'"1.2"', b'"1.1"', 1),
    "pointing to nothing": GOOD.replace(b'{"what":0', b'{"what":99', 1),
    "of a newer version": GOOD.replace(b'"1.2"', b'"9.0"', 1),
    "with a list where there is a value": GOOD.replace(b'"tool": {', b'"tool": [\n{', 1),
    "with a page that is none": GOOD.replace(b'"pages": [\n{', b'"pages": [\n{"a":1},\n{', 1),
}


def outcome(content: bytes, path: Path, *, whole: bool) -> Results | str:
    path.write_bytes(content)
    try:
        return from_bytes(content, str(path)) if whole else read(path)
    except ResultsFileError as error:
        return str(error)


@each_hostile_text
def test_lines_give_the_same_results_as_the_whole(text: str) -> None:
    content = to_packed_bytes(hostile_results(text))

    results = read_lines(content.splitlines(keepends=True))

    assert results == from_bytes(content)
    assert results is not None
    assert to_packed_bytes(results) == content


def test_what_is_written_is_read_by_its_lines() -> None:
    assert read_lines(LINES) == rich_results()


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_another_form_is_read_or_refused_as_a_whole(name: str, tmp_path: Path) -> None:
    content = OTHER_FORMS[name]
    path = tmp_path / "results.json"

    assert outcome(content, path, whole=False) == outcome(content, path, whole=True)


def test_what_is_the_same_is_held_once() -> None:
    issue = make_issue()
    findings = (make_finding(issue, 1), make_finding(issue, 2))
    pages = (make_page_result("https://a.example/1"), make_page_result("https://a.example/2"))
    content = to_packed_bytes(make_results(issue, findings=findings, pages=pages))

    results = read_lines(content.splitlines(keepends=True))

    assert results is not None
    one, other = results.findings
    assert one.message is other.message
    assert one.standards is other.standards
    first, second = (page.outcomes for page in results.pages)
    assert all(first[rule] is second[rule] for rule in first)
    assert first


@pytest.mark.parametrize("write", [to_bytes, to_packed_bytes])
def test_outcomes_of_pages_are_held_in_tables_that_equal_dictionaries(
    write: Callable[[Results], bytes],
) -> None:
    said = {"test/one": RuleOutcome("failed", failed=2), "test/two": RuleOutcome("passed", 3)}
    other = {**said, "test/two": RuleOutcome("untested", reason="Nobody looked.")}
    urls = [f"https://www.example.gov/{number}" for number in range(4)]
    pages = [make_page_result(url, outcomes=said) for url in urls[:3]] + [
        make_page_result(urls[3], outcomes=other)
    ]
    results = make_results(pages=tuple(pages))

    found = read_lines(write(results).splitlines(keepends=True))

    assert found is not None
    assert found.pages == results.pages
    first, second, _, last = (page.outcomes for page in found.pages)
    assert isinstance(first, OutcomeTable)
    assert [first, last] == [said, other]
    assert first != last
    assert (list(first), len(first), "test/none" in first) == (list(said), 2, False)
    assert first.get("test/none") is None
    assert first["test/one"] is second["test/one"] is last["test/one"]
    assert write(found) == write(results)
