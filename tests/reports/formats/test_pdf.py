"""The summary for paper, printed by a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.reports.hostile import TEXTS, hostile_results
from tests.reports.samples import CONTEXT, footer_results

from civiscope.browser.pdf import print_pdf
from civiscope.collectors.documents.child import read_document
from civiscope.errors import InternalError
from civiscope.model import Document
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope_reports.formats import pdf
from civiscope_reports.formats.html import render_printed
from civiscope_reports.formats.pdf_facts import complete

_OTHER_PART = "documents/pdf-ua-2"


@pytest.mark.browser
def test_pdf_is_tagged_with_a_title_a_language_and_bookmarks(tmp_path: Path) -> None:
    pdf.write(footer_results(), tmp_path / "summary.pdf", CONTEXT)

    content = (tmp_path / "summary.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert {b"/StructTreeRoot", b"/MarkInfo", b"/Outlines", b"/Lang (en)"} <= set(
        re.findall(rb"/StructTreeRoot|/MarkInfo|/Outlines|/Lang \(\w+\)", content)
    )
    for bookmark in (b"1 problem found", b"What was not tested", b"Problems", b"Requirements"):
        assert b"/Title (" + bookmark + b")" in content


def test_paper_tells_what_matters_and_offers_nothing_to_click() -> None:
    document = render_printed(footer_results(), CONTEXT)

    for words in ("1 problem found", "Give the <code>img</code>", "What was not tested"):
        assert words in document
    assert not re.search(r"<(script|button|input|select|details|form)\b", document)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_pages_say_is_text_on_paper(text: str) -> None:
    document = render_printed(hostile_results(text))

    # In a tag, that is: as text it may say what it likes.
    assert not re.search(r"<(script|iframe|svg|img)\b", document)
    assert not re.search(r"<[a-z]+ [^>]*\bon\w+=", document)
    assert document.count("<style>") == 1
    assert len(document) < 200_000


@pytest.mark.browser
def test_browser_that_does_not_start_is_told_with_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "browser"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)

    with pytest.raises(InternalError, match=r"The PDF could not be printed .*civiscope doctor"):
        print_pdf("<p>Paper</p>", broken)


@pytest.mark.browser
def test_pdf_says_what_pdf_ua_asks_for_beyond_tags(tmp_path: Path) -> None:
    pdf.write(footer_results(), tmp_path / "summary.pdf", CONTEXT)

    with pikepdf.open(tmp_path / "summary.pdf") as read:
        root: Any = read.Root
        assert str(root.Lang) == "en"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert bool(root.MarkInfo.Marked)
        assert str(root.StructTreeRoot.RoleMap.Strong) == "/Span"
        assert {str(page.obj.Tabs) for page in read.pages} == {"/S"}
        with read.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].startswith("1 problem found")
    assert _found_in(tmp_path / "summary.pdf") == []


def _found_in(path: Path) -> list[tuple[str, str]]:
    """Return what our own rules find in a PDF file, with PDF/UA-1 asked for."""
    facts = read_document(path)
    return [
        (rule.id, outcome.message)
        for rule in all_rules(load_rulebooks())
        if rule.scope == "document" and rule.check is not None and rule.id != _OTHER_PART
        for outcome in rule.check(Document("summary.pdf", "", facts=facts))
        if outcome.verdict != "passed"
    ]


def test_a_problem_on_paper_has_its_criterion_element_pages_fix_and_proof() -> None:
    document = render_printed(footer_results(), CONTEXT)

    for words in (
        "1. ",
        "1.1.1",
        "How it was proved",
        "accessibility/image-alt, checked by axe-core",
        "200 pages, 200 places",
        "and 192 more",
        "How to fix it",
        "Method",
    ):
        assert words in document


def test_without_pikepdf_the_pdf_is_as_the_browser_made_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("civiscope_reports.formats.pdf_facts.can_complete", lambda: False)

    assert complete(b"%PDF-1.4", "Title", "en") == b"%PDF-1.4"
