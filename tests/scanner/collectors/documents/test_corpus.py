"""The shared PDF/UA files are told apart: what breaks the standard, and what keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from civiscope.collectors.documents.pdf.read import read_pdf
from civiscope.model import Document
from civiscope.rulebook import all_rules, load_rulebooks

FOLDER = Path(__file__).parents[5] / "shared" / "pdfua"
CASES = FOLDER / "cases.json"


@pytest.mark.skipif(not CASES.exists(), reason="the shared test data are not there")
def test_files_that_break_a_clause_are_told_from_those_that_keep_it() -> None:
    rule = next(one for one in all_rules(load_rulebooks()) if one.id == "documents/pdf-ua-1")
    assert rule.check is not None
    caught = missed = false_alarms = 0
    for case in json.loads(CASES.read_text()):
        facts = read_pdf(FOLDER / case["file"])
        found = list(rule.check(Document(case["file"], "", facts=facts), unclaimed=True))
        failed = any(each.verdict == "failed" for each in found)
        caught += failed and case["expected"] == "fail"
        missed += not failed and case["expected"] == "fail"
        false_alarms += failed and case["expected"] == "pass"

    assert false_alarms == 0
    assert caught / (caught + missed) >= 0.96
