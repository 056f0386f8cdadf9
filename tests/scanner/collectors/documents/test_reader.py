"""Documents are read in a process of their own: whatever they are, the next one is read as well."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from tests.scanner.collectors.documents.pdf_faults import FAULTS
from tests.scanner.collectors.documents.pdf_files import TITLE, good_pdf

from civiscope.collectors.documents import child, limits
from civiscope.collectors.documents.kinds import UnreadableDocument
from civiscope.collectors.documents.reader import DocumentReader, has_extra
from civiscope.model import Missing
from civiscope.model.document_facts import DocumentFacts


def encrypted(path: Path) -> Path:
    return good_pdf().save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def cut_off(path: Path) -> Path:
    whole = good_pdf().save(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    return path


def written(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def huge(path: Path) -> Path:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        # A hole in the file; nothing of it is on the disk.
        file.truncate(500_000_000)
    return path


def page_tree_loop(path: Path) -> Path:
    made = good_pdf()
    made.root.Pages.Kids.append(made.root.Pages)
    return made.save(path)


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", " " * 5_000_000)
    return path


BAD = {
    "a page tree that leads back": (page_tree_loop, "It cannot be read as PDF ("),
    "a zip bomb": (bomb, "Unpacked it would be far larger than a document is"),
    "HTML called .docx": (written(b"\n<HTML><p>"), "It is a web page (HTML)"),
    "encrypted": (encrypted, "It is encrypted and asks for a password."),
    "HTML": (written(b"<!doctype html><p>"), "It is a web page (HTML), whatever its name says."),
    "empty": (written(b""), "It is empty."),
    "no document": (written(b"GIF89a"), "It is no PDF, Office or e-book file that is looked at."),
    "huge": (huge, "It has 500 MB; files of more than 100 MB are not read."),
    "an archive cut off": (written(b"PK\x03\x04"), "It is an archive that cannot be read."),
    "only a head": (written(b"%PDF-1.7\n"), "It cannot be read as PDF ("),
}


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    """Return a reader: that it lives on from one bad file to the next is what it is for."""
    with DocumentReader() as started:
        yield started


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_and_the_next_is_read(
    what: str, tmp_path: Path, reader: DocumentReader
) -> None:
    make, reason = BAD[what]
    good = good_pdf().save(tmp_path / "good.pdf")

    bad = reader.read(make(tmp_path / "bad.pdf"))
    after = reader.read(good)

    assert isinstance(bad, Missing)
    assert bad.reason.startswith(reason)
    assert isinstance(after, DocumentFacts)
    assert (after.title, after.size, len(after.sha256)) == (TITLE, good.stat().st_size, 64)


def cross_reference_loop(path: Path) -> Path:
    """Let the table of objects name itself as the one before it."""
    whole = good_pdf().save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable).read_bytes()
    start = int(whole.rpartition(b"startxref")[2].split()[0])
    assert whole[start : start + 4] == b"xref"
    trailer = b"trailer << /Prev %d " % start
    path.write_bytes(whole.replace(b"trailer <<", trailer, 1))
    return path


def test_a_table_of_objects_that_leads_back_is_told(tmp_path: Path, reader: DocumentReader) -> None:
    found = reader.read(cross_reference_loop(tmp_path / "loop.pdf"))
    after = reader.read(good_pdf().save(tmp_path / "good.pdf"))

    # Some versions of the library read the file by its objects; then the facts say so.
    told = found.reason if isinstance(found, Missing) else " ".join(found.gaps)
    assert told
    assert isinstance(after, DocumentFacts)


def lowered(monkeypatch: pytest.MonkeyPatch, module: str, name: str, limit: int) -> None:
    """Set a limit to what a small file reaches."""
    monkeypatch.setattr(f"civiscope.collectors.documents.{module}.{name}", limit)


def many_pages(path: Path) -> Path:
    made = good_pdf()
    for _ in range(5):
        made.pdf.add_blank_page()
    return made.save(path)


def deep(path: Path) -> Path:
    made = good_pdf()
    part = made.document
    for _ in range(8):
        part = made.element("Sect", part)
    made.text(part)
    return made.save(path)


def with_form(path: Path) -> Path:
    made = good_pdf()
    made.content.append(b"/Artifact BMC " + made.form(b"0 0 9 9 re f") + b" EMC")
    return made.save(path)


LIMITS = {
    "pages": (many_pages, "pdf.pages", "MAX_PAGES", 3, "It has more than 3 pages."),
    "elements": (deep, "pdf.structure", "MAX_ELEMENTS", 4, "The structure has more than 4 "),
    "depth": (deep, "pdf.structure", "MAX_DEPTH", 4, "The structure is nested more than 4 deep."),
    "content": (
        many_pages,
        "pdf.content",
        "MAX_INSTRUCTIONS",
        2,
        "The content of pages has more than 2 instructions; what follows on page 1 ",
    ),
    "forms": (with_form, "pdf.content", "MAX_FORM_DEPTH", 0, "Content is nested more than 0 "),
}


@pytest.mark.parametrize("what", LIMITS)
def test_what_is_beyond_a_limit_is_told_and_nothing_passes_for_it(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, module, name, limit, told = LIMITS[what]
    path = make(tmp_path / "large.pdf")
    lowered(monkeypatch, module, name, limit)

    facts = child.read_document(path)

    assert any(gap.startswith(told) for gap in facts.gaps), facts.gaps


def test_a_larger_file_than_the_limit_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = good_pdf().save(tmp_path / "good.pdf")
    lowered(monkeypatch, "kinds", "MAX_FILE_BYTES", 1000)

    with pytest.raises(UnreadableDocument, match="are not read"):
        child.read_document(path)


def test_a_structure_that_leads_back_is_seen_once_and_told(tmp_path: Path) -> None:
    made = good_pdf()
    FAULTS["structure-loop"](made)

    facts = child.read_document(made.save(tmp_path / "loop.pdf"))

    assert facts.sighting("structure-loop") is not None
    assert facts.counts["elements"] < 10


@pytest.mark.parametrize("program", [b"", b"\x00\x01\x00\x00", b"\x00\x01\x00\x00" + b"\xff" * 99])
def test_a_font_without_an_end_is_no_end_of_reading(program: bytes, tmp_path: Path) -> None:
    made = good_pdf()
    made.font.FontDescriptor.FontFile2 = made.pdf.make_stream(program)

    facts = child.read_document(made.save(tmp_path / "font.pdf"))

    assert facts.counts["fonts"] == 1
    # What could not be read is not judged.
    assert facts.sighting("glyph-missing") is None


def test_a_file_cut_off_inside_a_font_is_told(tmp_path: Path, reader: DocumentReader) -> None:
    path = good_pdf().save(tmp_path / "cut.pdf")
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"endstream")])

    found = reader.read(path)

    assert isinstance(found, Missing) or found.gaps


def test_names_with_control_characters_are_told_on_one_line(tmp_path: Path) -> None:
    made = good_pdf()
    made.xmp("A\u202eB")
    FAULTS["attachment-without-name"](made)
    made.root.Names.EmbeddedFiles.Names[0] = pikepdf.String("a\n\x1b[31mb.csv")

    facts = child.read_document(made.save(tmp_path / "names.pdf"))

    assert facts.title == "A B"
    (place,) = facts.places("attachment-without-name")
    assert place.detail == "a [31mb.csv"


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes_or_told(
    tmp_path: Path, reader: DocumentReader
) -> None:
    found = reader.read(cut_off(tmp_path / "cut.pdf"))

    assert isinstance(found, Missing) or found.gaps == (
        "It is damaged and had to be mended to be read; parts of it may be missing.",
    )


def test_a_path_with_control_characters_is_read(tmp_path: Path, reader: DocumentReader) -> None:
    path = good_pdf().save(tmp_path / "a\nb\x1b.pdf")

    assert isinstance(reader.read(path), DocumentFacts)


def test_pages_that_cannot_be_drawn_are_left_out(tmp_path: Path, reader: DocumentReader) -> None:
    made = good_pdf()
    made.pdf.add_blank_page(page_size=(100, 100))
    made.pdf.add_blank_page(page_size=(9000, 100))
    made.pdf.pages[1].obj.Rotate = 90
    path = made.save(tmp_path / "good.pdf")
    broken = written(b"%PDF-1.7\n")(tmp_path / "broken.pdf")

    drawn = reader.draw(path, (1, 2, 3, 4))

    assert [(each.page, each.width, each.height) for each in drawn] == [(1, 595, 842)]
    assert reader.draw(broken, (1,)) == []


def test_a_process_that_needs_too_much_is_ended_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = good_pdf().save(tmp_path / "good.pdf")

    def greedy(_path: Path) -> DocumentFacts:
        return DocumentFacts("pdf", title="x" * (2 * limits.MAX_MEMORY_BYTES))

    def busy(_path: Path) -> DocumentFacts:
        while True:
            pass

    monkeypatch.setattr(child, "read_document", greedy)
    assert b"needed too much memory" in child._read_apart(path)  # pyright: ignore[reportPrivateUsage] # what the process does
    monkeypatch.setattr(child, "CPU_TIMEOUT_S", 1)
    monkeypatch.setattr(child, "read_document", busy)
    assert b"took too long" in child._read_apart(path)  # pyright: ignore[reportPrivateUsage] # as above


def test_the_extra_is_here_for_tests() -> None:
    assert has_extra()


def test_without_the_extra_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = good_pdf().save(tmp_path / "good.pdf")
    monkeypatch.setitem(__import__("sys").modules, "civiscope.collectors.documents.pdf.read", None)

    answer = child._answer(path)  # pyright: ignore[reportPrivateUsage] # what the process says

    assert b"pip install 'civiscope[documents]'" in answer
    assert b"not-gathered" in answer


def test_pages_for_which_there_is_no_time_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = many_pages(tmp_path / "long.pdf")
    lowered(monkeypatch, "pdf.read", "PAGES_TIMEOUT_S", -1)

    facts = child.read_document(path)

    assert facts.gaps == ("Reading it takes long; pages 1 to 6 were not looked at.",)
    assert (facts.pages, facts.title) == (6, TITLE)
