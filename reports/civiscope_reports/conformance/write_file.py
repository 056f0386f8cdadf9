"""Write a report of conformance in the form that a file's name asks for."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.errors import UsageError
from civiscope_reports.conformance.catalogues import DEFAULT_CATALOGUE
from civiscope_reports.conformance.page_view import view_of
from civiscope_reports.conformance.to_openacr import LeftOut, openacr_text
from civiscope_reports.conformance.to_page import docx_of, html_of, markdown_of, pdf_of
from civiscope_reports.conformance.values import ConformanceReport

SUFFIXES = (".yaml", ".yml", ".json", ".html", ".md", ".docx", ".pdf")


def check_suffix(path: Path) -> None:
    """Raise UsageError when nothing can be written in the form that *path* asks for."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"{path} does not end in a form that can be written; end it in {', '.join(SUFFIXES)}."
        )


def write_report(
    report: ConformanceReport, path: Path, catalogue_id: str = "", component: str = "web"
) -> tuple[LeftOut, ...]:
    """Write *report* to *path*; return the claims that the form has no place for.

    Raises UsageError, CannotWriteError, and what printing to PDF raises.
    """
    check_suffix(path)
    chosen = catalogue_id or report.catalogue or DEFAULT_CATALOGUE
    left_out: tuple[LeftOut, ...] = ()
    match path.suffix.lower():
        case ".yaml" | ".yml":
            text, left_out = openacr_text(report, chosen, component)
            source = text.encode()
        case ".json":
            source = reading_json(report).encode()
        case ".html":
            source = html_of(view_of(report, chosen)).encode()
        case ".md":
            source = markdown_of(view_of(report, chosen)).encode()
        case ".docx":
            source = docx_of(view_of(report, chosen))
        case _:
            source = pdf_of(view_of(report, chosen))
    write_whole(path, [source])
    return left_out


def reading_json(report: ConformanceReport) -> str:
    """Return everything that was read, with the page and the cell of each claim."""
    facts = asdict(replace(report, disabled=frozenset()))
    facts["disabled"] = sorted(report.disabled)
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
