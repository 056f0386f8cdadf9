"""results.json: the same results give the same bytes, and what is read is what was written."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.reports.formats.test_html import rich_results
from tests.reports.hostile import each_hostile_text, hostile_results

from civiscope.atomic_write import CannotWriteError
from civiscope.results import SCHEMA_VERSION
from civiscope.results.file import (
    ResultsFileError,
    from_bytes,
    read,
    read_scan_id,
    schema,
    to_bytes,
    write,
)
from civiscope.testing import make_finding, make_issue, make_results, make_rule_facts, make_scan

GOOD = to_bytes(rich_results())


def changed(**changes: object) -> bytes:
    return json.dumps(json.loads(GOOD) | changes).encode()


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "results.json"

    write(rich_results(), path)

    assert read(path) == rich_results()
    assert read(tmp_path) == rich_results()
    assert to_bytes(read(path)) == path.read_bytes()


def test_the_scan_is_known_without_reading_what_comes_after_it(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    lines = GOOD.splitlines(keepends=True)
    scan = next(n for n, line in enumerate(lines) if line.startswith(b'"scan"'))
    path.write_bytes(b"".join(lines[: scan + 1]))

    assert read_scan_id(path) == rich_results().scan.id


def test_the_scan_is_known_in_any_layout_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(json.dumps(json.loads(GOOD), indent=2).encode())

    assert read_scan_id(path) == rich_results().scan.id


@each_hostile_text
def test_whatever_pages_say_goes_through_unchanged(text: str) -> None:
    content = to_bytes(hostile_results(text))

    again = from_bytes(content)

    assert again == hostile_results(text.replace("\ud83d", "\ufffd"))
    assert to_bytes(again) == content


def test_order_of_names_in_a_mapping_does_not_matter() -> None:
    one = make_rule_facts(standards={"A": ("1",), "B": ("2",)}, options={"x": 1, "y": (1, 2)})
    other = make_rule_facts(standards={"B": ("2",), "A": ("1",)}, options={"y": (1, 2), "x": 1})

    assert to_bytes(make_results(rules=(one,))) == to_bytes(make_results(rules=(other,)))


def test_file_begins_with_its_version_and_has_a_line_for_each_page_finding_and_issue() -> None:
    lines = GOOD.decode().splitlines()

    assert lines[1] == f'"schema_version": "{SCHEMA_VERSION}",'
    results = rich_results()
    parts = (
        results.rules,
        results.pages,
        results.findings,
        results.issues,
        results.standards,
        results.frameworks,
    )
    # Two braces; five fields that are not lists and four that are empty; of each other list its
    # field and its closing bracket.
    assert len(lines) == 2 + 9 + 2 * len(parts) + sum(len(part) for part in parts)


def test_published_schema_accepts_what_is_written_and_refuses_more() -> None:
    validator: Any = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())

    validator.validate(json.loads(GOOD))

    assert not validator.is_valid(json.loads(GOOD) | {"extra": 1})
    assert not validator.is_valid(json.loads(GOOD) | {"schema_version": "9.0"})
    spoilt = json.loads(GOOD)
    spoilt["issues"][0]["extra"] = 1
    assert not validator.is_valid(spoilt)


def test_schema_names_itself() -> None:
    assert {key: schema()[key] for key in ("$schema", "$id", "title")} == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:civiscope:schema:results:1.1",
        "title": "civiscope results",
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "r.json is empty. Make it again with `civiscope judge`."),
        (b"\xff\xfe{}", "r.json is not a results file: it is not UTF-8 text."),
        (b"hello", "r.json is not JSON: line 1, column 1: Expecting value."),
        (
            GOOD[: GOOD.index(b'"Department') + 5],
            "r.json is cut off in line 11: it was not written to its end. "
            "Make it again with `civiscope judge`.",
        ),
        (
            GOOD[:-3],
            "r.json is cut off in line 59: it was not written to its end. "
            "Make it again with `civiscope judge`.",
        ),
        (b"[" * 100_000, "r.json is not a results file: it is nested too deep."),
        (
            b'{"issues": []}',
            "r.json is JSON but no results file: it has no schema_version. Name a results.json.",
        ),
        (
            b"[1]",
            "r.json is JSON but no results file: it has no schema_version. Name a results.json.",
        ),
        (
            changed(schema_version="2.0"),
            "r.json follows results 2.0; this civiscope reads 1.1. Update civiscope.",
        ),
        (
            b'{"schema_version": "1.2", "new": 1}',
            "r.json follows results 1.2; this civiscope reads 1.1. Update civiscope.",
        ),
        (
            changed(schema_version="0.9"),
            "r.json follows results 0.9, which is too old; this civiscope reads 1.1. "
            "Judge the evidence again with `civiscope judge`.",
        ),
        (
            changed(schema_version="soon"),
            'r.json has a schema_version that is not a version: "soon".',
        ),
        (
            changed(extra=1),
            "r.json is not as results 1.1 must be: at extra, unexpected keyword argument.",
        ),
        (
            changed(pages=[{"url": 1}]),
            "r.json is not as results 1.1 must be: at pages.0.url, input should be a valid string.",
        ),
        (
            to_bytes(make_results(make_issue(), rules=(make_rule_facts("security/hsts"),))),
            'r.json is inconsistent: issue "i1" names the rule "accessibility/image-alt", which '
            "is not in it. Make it again with `civiscope judge`.",
        ),
        (
            to_bytes(replace(make_results(), findings=(make_finding(make_issue()),))),
            'r.json is inconsistent: finding "i1-1" names the issue "i1", which is not in it. '
            "Make it again with `civiscope judge`.",
        ),
    ],
)
def test_file_that_cannot_be_read_is_told_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(ResultsFileError) as caught:
        from_bytes(content, "r.json")

    assert str(caught.value) == sentence
    assert caught.value.exit_code == 2


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultsFileError) as caught:
        read(tmp_path)

    assert str(caught.value) == (
        f"There is no file {tmp_path / 'results.json'}. Name the results.json of a scan, or its "
        "folder."
    )


def test_nothing_is_changed_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder should be")

    with pytest.raises(CannotWriteError) as caught:
        write(make_results(), taken / "results.json")

    assert str(caught.value).startswith(f"{taken / 'results.json'} cannot be written (")
    assert caught.value.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_full_disk_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(GOOD)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(CannotWriteError) as caught:
        write(make_results(scan=make_scan(id="other")), path)

    assert "no space left on device" in str(caught.value)
    assert caught.value.exit_code == 4
    assert path.read_bytes() == GOOD
    assert [each.name for each in tmp_path.iterdir()] == ["results.json"]
