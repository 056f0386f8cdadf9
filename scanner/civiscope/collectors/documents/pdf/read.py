"""Read the facts of a PDF file."""

from __future__ import annotations

import time
from pathlib import Path

import pikepdf

from civiscope.collectors.documents.kinds import UnreadableDocument
from civiscope.collectors.documents.limits import PAGES_TIMEOUT_S
from civiscope.collectors.documents.pdf.annotations import AnnotationReader
from civiscope.collectors.documents.pdf.catalog import see_catalog
from civiscope.collectors.documents.pdf.content import PdfContentReader
from civiscope.collectors.documents.pdf.elements import see_elements
from civiscope.collectors.documents.pdf.fonts import see_fonts
from civiscope.collectors.documents.pdf.nesting import see_nesting
from civiscope.collectors.documents.pdf.objects import Object, array, identity
from civiscope.collectors.documents.pdf.pages import find_pages, view_of
from civiscope.collectors.documents.pdf.structure import Key, Structure, read_structure
from civiscope.collectors.documents.pdf.tables import see_tables
from civiscope.collectors.documents.sightings import Sightings, plain
from civiscope.model.document_facts import DocumentFacts, DocumentPlace


def read_pdf(path: Path) -> DocumentFacts:
    """Return the facts of the PDF file at *path*. Raises UnreadableDocument."""
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise UnreadableDocument("It is encrypted and asks for a password.") from None
    except pikepdf.PdfError as error:
        raise UnreadableDocument(
            f"It cannot be read as PDF ({_first_line(error, path)})."
        ) from None
    with pdf:
        if not isinstance(pdf.trailer.get("/Root"), pikepdf.Dictionary):
            raise UnreadableDocument("It cannot be read as PDF (it has no catalog).")
        try:
            return _facts(pdf)
        except pikepdf.PdfError as error:
            raise UnreadableDocument(f"It is damaged ({_first_line(error, path)}).") from None


def _first_line(error: Exception, path: Path) -> str:
    line = next(iter(str(error).splitlines()), type(error).__name__)
    # Where the file is kept while it is read is nobody's business.
    return plain(line.replace(str(path), "").lstrip(": "))


def _facts(pdf: pikepdf.Pdf) -> DocumentFacts:
    seen = Sightings()
    end = time.process_time() + PAGES_TIMEOUT_S
    pages = find_pages(pdf, seen)
    if any("reconstruct" in str(warning) for warning in pdf.get_warnings()):
        seen.leave_out("It is damaged and had to be mended to be read; parts of it may be missing.")
    numbers: dict[Key, int] = {identity(page): at for at, page in enumerate(pages, 1)}
    catalog = see_catalog(pdf, seen)
    views = {at: view_of(page) for at, page in enumerate(pages, 1)}
    tree = read_structure(pdf, numbers, views, seen)
    content = PdfContentReader(tree, seen, catalog.language)
    annotations = AnnotationReader(pdf, tree, seen, catalog.language)
    for number, page in enumerate(pages, 1):
        if time.process_time() > end:
            seen.leave_out(
                f"Reading it takes long; pages {number:,} to {len(pages):,} were not looked at."
            )
            break
        content.see_page(page, number)
        annotations.see_page(page, number)
        _see_appearances(page, number, tree, content)
    # What is drawn tells where elements are.
    if tree is not None:
        see_elements(tree, seen, catalog.language)
        see_nesting(tree, seen)
        see_tables(tree, seen)
    for page_number in content.pale_pages:
        seen.add("pale-text", DocumentPlace(page_number))
    for page_number in content.painted_pages:
        seen.add("ground-unknown", DocumentPlace(page_number))
    content.end()
    annotations.end()
    see_fonts(content.fonts.values(), seen)
    return DocumentFacts(
        format="pdf",
        title=catalog.title,
        language=catalog.language or "",
        created=catalog.created,
        modified=catalog.modified,
        pages=len(pages),
        claims=catalog.claims,
        counts=dict(sorted(seen.counts.items())),
        seen=seen.result(),
        gaps=tuple(seen.gaps),
    )


def _see_appearances(
    page: Object, number: int, tree: Structure | None, content: PdfContentReader
) -> None:
    for annotation in array(page, "/Annots"):
        if isinstance(annotation, pikepdf.Dictionary) and "/AP" in annotation:
            element = tree.element_of_object(annotation) if tree is not None else None
            content.see_appearance(annotation, element, number)
