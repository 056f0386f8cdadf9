"""A scan that looks into linked documents: each is fetched once, read apart, judged, not kept."""

from __future__ import annotations

import asyncio
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scanner.collectors.documents.pdf_faults import FAULTS
from tests.scanner.collectors.documents.pdf_files import good_pdf
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.judge.engine import judge
from civiscope.model import Missing
from civiscope.results import DocumentResult, Results
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.scan import scan

pytestmark = pytest.mark.browser
NAMES = ("good.pdf", "bad.pdf", "web.pdf", "old.doc", "forbidden/x.pdf", "gone.pdf", "more.csv")


def answers(tmp_path: Path) -> dict[str, Answer]:
    """Return a site with one document of each kind."""
    bad = good_pdf()
    FAULTS["figure-without-alt"](bad)
    links = [(f"/{name}", name) for name in NAMES]
    pdf = "application/pdf"
    return {
        "/": page("Home", *(path for path, _ in links), "/news"),
        "/news": page("News", "/bad.pdf"),
        "/good.pdf": Answer(good_pdf().save(tmp_path / "good.pdf").read_bytes(), type=pdf),
        "/bad.pdf": Answer(bad.save(tmp_path / "bad.pdf").read_bytes(), type=pdf),
        "/web.pdf": Answer("<!doctype html><html><title>Sorry</title></html>", type=pdf),
        "/old.doc": Answer("x", type="application/msword"),
        "/forbidden/x.pdf": Answer("%PDF-1.7", type=pdf),
        "/more.csv": Answer("a,b", type="text/csv"),
        "/robots.txt": Answer("User-agent: *\nDisallow: /forbidden/", type="text/plain"),
    }


def scan_site(site: Site, folder: Path, **settings: object) -> EvidenceReader:
    chosen = replace(ScanSettings(tabs=1), **settings)  # type: ignore[arg-type] # as below
    return asyncio.run(scan((site.url("/"),), chosen, folder / "evidence"))


def judged(reader: EvidenceReader) -> Results:
    books = load_rulebooks()
    return judge(reader, [rule for rule in all_rules(books) if rule.scope == "document"], books)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(answers(tmp_path))


def test_documents_are_read_and_judged_and_not_kept(site: Site, tmp_path: Path) -> None:
    with site:
        reader = scan_site(site, tmp_path, documents="check")
        root = site.url("/")

    results = judged(reader)

    found: dict[str, DocumentResult] = {
        each.url.removeprefix(root): each for each in results.documents
    }
    assert {name: each.state for name, each in found.items()} == {
        "good.pdf": "read",
        "bad.pdf": "read",
        "web.pdf": "unreadable",
        "old.doc": "not-looked-at",
        "forbidden/x.pdf": "not-looked-at",
        "gone.pdf": "unreadable",
    }
    assert found["bad.pdf"].links == 2
    assert next(iter(found)) == "bad.pdf"
    assert found["web.pdf"].detail == "It is a web page (HTML), whatever its name says."
    assert found["web.pdf"].outcomes["documents/pdf-alt"].outcome == "cantTell"
    assert found["good.pdf"].outcomes["documents/pdf-title"].outcome == "passed"
    assert found["good.pdf"].outcomes["documents/pdf-ua-1"].outcome == "passed"
    (finding,) = [each for each in results.findings if each.rule == "documents/pdf-alt"]
    assert (finding.url, finding.document_page) == (root + "bad.pdf", 1)
    assert finding.selector == "Document/Figure"
    fetched = [each for each in site.asked if each.method == "GET" and each.path == "/bad.pdf"]
    assert len(fetched) == 1
    assert not [each for each in site.asked if each.path == "/forbidden/x.pdf"]
    assert list((tmp_path / "evidence").rglob("*.pdf")) == []


def test_by_default_documents_are_only_listed(site: Site, tmp_path: Path) -> None:
    with site:
        reader = scan_site(site, tmp_path)

    assert [each for each in site.asked if each.method == "GET" and "bad.pdf" in each.path] == []
    assert len(reader.end.documents) == len(NAMES)
    assert judged(reader).documents == ()
    (first, *_) = reader.end.documents
    assert isinstance(first.facts, Missing)


def test_documents_may_be_left_alone(site: Site, tmp_path: Path) -> None:
    with site:
        reader = scan_site(site, tmp_path, documents="off")

    assert reader.end.documents == ()
    assert [each for each in site.asked if each.path.endswith(".pdf")] == []


def test_only_so_many_documents_are_looked_into_and_that_is_told(
    site: Site, tmp_path: Path
) -> None:
    with site:
        reader = scan_site(site, tmp_path, documents="check", max_documents=2)

    assert sum(each.looked_into for each in reader.end.documents) == 2
    assert "4 more were only listed. --max-documents allows more." in " ".join(reader.end.notes)


def test_a_document_that_is_no_archive_costs_nothing_else(site: Site, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("word/document.xml", "<not-xml")
    site.answers = {
        **site.answers,
        "/bad.docx": Answer(broken.read_bytes(), type="application/zip"),
        "/": page("Home", "/bad.docx", "/good.pdf"),
    }
    with site:
        reader = scan_site(site, tmp_path, documents="check")

    states = {each.url.rpartition("/")[2]: each.state for each in judged(reader).documents}
    assert states == {"bad.docx": "unreadable", "good.pdf": "read"}
