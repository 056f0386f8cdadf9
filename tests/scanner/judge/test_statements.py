"""What results say of the accessibility statements of a site."""

from __future__ import annotations

from dataclasses import replace

from civiscope.detectors.statement import read_plain
from civiscope.judge.statements import statements_of
from civiscope.model import Dom
from civiscope.results.file import from_bytes, to_bytes
from civiscope.testing import make_page, make_results, make_site

TEXT = """Accessibility statement for Larkmere

This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA.

It was prepared under the Public Sector Bodies Accessibility Regulations 2018.

This statement was prepared on 2 March 2025. It was last reviewed on 4 May 2026.
"""
URL = "https://www.larkmere.gov.uk/accessibility-statement"
MORE = "https://www.larkmere.gov.uk/accessibility"


def test_statements_are_told_with_status_and_days() -> None:
    dom = Dom(title="Accessibility", url=URL, lang="en", statement=read_plain(TEXT, "en"))
    vague = replace(dom, url=MORE, statement=read_plain("We care a great deal. " * 9, "en"))
    short = replace(dom, statement=read_plain("See below.", "en"))
    pages = [
        make_page(url, dom=each)
        for url, each in ((MORE, vague), (URL, dom), (f"{MORE}/more", short))
    ]

    first, second = statements_of(make_site(*pages))

    assert (first.url, first.status, first.jurisdiction) == (URL, "partial", "GB")
    assert (first.prepared, first.reviewed) == ("2025-03-02", "2026-05-04")
    assert first.sentence.startswith("This website is partially compliant")
    assert (second.url, second.status) == (MORE, "none")


def test_results_without_a_statement_are_written_as_before() -> None:
    assert b"statements" not in to_bytes(make_results())


def test_statements_are_read_again_as_they_were_written() -> None:
    dom = Dom(title="Accessibility", url=URL, lang="en", statement=read_plain(TEXT, "en"))
    told = tuple(statements_of(make_site(make_page(URL, dom=dom))))

    assert from_bytes(to_bytes(make_results(statements=told))).statements == told
