"""What `acr check` says of mistakes, each beside what GSA's own validator says."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from sarif_pydantic import Sarif  # type: ignore[import-untyped]
from tests.reports.conformance.reports import criterion, openacr, whole_report

from civiscope_reports.conformance.checks.formats import (
    mistakes_json,
    mistakes_junit,
    mistakes_sarif,
)
from civiscope_reports.conformance.checks.mistake import AcrMistake
from civiscope_reports.conformance.checks.run import RULES, check_report
from civiscope_reports.conformance.dates import read_date
from civiscope_reports.conformance.read_file import read_report
from civiscope_reports.conformance.values import Claim, ConformanceReport, UnreadRow

TODAY = date(2026, 11, 29)
ROOT = Path(__file__).parents[3]
VALIDATOR = Path(__file__).parent / "tools" / "openacr.cjs"
CATALOGUE = "2.4-edition-wcag-2.1-en"
BREAKS = "it breaks"
GOOD = criterion("1.1.1", "supports", "Every image was looked at.")
PROBES: dict[str, tuple[str, str, str]] = {
    "criterion twice, opposite levels": (
        openacr(GOOD + criterion("1.1.1", "does-not-support", "Charts.")),
        "acr/duplicate",
        "Valid!",
    ),
    "component twice, opposite levels": (
        openacr(
            GOOD + "          - name: web\n            adherence:\n"
            "              level: does-not-support\n              notes: Charts.\n"
        ),
        "acr/duplicate",
        "Valid!",
    ),
    "not evaluated at A": (
        openacr(criterion("1.1.1", "not-evaluated", "Later.")),
        "acr/not-evaluated-a-aa",
        "Valid!",
    ),
    "another catalog named": (
        openacr(GOOD).replace(CATALOGUE, "2.4-edition-wcag-2.0-508-en"),
        "acr/catalog",
        "Valid!",
    ),
    "a date that does not exist": (
        openacr(GOOD).replace("2026-10-01", "2019-02-30"),
        "acr/date",
        "Valid!",
    ),
    "a date in the future": (
        openacr(GOOD).replace("2026-10-01", "2099-01-01"),
        "acr/date",
        "Valid!",
    ),
    "an address that is none": (
        openacr(GOOD).replace("access@acme.example", "not-an-email"),
        "acr/schema",
        "Valid!",
    ),
    "unknown keys": (openacr(GOOD, "approved_by: GSA"), "acr/schema", "Valid!"),
    "an unknown chapter": (
        openacr(GOOD).replace("chapters:", "chapters:\n  level_b: {notes: x}"),
        "acr/schema",
        "Valid!",
    ),
    "one criterion only": (openacr(GOOD), "acr/missing-criterion", "Valid!"),
    "a number as number": (
        openacr(GOOD.replace('"1.1.1"', "1.1")),
        "acr/schema",
        "Invalid: data/chapters/success_criteria_level_a/criteria/0/num must be string",
    ),
    "an unknown criterion": (
        openacr(GOOD + criterion("1.9.9", "supports", "x")),
        "acr/schema",
        "Invalid: criteria '1.9.9' is not included",
    ),
    "a criterion at the wrong level": (
        openacr(GOOD + criterion("1.4.3", "supports", "x")),
        "acr/schema",
        "Invalid: criteria '1.4.3' is not included",
    ),
    "a level with a capital": (
        openacr(criterion("1.1.1", "Supports", "x")),
        "acr/schema",
        "Invalid: term 'Supports'",
    ),
    "a version as text": (
        openacr(GOOD, 'version: "1"'),
        "acr/schema",
        "Invalid: data/version must be integer",
    ),
    "no chapters": (
        openacr(GOOD).partition("chapters:")[0],
        "acr/schema",
        BREAKS,
    ),
}


def check_text(folder: Path, text: str, **asked: str) -> tuple[AcrMistake, ...]:
    path = folder / "report.yaml"
    path.write_text(text, encoding="utf-8")
    return check_report(read_report(path), TODAY, **asked)


def validate(*files: tuple[Path, str]) -> list[str]:
    """Return what GSA's validator says of files, each by a catalogue of its own."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "@openacr").is_dir():
        pytest.skip("GSA's validator is not installed; `make check` brings it")
    command = [node, str(VALIDATOR), *(str(each) for pair in files for each in pair)]
    done = subprocess.run(  # noqa: S603 - our own script
        command, capture_output=True, text=True, cwd=ROOT, check=True
    )
    said: list[str] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("name", PROBES)
def test_a_mistake_is_found(tmp_path: Path, name: str) -> None:
    text, rule, _ = PROBES[name]

    found = check_text(tmp_path, text, asked_catalogue=CATALOGUE)

    assert rule in {each.rule for each in found if each.weight == "error"}


def test_the_validator_of_gsa_says_otherwise_or_the_same(tmp_path: Path) -> None:
    files: list[tuple[Path, str]] = []
    for at, (text, _, _) in enumerate(PROBES.values()):
        files.append((tmp_path / f"{at}.yaml", CATALOGUE))
        files[-1][0].write_text(text, encoding="utf-8")

    said = dict(zip(PROBES, validate(*files), strict=True))

    assert {name: text[: len(PROBES[name][2])] for name, text in said.items()} == {
        name: says for name, (_, _, says) in PROBES.items()
    }


def test_a_report_without_mistakes_has_none() -> None:
    report = whole_report(CATALOGUE)
    claims = tuple(
        replace(each, level="supports", stated="Supports", remarks=f"{each.number}: tried.")
        if index % 3
        else replace(each, level="partially-supports", remarks=f"{each.number}: charts.")
        for index, each in enumerate(report.claims)
    )

    assert check_report(replace(report, claims=claims), TODAY) == ()


def one(report: ConformanceReport, rule: str) -> list[AcrMistake]:
    return [each for each in check_report(report, TODAY) if each.rule == rule]


def with_claim(**facts: str | None) -> ConformanceReport:
    report = whole_report(CATALOGUE)
    first = replace(report.claims[0], **facts)  # type: ignore[arg-type]
    return replace(report, claims=(first, *report.claims[1:]))


@pytest.mark.parametrize(
    ("rule", "report"),
    [
        ("acr/failure-without-remark", with_claim(level="does-not-support", remarks=" ")),
        ("acr/na-without-remark", with_claim(level="not-applicable", remarks="")),
        ("acr/level-missing", with_claim(level=None, stated="", remarks="")),
        ("acr/leftover", with_claim(remarks="Images have text [?]")),
        ("acr/leftover", replace(whole_report(), notes="!INSERT the date")),
        ("acr/draft-left", replace(whole_report(), title="DRAFT: Acme Conformance Report")),
        ("acr/date", replace(whole_report(), report_date="")),
        ("acr/date", replace(whole_report(), report_date="8/31/2021")),
        ("acr/date", replace(whole_report(), report_date="soon")),
        ("acr/product-version", replace(whole_report(), product_version="")),
        ("acr/methods", replace(whole_report(), methods="")),
        ("acr/methods", replace(whole_report(), methods="Scanned with axe and WAVE.")),
        ("acr/methods", replace(whole_report(), methods="Lighthouse only; no manual testing.")),
        (
            "acr/methods-by-similarity",
            replace(whole_report(), methods="General product knowledge of an expert."),
        ),
        (
            "acr/product-named-differently",
            replace(whole_report(), title="Beta Shop VPAT", author=whole_report().vendor),
        ),
        (
            "acr/product-named-differently",
            replace(
                whole_report(), notes="This document only applies to the Staff Portal of Acme."
            ),
        ),
        ("acr/catalog", replace(whole_report(), catalogue="", named_catalogue=False)),
        (
            "acr/term-unknown",
            replace(whole_report(), unread=(UnreadRow("1.1.1", 3, "Yes", "it says 'Yes'"),)),
        ),
        ("acr/na-implausible", with_claim(number="3.1.1", level="not-applicable")),
    ],
)
def test_each_rule_finds_its_mistake(rule: str, report: ConformanceReport) -> None:
    assert one(report, rule)


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("It works, with the exception of Internet Explorer.", True),
        ("There is a known issue with the menu.", True),
        ("Some charts do not have a description.", True),
        ("Focus does not initiate a change of context.", False),
        ("However it is used, nothing moves.", False),
        ("There are no known issues.", False),
    ],
)
def test_a_remark_against_its_level_is_asked_about(remark: str, told: bool) -> None:
    found = one(with_claim(level="supports", remarks=remark), "acr/remark-contradicts-level")

    assert [each.weight for each in found] == (["ask"] if told else [])


def test_uniform_levels_and_copied_remarks_are_asked_about() -> None:
    report = whole_report(CATALOGUE)
    claims = tuple(
        Claim(
            each.number,
            each.chapter,
            "web",
            "supports",
            "Supports",
            "Conforms in every way it can.",
        )
        for each in report.claims
    )

    found = one(replace(report, claims=claims), "acr/uniform")

    assert len(found) == 2


def test_the_version_of_wcag_that_is_asked_for_counts(tmp_path: Path) -> None:
    found = check_text(tmp_path, openacr(GOOD), asked_wcag="2.2")

    assert any("goes by WCAG 2.1; WCAG 2.2 was asked for" in each.message for each in found)


@pytest.mark.parametrize(
    ("text", "day", "ambiguous"),
    [
        ("2026-03-01", "2026-03-01", False),
        ("March 2026", "2026-03-01", False),
        ("1st of March 2026", "2026-03-01", False),
        ("March 5, 2026", "2026-03-05", False),
        ("5. März 2026", "2026-03-05", False),
        ("5 mars 2026", "2026-03-05", False),
        ("05.03.2026", "2026-03-05", False),
        ("8/31/2021", "2021-08-31", False),
        ("31/8/2021", "2021-08-31", False),
        ("3/4/2026", "2026-03-04", True),
        ("Report of 2025/06", "2025-06-01", False),
    ],
)
def test_dates_are_read(text: str, day: str, ambiguous: bool) -> None:
    read = read_date(text)

    assert (str(read.day), read.ambiguous) == (day, ambiguous)


@pytest.mark.parametrize(
    "text", ["30 February 2026", "2019-02-30", "13/13/2020", "Spring 2026", "?"]
)
def test_dates_that_do_not_exist_are_not_read(text: str) -> None:
    assert read_date(text).day is None


Writer = Callable[[str, tuple[AcrMistake, ...]], str]


def test_mistakes_are_written_for_programs(tmp_path: Path) -> None:
    found = check_text(tmp_path, PROBES["criterion twice, opposite levels"][0])

    facts = json.loads(mistakes_json("r.yaml", found))
    junit = etree.fromstring(mistakes_junit("r.yaml", found).encode())
    sarif = Sarif.model_validate_json(mistakes_sarif("r.yaml", found))

    assert facts["counts"]["error"] == sum(1 for each in found if each.weight == "error")
    assert len(junit.findall(".//testcase")) == len(RULES)
    assert junit.xpath("string(//testsuite/@failures)") == str(len(junit.findall(".//failure")))
    assert len(sarif.runs[0].results or ()) == len(found)


@pytest.mark.parametrize(
    "report",
    [
        replace(whole_report(), title="Maple Works, Inc. Accessibility Conformance Report"),
        replace(whole_report(), notes="This document applies to the Acme Portal as we run it."),
        replace(whole_report(), notes="This report refers to all pages that visitors see."),
    ],
)
def test_a_company_in_the_title_is_no_other_product(report: ConformanceReport) -> None:
    assert not one(report, "acr/product-named-differently")


def test_a_criterion_told_elsewhere_is_not_missing() -> None:
    rule, report = "acr/missing-criterion", whole_report("2.4-edition-wcag-2.1-508-eu-en")
    without = tuple(each for each in report.claims if each.number != "4.2.4")

    told = [each.message for each in one(replace(report, claims=without), rule)]
    sent_on = replace(report, claims=without, elsewhere=("4.2.4",))

    assert any("missing: 4.2.4" in each for each in told)
    assert not one(sent_on, rule)
