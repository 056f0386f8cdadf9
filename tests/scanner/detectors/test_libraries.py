"""Libraries: by hash, content, running page and address; versions; lists in the public format."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from civiscope.collectors.page.scripts import describe
from civiscope.detectors.libraries import find_libraries
from civiscope.lists.library_lists import seed, signatures_in_use
from civiscope.lists.library_signatures import SignatureError, parse
from civiscope.lists.library_versions import clean_version, is_before
from civiscope.lists.registry import KnownList, ListError
from civiscope.lists.update import update
from civiscope.model import RunningLibrary, ScriptFile

HOST = "https://www.example.gov"
LIST = {
    "retire-example": {"extractors": {"uri": ["/(§§version§§)/retire.js"]}},
    "charts": {
        "npmname": "charts-of-ours",
        "vulnerabilities": [
            {
                "atOrAbove": "1.2.0",
                "below": "1.9.10",
                "severity": "high",
                "cwe": ["CWE-79"],
                "identifiers": {"CVE": ["CVE-2026-0001"], "summary": "Titles become HTML"},
            },
            {
                "below": "3",
                "severity": "low",
                "identifiers": {"summary": "charts 1 is End-of-Life"},
            },
        ],
        "extractors": {
            "func": ["charts.version"],
            "uri": ["/(§§version§§)/charts(\\.min)?\\.js"],
            "filename": ["charts-(§§version§§)(\\.min)?\\.js"],
            "filecontent": ["/\\*!? Charts v(§§version§§)", "([broken", "no group §§version§§"],
            "filecontentreplace": ['/([a-z])="(§§version§§)";\\1\\.charts/$2/'],
            "hashes": {"07F8B94C8D601A24A1914A1A92BEC0E4FAFDA964": "1.4.0"},
            "ast": ["//not/for/us"],
        },
    },
}


def _told(*files: ScriptFile, urls: tuple[str, ...] = (), running: tuple[str, ...] = ()) -> object:
    apps = [RunningLibrary("charts-of-ours", version) for version in running]
    found = find_libraries(files, urls, apps, [("ours", parse(json.dumps(LIST)))])
    return [(each.name, each.version, each.how) for each in found]


def test_a_file_that_the_running_page_calls_by_a_longer_name_is_one() -> None:
    file = describe(f"{HOST}/charts.js", "/*! Charts v1.4.0 */ run()")

    assert _told(file, running=("1.4.0-backport",)) == [("charts", "1.4.0", "content")]
    assert _told(file, running=("1.4.10",)) == [
        ("charts", "1.4.0", "content"),
        ("charts", "1.4.10", "running"),
    ]


@pytest.mark.parametrize(
    ("file", "version", "how"),
    [
        (
            ScriptFile(f"{HOST}/a.js", sha1="07f8b94c8d601a24a1914a1a92bec0e4fafda964"),
            "1.4.0",
            "hash",
        ),
        (ScriptFile(f"{HOST}/a.js", marks=("/*! Charts v1.9.1 | MIT",)), "1.9.1", "content"),
        (ScriptFile(f"{HOST}/a.js", marks=('q="2.0.1";q.charts',)), "2.0.1", "content"),
        (ScriptFile(f"{HOST}/js/charts-1.9.1.min.js?v=3"), "1.9.1", "address"),
        (ScriptFile(f"{HOST}/1.8.0-rc.1/charts.min.js"), "1.8.0-rc.1", "address"),
    ],
)
def test_a_file_is_recognised(file: ScriptFile, version: str, how: str) -> None:
    assert _told(file) == [("charts", version, how)]


@pytest.mark.parametrize(
    "url",
    [
        "/charts.js",
        "/2026/charts.js",  # a year
        "/3f1c9d0e7a/charts.js",  # a hash
        "/9f1.2c3d4e5f60718293a4b5c6d7e8f9/charts.js",
        "/my-charts-1.2.3.js",
        "/1.2.3/my.charts.js",
        "/retire-example/1.0.0/retire.js",
    ],
)
def test_other_addresses_are_not(url: str) -> None:
    assert _told(ScriptFile(HOST + url)) == []


def test_what_a_file_says_outweighs_its_address() -> None:
    file = ScriptFile(f"{HOST}/1.0.0/charts.js", marks=("/*! Charts v2.1.0",))

    assert _told(file) == [("charts", "2.1.0", "content")]


def test_what_runs_outweighs_an_address_and_counts_once_with_its_file() -> None:
    url, file = f"{HOST}/1.0.0/charts.js", ScriptFile(f"{HOST}/c.js", marks=("/*! Charts v2.1.0",))

    assert _told(urls=(url,), running=("2.1.0",)) == [("charts", "2.1.0", "running")]
    assert _told(file, running=("2.1.0",)) == [("charts", "2.1.0", "content")]


@pytest.mark.parametrize(
    ("version", "holes"),
    [
        ("1.1.9", [("", True)]),
        ("1.2.0", [("CVE-2026-0001", False), ("", True)]),
        ("1.9.9", [("CVE-2026-0001", False), ("", True)]),
        ("1.9.10", [("", True)]),
        ("3.0.1", []),
    ],
)
def test_a_hole_is_told_of_the_versions_that_have_it(
    version: str, holes: list[tuple[str, bool]]
) -> None:
    library = parse(json.dumps(LIST)).libraries[0]

    found = [(", ".join(hole.ids), hole.unmaintained) for hole in library.find_holes(version)]

    assert found == holes


def test_two_lists_with_the_same_advisory_tell_it_once() -> None:
    one, other = parse(json.dumps(LIST)), parse(json.dumps(LIST))
    file = ScriptFile(f"{HOST}/charts-1.9.1.js")

    (found,) = find_libraries([file], [], [], [("one", one), ("other", other)])

    assert [hole.ids for hole in found.holes] == [("CVE-2026-0001",), ()]
    assert found.lists == {"one", "other"}


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("1.9.9", "1.10.0"),
        ("3.0.0-rc1", "3.0.0"),
        ("1.9.0b1", "1.9.0"),
        ("4.0.0-alpha.6", "4.0.0-beta"),
        ("1.6.0", "1.6.0.2"),
    ],
)
def test_versions_have_an_order(early: str, late: str) -> None:
    assert is_before(early, late)
    assert not is_before(late, early)


def test_versions_of_different_length_are_equal() -> None:
    assert not is_before("3.0", "3.0.0")
    assert not is_before("3.0.0", "3.0")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("3.4.1.min", "3.4.1"),
        ("1.8.3-custom.min", "1.8.3"),
        ("4.0.0-beta.2", "4.0.0-beta.2"),
        ("2026", ""),
        ("20260115", ""),
        ("3a.b-c", ""),
        ("1.2.3.4.5.6", ""),
    ],
)
def test_what_is_no_version_is_not_read_as_one(text: str, version: str) -> None:
    assert clean_version(text) == version


@pytest.mark.parametrize(
    ("name", "source", "library"),
    [
        (
            "all.js",
            "/*! jQuery v3.4.1 | (c) JS Foundation | jquery.org/license */!0",
            "jquery 3.4.1",
        ),
        ("b.js", "/*!\n * Bootstrap v3.4.1 (https://x/)\n */+0", "bootstrap 3.4.1"),
        ("lodash.min.js", '(function(){An.VERSION="4.17.15"})()', "lodash 4.17.15"),
        ("moment.min.js", '!function(){c.version="2.24.0"}()', "moment.js 2.24.0"),
        ("h.js", "/**!\n\n @license\n handlebars v4.5.2\n*/", "handlebars 4.5.2"),
    ],
)
def test_our_own_list_knows_common_files(name: str, source: str, library: str) -> None:
    file = describe(f"{HOST}/{name}", source)

    (found,) = find_libraries([file], [], [], [("libraries", seed())])

    assert f"{found.name} {found.version}" == library
    assert found.holes


def test_lodash_is_not_taken_for_what_it_is_based_on() -> None:
    banner = (
        "/**\n * @license\n * Lodash lodash.com/license | Underscore.js 1.8.3 underscorejs.org\n */"
    )
    file = describe(f"{HOST}/vendor.js", banner + ';An.VERSION="4.17.21"')

    found = find_libraries([file], [], [], [("libraries", seed())])

    assert [(each.name, each.version, each.holes) for each in found] == [("lodash", "4.17.21", ())]


def test_patterns_that_cannot_be_used_are_counted_and_the_rest_works() -> None:
    assert parse(json.dumps(LIST)).unread == 2


def test_a_combined_file_is_read_as_its_parts_are() -> None:
    whole = parse(json.dumps({"advisories": LIST, "backdoored": {}}))

    assert [each.name for each in whole.libraries] == ["charts"]


@pytest.mark.parametrize("text", ["", "<html>", "[]", "{}", '{"charts": 1}', "[" * 100_000])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(SignatureError):
        parse(text)


def test_a_list_is_brought_noted_and_in_use(tmp_path: Path) -> None:
    source = tmp_path / "signatures.json"
    source.write_text(json.dumps(LIST))
    brought = update("retirejs", tmp_path / "lists", source=str(source))

    lists, known = signatures_in_use(tmp_path / "lists")

    assert (brought.kind, brought.rules, brought.licence) == ("libraries", 1, "Apache-2.0")
    assert [name for name, _ in lists] == ["retirejs", "libraries"]
    assert known["retirejs"].sha256 == brought.sha256
    assert known["libraries"].sha256


def test_a_list_that_tells_no_date_is_as_old_as_its_file(tmp_path: Path) -> None:
    source = tmp_path / "signatures.json"
    source.write_text(json.dumps(LIST))
    os.utime(source, (1_767_225_600, 1_767_225_600))

    brought = update("retirejs", tmp_path / "lists", source=str(source))

    assert brought.dated == date(2026, 1, 1)
    assert brought.is_old(date(2026, 11, 23))


def test_a_list_that_was_changed_afterwards_is_not_used(tmp_path: Path) -> None:
    source = tmp_path / "signatures.json"
    source.write_text(json.dumps(LIST))
    update("retirejs", tmp_path / "lists", source=str(source))
    (tmp_path / "lists" / "retirejs.txt").write_text(json.dumps({}))

    with pytest.raises(ListError, match="SHA-256"):
        signatures_in_use(tmp_path / "lists")


def test_a_list_of_another_kind_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "filters.txt"
    source.write_text("||tracker.example.org^\n")

    with pytest.raises(ListError, match="cannot be used"):
        update("retirejs", tmp_path / "lists", source=str(source))


@pytest.mark.parametrize(("day", "old"), [(date(2026, 9, 1), False), (date(2026, 9, 2), True)])
def test_a_list_is_old_after_ninety_days(day: date, old: bool) -> None:
    known = KnownList("retirejs", "Ours", "libraries", "MIT", "a file", "", date(2026, 6, 3))

    assert known.is_old(day) is old
