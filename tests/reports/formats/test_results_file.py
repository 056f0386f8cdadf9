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
from civiscope.model import Box
from civiscope.model.fingerprints import fingerprint
from civiscope.results import (
    PACKED_VERSION,
    PartNotTested,
    RequestSeen,
    Results,
    RuleOutcome,
)
from civiscope.results.file import (
    ResultsFileError,
    from_bytes,
    read,
    read_scan_id,
    schema,
    to_bytes,
    to_packed_bytes,
    write,
    write_packed,
)
from civiscope.results.packed import TABLES
from civiscope.testing import (
    make_coverage,
    make_finding,
    make_issue,
    make_page_result,
    make_results,
    make_rule_facts,
    make_scan,
)

GOOD = to_packed_bytes(rich_results())


def changed(**changes: object) -> bytes:
    return json.dumps(json.loads(GOOD) | changes).encode()


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "results.json"

    write(rich_results(), path)

    assert read(path) == rich_results()
    assert read(tmp_path) == rich_results()
    assert to_bytes(read(path)) == path.read_bytes()


def test_a_folder_that_holds_packed_results_alone_is_read(tmp_path: Path) -> None:
    write_packed(rich_results(), tmp_path / "packed-results.json")

    assert replace(read(tmp_path), rules=()) == replace(rich_results(), rules=())


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
    content = to_packed_bytes(hostile_results(text))

    again = from_bytes(content)

    assert again == hostile_results(text.replace("\ud83d", "\ufffd"))
    assert to_packed_bytes(again) == content


def test_order_of_names_in_a_mapping_does_not_matter() -> None:
    one = make_rule_facts(standards={"A": ("1",), "B": ("2",)}, options={"x": 1, "y": (1, 2)})
    other = make_rule_facts(standards={"B": ("2",), "A": ("1",)}, options={"y": (1, 2), "x": 1})

    assert to_packed_bytes(make_results(rules=(one,))) == to_packed_bytes(
        make_results(rules=(other,))
    )


def test_file_begins_with_its_version_and_has_a_line_for_each_page_finding_and_issue() -> None:
    lines = GOOD.decode().splitlines()

    assert lines[1] == f'"schema_version": "{PACKED_VERSION}",'
    results = rich_results()
    parts = (
        results.rules,
        results.pages,
        results.findings,
        results.issues,
        results.standards,
        results.frameworks,
    )
    # Two braces; five fields that are not lists and five that are empty; of each other list its
    # field and its closing bracket. What is shared stands in lists of its own.
    shared = [json.loads(GOOD)[name] for name in TABLES]
    assert len(lines) == 2 + 10 + 2 * (len(parts) + len(shared)) + sum(map(len, [*parts, *shared]))


def test_published_schema_accepts_what_is_written_and_refuses_more() -> None:
    validator: Any = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())

    validator.validate(json.loads(GOOD))

    assert not validator.is_valid(json.loads(GOOD) | {"extra": 1})
    assert not validator.is_valid(json.loads(GOOD) | {"schema_version": "9.0"})
    spoilt = json.loads(GOOD)
    spoilt["issues"][0]["extra"] = 1
    assert not validator.is_valid(spoilt)


def test_the_plain_form_says_all_on_each_finding_and_page() -> None:
    results = rich_results()
    content = to_bytes(results)
    plain = json.loads(content)

    read_again = from_bytes(content)

    assert read_again == results
    assert to_bytes(read_again) == content
    validator: Any = jsonschema.Draft202012Validator(schema())
    validator.validate(plain)
    assert [found["message"] for found in plain["findings"]] == [
        found.message for found in results.findings
    ]
    assert [set(page["outcomes"]) for page in plain["pages"]] == [
        set(page.outcomes) for page in results.pages
    ]
    assert TABLES[0] not in plain


def many_alike() -> Results:
    """Return results with the same three findings on a hundred pages, and a part not tested."""
    addresses = [f"https://a.example/{number}" for number in range(100)]
    issue = make_issue()
    findings = tuple(
        replace(
            make_finding(issue, place),
            page=address,
            # Floats stay floats, and what is told apart by nothing else has a fingerprint alike.
            box=Box(1.0, 2.5, 30.0, 40.0),
            selector=f"p:nth-child({place})",
            fingerprint=fingerprint(issue.id, address, "", f"p:nth-child({place})"),
            request=RequestSeen("GET", "script", 404, "", "parser", address, place),
            values={"count": 1} if place == 1 else {"count": 1.0},
        )
        for address in addresses
        for place in (1, 2, 3)
    )
    usual = {f"accessibility/rule-{number}": RuleOutcome("inapplicable") for number in range(50)}
    pages = tuple(
        replace(
            make_page_result(address),
            outcomes=usual | {f"accessibility/rule-{place}": RuleOutcome("failed", failed=1)},
        )
        for place, address in zip([*range(50)] * 2, addresses, strict=True)
    )
    parts = tuple(
        PartNotTested(address, "hidden", "#menu", "It is hidden.") for address in addresses
    )
    return make_results(
        issue, findings=findings, pages=pages, coverage=replace(make_coverage(), parts=parts)
    )


def test_what_pages_and_findings_share_is_written_once() -> None:
    results = many_alike()

    content, plain = to_packed_bytes(results), to_bytes(results)

    assert from_bytes(content) == results
    assert [type(found.values["count"]) for found in results.findings] == [
        type(found.values["count"]) for found in from_bytes(content).findings
    ]
    assert json.loads(to_bytes(from_bytes(content))) == json.loads(plain)
    assert len(content) < len(plain) / 4


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b'{"what":0', b'{"what":7', "it points to number 7 of 2 observations"),
        (b'"page":0', b'"page":-1', "it points to number -1 of 100 addresses"),
        (b'"element":2', b'"element":3', "it points to number 3 of 3 elements"),
        (
            b'"rule":"accessibility/image-alt"',
            b'"rule":"accessibility/gone"',
            'an observation names the rule "accessibility/gone", which is not in it',
        ),
    ],
)
def test_what_points_to_nothing_is_told(old: bytes, new: bytes, problem: str) -> None:
    content = to_packed_bytes(many_alike())
    start = content.index(b'"observations"')
    assert old in content[start:]

    with pytest.raises(ResultsFileError) as caught:
        from_bytes(content[:start] + content[start:].replace(old, new), "r.json")

    assert str(caught.value) == (
        f"r.json is inconsistent: {problem}. Make it again with `civiscope judge`."
    )


def test_schema_names_itself() -> None:
    assert {key: schema()[key] for key in ("$schema", "$id", "title")} == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:civiscope:schema:results:1.2",
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
            "r.json is cut off in line 20: it was not written to its end. "
            "Make it again with `civiscope judge`.",
        ),
        (
            GOOD[:-3],
            "r.json is cut off in line 76: it was not written to its end. "
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
            "r.json follows results 2.0; this civiscope reads 1.2. Update civiscope.",
        ),
        (
            b'{"schema_version": "1.3", "new": 1}',
            "r.json follows results 1.3; this civiscope reads 1.2. Update civiscope.",
        ),
        (
            changed(schema_version="0.9"),
            "r.json follows results 0.9, which is too old; this civiscope reads 1.2. "
            "Judge the evidence again with `civiscope judge`.",
        ),
        (
            changed(schema_version="soon"),
            'r.json has a schema_version that is not a version: "soon".',
        ),
        (
            changed(extra=1),
            "r.json is not as results 1.2 must be: at extra, unexpected keyword argument.",
        ),
        (
            changed(pages=[{"url": 1}]),
            "r.json is not as results 1.2 must be: at pages.0.url, input should be a valid string.",
        ),
        (
            to_packed_bytes(make_results(make_issue(), rules=(make_rule_facts("security/hsts"),))),
            'r.json is inconsistent: issue "i1" names the rule "accessibility/image-alt", which '
            "is not in it. Make it again with `civiscope judge`.",
        ),
        (
            to_packed_bytes(replace(make_results(), findings=(make_finding(make_issue()),))),
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
