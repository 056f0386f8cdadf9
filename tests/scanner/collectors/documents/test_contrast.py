"""How text in a PDF file stands out is measured on the page as it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pikepdf import Dictionary
from tests.scanner.collectors.documents.pdf_files import MadePdf, good_pdf

from civiscope.collectors.documents import child
from civiscope.collectors.documents.measured import pages_to_measure
from civiscope.collectors.documents.pdf.contrast import measure_contrast
from civiscope.collectors.documents.reader import DocumentReader
from civiscope.model.document_facts import DocumentFacts

SHOWN = "BT /F1 {size} Tf 50 700 Td (Bins) Tj ET"
BLOCK = "40 690 300 60 re f "


def drawn(before: str, *, size: int = 12, after: str = "") -> MadePdf:
    """Return a file with a word that *before* sets the colours of."""
    made = good_pdf()
    text = f"{before} {SHOWN.format(size=size)} {after}"
    made.content.append(b"/Artifact BMC q " + text.encode() + b" Q EMC ")
    return made


LOW = {
    "pale on white": (drawn("0.6 g"), "#999999 on #ffffff, 2.8 to 1"),
    "white on a colour": (drawn(f"0.5 0.8 0.5 rg {BLOCK} 1 g"), "#ffffff on #80cc80, 1.9 to 1"),
    "dark on dark": (drawn(f"0.2 g {BLOCK} 0 g"), "#000000 on #333333, 1.6 to 1"),
    "dark on a colour": (drawn(f"0 0.2 0.6 rg {BLOCK} 0.1 g"), "#1a1a1a on #003399, 1.6 to 1"),
    "half through": (drawn("/G1 gs 0 g"), "#bfbfbf on #ffffff, 1.8 to 1"),
    "large and very pale": (drawn("0.7 g", size=20), "#b3b3b3 on #ffffff, 2.0 to 1"),
    "in ink": (drawn("0 0.5 1 0 k"), " on #ffffff, 2."),
}
FINE = {
    "black on white": drawn("0 g"),
    "white on a dark colour": drawn(f"0 0.2 0.6 rg {BLOCK} 1 g"),
    "large and pale": drawn("0.55 g", size=20),
    "white on white": drawn("1 g"),
    "hidden by a block": drawn("0.6 g", after=f"0.2 g {BLOCK}"),
    "not drawn": drawn("0.6 g 3 Tr"),
    "black beside a colour": drawn("0.2 0.3 0.6 rg 400 100 50 50 re f 0 g"),
}


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader() as started:
        yield started


def read(made: MadePdf, folder: Path, reader: DocumentReader) -> DocumentFacts:
    made.page.Resources.ExtGState = Dictionary(G1=Dictionary(ca=0.25))
    facts = reader.read(made.save(folder / "made.pdf"))
    assert isinstance(facts, DocumentFacts)
    return facts


@pytest.mark.parametrize("what", LOW)
def test_text_that_does_not_stand_out_is_told_with_its_colours(
    what: str, tmp_path: Path, reader: DocumentReader
) -> None:
    made, told = LOW[what]

    (place,) = read(made, tmp_path, reader).places("low-contrast")

    assert told in place.detail
    assert place.page == 1
    assert place.box is not None
    assert (round(place.box.x), round(place.box.y)) in {(51, 134), (50, 134), (51, 128), (51, 129)}


@pytest.mark.parametrize("what", FINE)
def test_text_that_stands_out_or_is_not_seen_is_not_told(
    what: str, tmp_path: Path, reader: DocumentReader
) -> None:
    facts = read(FINE[what], tmp_path, reader)

    assert {each.kind for each in facts.seen} & {
        "low-contrast",
        "pale-text",
        "ground-unknown",
    } == set()


def test_dots_and_bullets_are_no_text(tmp_path: Path) -> None:
    made = good_pdf()
    made.content.append(b"/Artifact BMC 0.7 g BT /F1 12 Tf 50 700 Td (. . , ,) Tj ET EMC ")

    assert measure_contrast(made.save(tmp_path / "made.pdf"), [1]).times == 0


def test_a_turned_page_has_its_boxes_as_before_it_is_turned(tmp_path: Path) -> None:
    made = drawn("0.6 g")
    upright = measure_contrast(made.save(tmp_path / "upright.pdf"), [1])
    made = drawn("0.6 g")
    made.page.Rotate = 90

    turned = measure_contrast(made.save(tmp_path / "turned.pdf"), [1])

    assert turned.places == upright.places != ()


def test_a_page_with_plain_colours_is_not_drawn(tmp_path: Path) -> None:
    facts = child.read_document(good_pdf().save(tmp_path / "good.pdf"))

    assert pages_to_measure(facts) == []


def test_when_the_time_is_up_pages_stay_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("civiscope.collectors.documents.pdf.contrast.MEASURE_TIMEOUT_S", -1.0)

    found = measure_contrast(drawn("0.6 g").save(tmp_path / "made.pdf"), [1])

    assert (found.pages, found.places) == ((), ())


def test_what_ends_the_drawing_leaves_the_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drawn("0.6 g").save(tmp_path / "made.pdf")
    reader = DocumentReader()
    answers = iter([child._answer(path) + b"\n", b""])  # pyright: ignore[reportPrivateUsage] # what the process says

    def answer(_question: object) -> bytes:
        return next(answers)

    monkeypatch.setattr(reader, "_ask", answer)

    facts = reader.read(path)

    assert isinstance(facts, DocumentFacts)
    assert [place.page for place in facts.places("pale-text")] == [1]


def test_nothing_is_drawn_without_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: DocumentReader
) -> None:
    monkeypatch.setattr("civiscope.collectors.documents.reader.can_draw", lambda: False)

    facts = read(drawn("0.6 g"), tmp_path, reader)

    assert facts.sighting("pale-text") is not None
    assert "pages-measured" not in facts.counts
