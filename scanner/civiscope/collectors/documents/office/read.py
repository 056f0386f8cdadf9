"""Read the facts of an Office file or an e-book."""

from __future__ import annotations

from pathlib import Path

from civiscope.collectors.documents.kinds import UnknownFormat
from civiscope.collectors.documents.office.archive import Archive
from civiscope.collectors.documents.office.epub import read_epub
from civiscope.collectors.documents.office.open_document import read_open_document
from civiscope.collectors.documents.office.sheets import read_sheets
from civiscope.collectors.documents.office.slides import read_slides
from civiscope.collectors.documents.office.word import read_word
from civiscope.model.document_facts import DocumentFacts, DocumentFormat


def read_office(path: Path, kind: DocumentFormat) -> DocumentFacts:
    """Return the facts of the file at *path*. Raises UnreadableDocument."""
    with Archive(path) as archive:
        if kind == "docx":
            return read_word(archive)
        if kind == "xlsx":
            return read_sheets(archive)
        if kind == "pptx":
            return read_slides(archive)
        if kind == "epub":
            return read_epub(archive)
        if kind == "odt" or kind == "ods" or kind == "odp":
            return read_open_document(archive, kind)
    raise UnknownFormat(f"It is of the format {kind}, which is not looked at.")
