"""`civiscope document`: files and folders are read, judged, reported and gated; no browser."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.plain_results import plain_results
from tests.scanner.cli.conftest import Call
from tests.scanner.collectors.documents.pdf_faults import FAULTS
from tests.scanner.collectors.documents.pdf_files import good_pdf


def bad_pdf(path: Path, part: int = 1) -> Path:
    made = good_pdf(part)
    FAULTS["figure-without-alt"](made)
    return made.save(path)


def results_of(folder: Path) -> dict[str, object]:
    found: dict[str, object] = plain_results(folder)
    return found


def test_a_good_file_passes(call: Call, tmp_path: Path) -> None:
    good_pdf().save(tmp_path / "good.pdf")

    ran = call("document", "good.pdf")

    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[:2] == ["good.pdf", "  nothing found"]
    assert sorted(path.name for path in (tmp_path / "civiscope-out").iterdir()) == [
        "evidence",
        "gate.json",
        "report.html",
        "results.json",
    ]


def test_a_bad_file_fails_and_says_where(call: Call, tmp_path: Path) -> None:
    bad_pdf(tmp_path / "bad.pdf")

    ran = call("document", "bad.pdf")

    assert ran.code == 1
    assert "documents/pdf-alt: A figure has no text alternative (page 1)." in ran.out
    assert "PDF/UA-1, 7.3: figures have no alternative text: 1, first on page 1." in ran.out


def test_claims_are_asked_of_every_file_when_the_framework_is_named(
    call: Call, tmp_path: Path
) -> None:
    bad_pdf(tmp_path / "bad.pdf", part=0)

    silent = call("document", "bad.pdf", "--rule", "documents/pdf-ua-1", "--out", "a")
    asked = call("document", "bad.pdf", "--framework", "pdf-ua-1", "--out", "b")

    assert "nothing found" in silent.out
    assert "PDF/UA-1, 5: the metadata do not identify the file as PDF/UA." in asked.out


def test_a_folder_is_looked_through(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "deep").mkdir(parents=True)
    bad_pdf(folder / "bad.pdf")
    good_pdf().save(folder / "deep" / "good.PDF")
    (folder / "notes.txt").write_text("no document")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    ran = call("audit", "files")

    assert ran.code == 1, ran.err
    names = [line for line in ran.out.splitlines() if line.startswith("files/")]
    assert sorted(names) == ["files/bad.pdf", "files/deep/good.PDF", "files/old.doc"]
    assert "not read: It is an Office file of the format before 2007" in ran.out


def test_what_cannot_be_read_is_no_pass(call: Call, tmp_path: Path) -> None:
    good_pdf().save(tmp_path / "good.pdf")
    (tmp_path / "web.pdf").write_text("<!doctype html><html></html>")

    ran = call("document", "good.pdf", "web.pdf")

    assert ran.code == 3
    assert "not read: It is a web page (HTML), whatever its name says." in ran.out
    gate = json.loads((tmp_path / "civiscope-out" / "gate.json").read_bytes())
    assert "1 document could not be read, the first: web.pdf." in " ".join(gate["sentences"])


def test_known_issues_of_a_document_are_no_new_ones(call: Call, tmp_path: Path) -> None:
    bad_pdf(tmp_path / "bad.pdf")
    call("document", "bad.pdf", "--out", "first", "--exit-zero")
    made = call("baseline", "create", "first/results.json", "--out", "known.json")

    again = call("document", "bad.pdf", "--baseline", "known.json", "--out", "second")
    good_pdf().save(tmp_path / "bad.pdf")
    better = call("document", "bad.pdf", "--baseline", "known.json", "--out", "third")

    assert made.code == 0, made.err
    assert again.code == 0, again.out
    assert better.code == 0
    states = json.loads((tmp_path / "third" / "gate.json").read_bytes())["states"]
    assert set(states) == {"fixed"}


def test_names_that_lead_nowhere_are_refused(call: Call) -> None:
    ran = call("document", "nowhere.pdf")

    assert ran.code == 2
    assert ran.err.strip() == (
        "civiscope: There is no file 'nowhere.pdf'; name a document or a folder."
    )


def test_formats_of_reports_hold_documents(call: Call, tmp_path: Path) -> None:
    bad_pdf(tmp_path / "bad.pdf")
    slides = tmp_path / "empty.pptx"
    with zipfile.ZipFile(slides, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<x/>")

    ran = call("document", "bad.pdf", "empty.pptx", "--format", "sarif", "--format", "junit")

    assert ran.code == 1, ran.err
    (report,) = (tmp_path / "civiscope-out").glob("*.sarif*")
    sarif = report.read_text()
    assert "bad.pdf" in sarif
    assert "documents-pdf-alt" in sarif
    junit = (tmp_path / "civiscope-out" / "junit.xml").read_text()
    assert "documents/pdf-alt: " in junit
    assert "Found on: bad.pdf (a document)" in junit


def test_the_summary_for_programs_counts_documents(call: Call, tmp_path: Path) -> None:
    bad_pdf(tmp_path / "bad.pdf")
    (tmp_path / "web.pdf").write_text("<!doctype html><html></html>")

    ran = call("document", "bad.pdf", "web.pdf", "--json", "--format", "html")

    told = json.loads(ran.out)
    assert told["documents"] == {"read": 1, "in_part": 0, "unreadable": 1, "not_looked_at": 0}
    assert told["verdict"] == f"{told['failures']} problems found"
    assert told["exit_code"] == ran.code == 1
    assert {each["component"] for each in told["issues"]} == {"bad.pdf"}
    report = (tmp_path / "civiscope-out" / "report.html").read_text()
    assert "1 document could not be looked into" in report
    assert "of 1 document read" in report
    assert "start page" not in report


def test_pages_with_findings_are_drawn_when_pictures_are_asked_for(
    call: Call, tmp_path: Path
) -> None:
    made = good_pdf()
    drawn = made.picture().replace(b"595 0 0 842 0 0", b"200 0 0 100 72 600")
    made.mark(made.element("Figure"), drawn)
    made.save(tmp_path / "figure.pdf")

    ran = call("document", "figure.pdf", "--pictures")

    assert ran.code == 1, ran.err
    found = plain_results(tmp_path / "civiscope-out")["findings"]
    (figure,) = [each for each in found if each["rule"] == "documents/pdf-alt"]
    assert figure["box"] == {"x": 72, "y": 142, "width": 200, "height": 100}
    assert figure["screenshot"] == "document-000000-1-595x842.webp"
    picture = tmp_path / "civiscope-out" / "evidence" / "screenshots" / figure["screenshot"]
    assert picture.read_bytes()[8:12] == b"WEBP"
    report = (tmp_path / "civiscope-out" / "report.html").read_text()
    assert '<image id="picture-document-000000-1-595x842" width="595" height="842"' in report
    assert 'x="72.0" y="142.0" width="200.0" height="100.0"' in report


def test_files_that_cannot_be_read_leave_nothing_to_say(call: Call, tmp_path: Path) -> None:
    (tmp_path / "web.pdf").write_text("<!doctype html><html></html>")

    ran = call("document", "web.pdf", "--json")

    assert json.loads(ran.out)["verdict"] == "Nothing could be seen"
    assert ran.code == 3
