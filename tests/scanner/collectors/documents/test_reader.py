"""Documents are read in a process of their own: whatever they are, the next one is read as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from tests.scanner.collectors.documents.pdf_files import TITLE, good_pdf

from civiscope.collectors.documents import child, limits
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


BAD = {
    "encrypted": (encrypted, "It is encrypted and asks for a password."),
    "HTML": (written(b"<!doctype html><p>"), "It is a web page (HTML), whatever its name says."),
    "empty": (written(b""), "It is empty."),
    "no document": (written(b"GIF89a"), "It is no PDF, Office or e-book file that is looked at."),
    "huge": (huge, "It has 500 MB; files of more than 100 MB are not read."),
    "an archive cut off": (written(b"PK\x03\x04"), "It is an archive that cannot be read."),
    "only a head": (written(b"%PDF-1.7\n"), "It cannot be read as PDF ("),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_and_the_next_is_read(what: str, tmp_path: Path) -> None:
    make, reason = BAD[what]
    good = good_pdf().save(tmp_path / "good.pdf")

    with DocumentReader() as reader:
        bad = reader.read(make(tmp_path / "bad.pdf"))
        after = reader.read(good)

    assert isinstance(bad, Missing)
    assert bad.reason.startswith(reason)
    assert isinstance(after, DocumentFacts)
    assert (after.title, after.size, len(after.sha256)) == (TITLE, good.stat().st_size, 64)


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes_or_told(tmp_path: Path) -> None:
    with DocumentReader() as reader:
        found = reader.read(cut_off(tmp_path / "cut.pdf"))

    assert isinstance(found, Missing) or found.gaps == (
        "It is damaged and had to be mended to be read; parts of it may be missing.",
    )


def test_a_path_with_control_characters_is_read(tmp_path: Path) -> None:
    path = good_pdf().save(tmp_path / "a\nb\x1b.pdf")

    with DocumentReader() as reader:
        assert isinstance(reader.read(path), DocumentFacts)


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
