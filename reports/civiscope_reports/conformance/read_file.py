"""Read a report of conformance, whatever form it has: OpenACR, PDF, Word, HTML, Markdown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from civiscope.errors import InconclusiveError, UsageError
from civiscope_reports.conformance.from_blocks import ASK_FOR, report_of
from civiscope_reports.conformance.from_openacr import read_openacr
from civiscope_reports.conformance.from_pdf import blocks_of_pdf, read_pdf
from civiscope_reports.conformance.values import ConformanceReport

MAX_FILE_BYTES = 200_000_000
MAX_TEXT_BYTES = 20_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def read_report(path: Path) -> ConformanceReport:
    """Return the report of conformance in the file at *path*.

    Raises UsageError for what is none, InconclusiveError for what cannot be read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} cannot be read ({cause}). Name a file that is there.") from error
    if size > MAX_FILE_BYTES:
        raise UsageError(f"{path} is {size:,} bytes long, more than {MAX_FILE_BYTES:,}.")
    if not size:
        raise UsageError(f"{path} is empty.")
    if b"%PDF-" in head:
        facts = read_pdf(path)
        read = report_of(blocks_of_pdf(facts), "pdf", facts["title"], facts["language"])
        return _with_cut(read) if facts["more"] else read
    source = path.read_bytes()
    if head.startswith(b"PK\x03\x04"):
        # Each form has a parser of its own, which only those who read that form load.
        from civiscope_reports.conformance.from_docx import blocks_of_docx

        return report_of(blocks_of_docx(source), "docx")
    if head.startswith(_OLD_WORD):
        raise InconclusiveError(
            f"{path} is in the form of Word before 2007 (.doc), or encrypted. {ASK_FOR}."
        )
    return _read_text(path, source)


def _with_cut(read: ConformanceReport) -> ConformanceReport:
    warning = "The PDF is larger or deeper than is read; what comes after is missing."
    return replace(read, warnings=(*read.warnings, warning))


def _read_text(path: Path, source: bytes) -> ConformanceReport:
    from civiscope_reports.conformance.from_html import (
        blocks_of_html,
        blocks_of_markdown,
        title_of_html,
        title_of_markdown,
    )

    suffix = path.suffix.lower()
    if suffix in {".yaml", ".yml", ".json"}:
        return read_openacr(source, str(path))
    if len(source) > MAX_TEXT_BYTES:
        raise UsageError(f"{path} is {len(source):,} bytes long, more than {MAX_TEXT_BYTES:,}.")
    start = source.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if suffix in {".md", ".markdown"}:
        text = _decoded(source, path)
        return report_of(blocks_of_markdown(text), "markdown", title_of_markdown(text))
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<?xml")) or suffix in {
        ".html", ".htm", ".xhtml",
    }:  # fmt: skip
        title, language = title_of_html(source)
        return report_of(blocks_of_html(source), "html", title, language)
    if b"\0" in source[:4096]:
        raise UsageError(
            f"{path} is in no form that is read here; give OpenACR (YAML), PDF, Word, HTML or "
            "Markdown."
        )
    return read_openacr(source, str(path))


def _decoded(source: bytes, path: Path) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8 and try again.") from error
