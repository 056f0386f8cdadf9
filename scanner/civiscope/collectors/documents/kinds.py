"""Say what a file is by what it holds, whatever it is called."""

from __future__ import annotations

import zipfile
from pathlib import Path

from civiscope.collectors.documents.limits import MAX_FILE_BYTES
from civiscope.model.document_facts import DocumentFormat

_HEAD_BYTES = 4096
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PARTS: tuple[tuple[str, DocumentFormat], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
)
_BY_MIMETYPE: dict[str, DocumentFormat] = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
}


class UnreadableDocument(Exception):
    """A document cannot be read. The message is a sentence that says why."""


class UnknownFormat(UnreadableDocument):
    """A document is of a format that is not looked at. The message is a sentence."""


def format_of(path: Path) -> DocumentFormat:
    """Return the format of the file at *path*. Raises UnreadableDocument when it has none."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableDocument(f"It cannot be opened ({error.strerror or error}).") from None
    if size > MAX_FILE_BYTES:
        raise UnreadableDocument(
            f"It has {size // 1_000_000:,} MB; files of more than "
            f"{MAX_FILE_BYTES // 1_000_000} MB are not read."
        )
    if not head.strip():
        raise UnreadableDocument("It is empty.")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _of_archive(path)
    raise _refusal(head)


def _refusal(head: bytes) -> UnreadableDocument:
    if head.startswith(_OLD_OFFICE):
        return UnknownFormat(
            "It is an Office file of the format before 2007, or one with a password; neither is "
            "looked at."
        )
    if head.startswith(b"{\\rtf"):
        return UnknownFormat("It is an RTF file, which is not looked at.")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return UnreadableDocument("It is a web page (HTML), whatever its name says.")
    return UnknownFormat("It is no PDF, Office or e-book file that is looked at.")


def _of_archive(path: Path) -> DocumentFormat:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for part, kind in _MAIN_PARTS:
                if part in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                told = archive.read("mimetype").decode("latin-1").strip()
                if told in _BY_MIMETYPE:
                    return _BY_MIMETYPE[told]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise UnreadableDocument("It is an archive that cannot be read.") from None
    raise UnknownFormat("It is an archive, not a document.")
