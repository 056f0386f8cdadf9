"""A report that claims everything, beside the stored scan of the demo site."""

from __future__ import annotations

from dataclasses import replace

from tests.golden.judging import judge_stored_scan
from tests.reports.conformance.reports import whole_report

from civiscope_reports.conformance.compare import compare_claims
from civiscope_reports.conformance.values import Claim

PLANTED = {"1.1.1", "1.3.1", "1.3.5", "1.4.1", "1.4.3", "1.4.4", "2.4.4", "3.1.1", "4.1.2"}
"""Criteria that the defects planted in that site fail."""


def test_what_was_planted_is_contradicted_and_nothing_else() -> None:
    report = whole_report("2.5-edition-wcag-2.2-en")
    claims = tuple(_supported(each) for each in report.claims if each.component == "web")

    compared = compare_claims(replace(report, claims=claims), judge_stored_scan())

    found = {each.number for name in ("contradicted", "probably") for each in compared.of(name)}
    assert found == PLANTED


def _supported(claim: Claim) -> Claim:
    return replace(claim, level="supports")
