"""The evaluation for W3C's tool: read by its context, every assertion matched, nothing passed."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from civiscope.model.journeys import JourneyRun
from civiscope.model.rule_change import RuleChange
from civiscope.results import DocumentListed, EvaluationSample, PageResult, Results, RuleOutcome
from civiscope.results.sample import NEVER_FOUND, choose_sample
from civiscope.testing.results import (
    make_coverage,
    make_finding,
    make_issue,
    make_page_result,
    make_results,
    make_rule_facts,
)
from civiscope_reports import FORMATS

ROOT = Path(__file__).parents[3]
READER = ROOT / "tests" / "reports" / "conformance" / "tools" / "wcag_em.cjs"
START = "https://www.example.gov/"
CRITERIA = ("1.1.1", "1.4.3", "2.4.11", "2.5.5", "2.5.8", "3.3.8", "4.1.1")


def page(path: str, title: str = "", template: str = "", **outcomes: str) -> PageResult:
    said: Any = {
        f"accessibility/{rule.replace('_', '-')}": RuleOutcome(outcome)  # type: ignore[arg-type]
        for rule, outcome in outcomes.items()
    }
    return make_page_result(
        url=START + path,
        title=title or path,
        template=template or path,
        depth=path.count("/"),
        outcomes=said,
    )


def scan(*criteria: str, paths: tuple[str, ...] = ("", "a b?x=1#top", "contact")) -> Results:
    """Return results with two findings for each criterion on each page, one of them a doubt."""
    standards = {"WCAG 2.2": criteria}
    rule = make_rule_facts(standards=standards)
    issue = make_issue(standards=standards)
    findings = [
        make_finding(
            issue, number, page=START + path, needs_review=doubt, standards=standards, selector="p"
        )
        for number, (path, doubt) in enumerate((path, d) for path in paths for d in (False, True))
    ]
    pages = tuple(page(path, template=path) for path in paths)
    return make_results(
        rules=(rule,), pages=pages, issues=(issue,), findings=tuple(findings if criteria else ())
    )


def read_with_tool(folder: Path, results: Results) -> dict[str, Any]:
    """Return what the tool's context and reader make of what is written."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "jsonld").is_dir():
        pytest.skip("the tool's reader of JSON-LD is not installed; `make check` brings it")
    for name in ("wcag-em", "wcag-em-data"):
        FORMATS[name].write(results, folder / FORMATS[name].file_name)
    command = [node, str(READER), str(folder / "wcag-em.json"), str(folder / "wcag-em-data.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_the_tool_matches_every_assertion(tmp_path: Path) -> None:
    read = read_with_tool(tmp_path, scan(*CRITERIA))

    assert len(read["assertions"]) == 3 * len(CRITERIA)
    assert len(read["data"]) == len(read["assertions"])
    assert all(each["subject"] and each["criterion"] for each in read["assertions"])
    assert all(each["subject"] and each["criterion"] and each["by"] for each in read["data"])
    assert {each["outcome"] for each in read["assertions"]} == {"earl:failed"}
    assert {each["mode"] for each in read["assertions"]} == {"earl:automatic"}


def test_the_tool_reads_scope_sample_and_date(tmp_path: Path) -> None:
    read = read_with_tool(tmp_path, scan("1.1.1"))

    assert (read["site"], read["version"], read["target"]) == ("www.example.gov", "2.2", "AA")
    assert read["technologies"] == ["HTML", "CSS", "WAI-ARIA"]
    assert read["date"] == "2026-11-23"
    assert set(read["subjects"]) == {START, f"{START}a%20b?x=1#top", f"{START}contact"}


def test_the_tool_opens_an_evaluation_without_findings(tmp_path: Path) -> None:
    read = read_with_tool(tmp_path, scan())

    assert {each["outcome"] for each in read["assertions"]} <= {"earl:untested"}
    assert len(read["subjects"]) == 3


def written(folder: Path, results: Results) -> dict[str, Any]:
    FORMATS["wcag-em"].write(results, folder / "wcag-em.json")
    stored: dict[str, Any] = json.loads((folder / "wcag-em.json").read_text(encoding="utf-8"))
    return stored


def test_doubts_are_cannot_tell_and_passes_are_nothing(tmp_path: Path) -> None:
    results = scan("1.1.1")
    doubts = tuple(replace(each, needs_review=True) for each in results.findings)

    stored = written(tmp_path, replace(results, findings=doubts))

    outcomes = {each["result"]["outcome"]["@id"] for each in stored["auditSample"]}
    assert outcomes == {"earl:cantTell"}
    assert "passed" not in (tmp_path / "wcag-em.json").read_text(encoding="utf-8")


def test_two_rules_that_fail_one_criterion_on_one_page_are_one_assertion(tmp_path: Path) -> None:
    results = scan("1.1.1", paths=("",))
    other = replace(results.findings[0], id="other", rule="accessibility/svg-img-alt")
    rules = (*results.rules, replace(results.rules[0], id="accessibility/svg-img-alt"))

    stored = written(tmp_path, replace(results, rules=rules, findings=(*results.findings, other)))

    [assertion] = stored["auditSample"]
    assert (
        "accessibility/image-alt, accessibility/svg-img-alt" in assertion["result"]["description"]
    )


def test_a_page_outside_the_sample_has_no_assertion(tmp_path: Path) -> None:
    results = scan("1.1.1")
    sample = choose_sample(results.pages[:1], (), 1)

    stored = written(tmp_path, replace(results, sample=sample))

    assert [each["subject"]["@id"] for each in stored["auditSample"]] == [START]


def test_advice_beyond_the_standard_is_left_out(tmp_path: Path) -> None:
    results = scan("1.1.1")
    advice = tuple(replace(each, kind="best-practice") for each in results.rules)

    stored = written(tmp_path, replace(results, rules=advice))

    assert {each["result"]["outcome"]["@id"] for each in stored["auditSample"]} <= {"earl:untested"}


def test_a_large_site_stays_below_a_megabyte(tmp_path: Path) -> None:
    criteria = tuple(number for number in make_results().standards[0].clauses)[:50]
    paths = tuple(f"page-{number}/{'x' * 80}" for number in range(80))

    FORMATS["wcag-em"].write(scan(*criteria, paths=paths), tmp_path / "wcag-em.json")

    assert (tmp_path / "wcag-em.json").stat().st_size < 1_000_000


def sample_of(*pages: PageResult, seed: int = 1) -> EvaluationSample:
    documents = (
        DocumentListed(f"{START}a.pdf", START, 200, "application/pdf", 10),
        DocumentListed(f"{START}b.pdf", START, 200, "application/pdf", 10),
        DocumentListed(f"{START}c.docx", START, 200, "application/msword", 10),
        DocumentListed(f"{START}d.zip", START, 404, "application/zip", 10, "gone"),
    )
    return choose_sample(pages, make_coverage(documents=documents).documents, seed)


JOURNEY = JourneyRun(
    name="permit",
    title="Apply for a permit",
    file="permit.toml",
    start=START,
    end="completed",
)
SITE = (
    page("", "Home"),
    page("a/accessibility-statement", "Accessibility"),
    page("kontakt", "So erreichen Sie uns"),
    page("suche", "Suche"),
    page("konto/anmelden", "Anmelden", label="passed"),
    page("impressum", "Impressum"),
    page("tafeln", "Tafeln", td_headers_attr="passed"),
    *(page(f"news/{number}", f"News {number}", "news") for number in range(40)),
)


def test_a_sample_has_a_page_of_each_kind_and_of_each_template() -> None:
    sample = sample_of(*SITE)

    kinds = {kind: each.url for each in sample.structured for kind in each.kinds}
    assert kinds["home page"] == START
    assert kinds["accessibility statement"] == f"{START}a/accessibility-statement"
    assert kinds["contact"] == f"{START}kontakt"
    assert kinds["login"] == kinds["form"] == f"{START}konto/anmelden"
    assert kinds["table"] == f"{START}tafeln"
    assert f"{START}news/0" in {each.url for each in sample.structured}
    assert [each.url for each in sample.documents] == [f"{START}a.pdf", f"{START}c.docx"]
    assert sample.not_found == ("site map", "help", "media", "frame", NEVER_FOUND)


def test_every_step_of_a_journey_is_in_the_sample_and_none_is_drawn() -> None:
    steps = [
        replace(page(f"#/journey/permit/{name}", name), journey="permit", step=name)
        for name in ("start", "details", "sent")
    ]

    sample = sample_of(*SITE, *steps)

    of_process = [each.kinds for each in sample.structured if "#/journey/" in each.url]
    assert of_process == [(f"process permit, step {each.step}",) for each in steps]
    assert not any("#/journey/" in each.url for each in sample.random)
    assert len(sample.random) == len(sample_of(*SITE).random)
    assert NEVER_FOUND not in sample.not_found


def test_journeys_are_named_as_what_people_do_on_the_site(tmp_path: Path) -> None:
    results = replace(scan("1.1.1"), journeys=(JOURNEY,))

    stored = written(tmp_path, results)

    assert stored["exploreTarget"]["essentialFunctionality"] == (
        "Apply for a permit. More to be stated by the evaluator."
    )


def test_a_tenth_more_is_drawn_from_the_rest_by_the_seed() -> None:
    one, again, other = sample_of(*SITE), sample_of(*SITE), sample_of(*SITE, seed=2)

    chosen = {each.url for each in one.structured}
    assert len(one.random) >= len(one.structured) / 10
    assert not chosen & {each.url for each in one.random}
    assert one == again
    assert one.random != other.random


def test_pages_that_were_not_seen_are_in_no_sample() -> None:
    failed = replace(page("contact"), state="failed")

    assert sample_of(failed).pages == ()


@pytest.mark.parametrize("criteria", [("1.1.1", "1.4.3"), ()])
def test_the_data_tell_once_which_rules_were_turned_off(
    tmp_path: Path, criteria: tuple[str, ...]
) -> None:
    off = RuleChange(
        "accessibility/label", "Fields have labels", "off", "configuration", "See ticket 12."
    )
    results = replace(scan(*criteria), rule_changes=(off,))

    FORMATS["wcag-em-data"].write(results, tmp_path / "data.json")

    graph = json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))["@graph"]
    told = [each["result"]["description"] for each in graph]
    assert [text for text in told if "See ticket 12." in text] == told[:1]
    assert "accessibility/label" in told[0]
