"""A report of conformance as sections and tables, for HTML, Markdown, Word and PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from civiscope_reports.conformance.catalogues import WCAG_CHAPTERS, Catalogue, catalogue
from civiscope_reports.conformance.values import COMPONENTS, LEVELS, Claim, ConformanceReport

COLUMNS = ("Criteria", "Conformance Level", "Remarks and Explanations")
_WCAG_LEVELS: dict[str, str] = dict(zip(WCAG_CHAPTERS, ("A", "AA", "AAA"), strict=True))


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A row: the criterion, its levels and its remarks, each as lines."""

    criterion: str
    levels: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViewTable:
    """A chapter with its rows."""

    title: str
    notes: str
    rows: tuple[ViewRow, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything that the report shows, in order."""

    title: str
    facts: tuple[tuple[str, str], ...]
    standards: tuple[tuple[str, str], ...]
    tables: tuple[ViewTable, ...]


def view_of(report: ConformanceReport, catalogue_id: str = "") -> ReportView:
    """Return what *report* shows by a catalogue. Raises UsageError."""
    chosen = catalogue(catalogue_id or report.catalogue)
    tables = tuple(_tables(report, chosen))
    return ReportView(
        report.title or f"{report.product} Accessibility Conformance Report",
        tuple(_facts(report, chosen)),
        tuple(_standards(report, chosen)),
        tables,
    )


def _facts(report: ConformanceReport, chosen: Catalogue) -> Iterator[tuple[str, str]]:
    yield "Name of Product/Version", f"{report.product} {report.product_version}".strip()
    facts = (
        ("Report Date", report.report_date),
        ("Product Description", report.product_description),
        ("Contact Information", " ".join(filter(None, _contact_lines(report)))),
        ("Notes", report.notes),
        ("Evaluation Methods Used", report.methods),
        ("Edition", f"{chosen.title} ({chosen.id})"),
    )
    yield from ((label, value) for label, value in facts if value)
    if report.disclaimer:
        yield "Legal Disclaimer", report.disclaimer


def _contact_lines(report: ConformanceReport) -> tuple[str, ...]:
    author = report.author
    return (author.name, author.company, author.address, author.email, author.phone, author.website)


def _standards(report: ConformanceReport, chosen: Catalogue) -> Iterator[tuple[str, str]]:
    filled = {chosen.chapter_of(claim.number) for claim in report.claims}
    levels = ", ".join(
        f"Level {level} ({'Yes' if chapter in filled else 'No'})"
        for chapter, level in _WCAG_LEVELS.items()
    )
    yield f"Web Content Accessibility Guidelines {chosen.wcag}", levels
    others = filled - set(WCAG_CHAPTERS)
    if chosen.has_508:
        held = any(not name.startswith("en_") for name in others if name)
        yield "Revised Section 508", "Yes" if held else "No"
    if chosen.has_en:
        held = any(name.startswith("en_") for name in others)
        yield "EN 301 549 V3.2.1 (2021-03)", "Yes" if held else "No"


def _tables(report: ConformanceReport, chosen: Catalogue) -> Iterator[ViewTable]:
    by_number: dict[str, list[Claim]] = {}
    for claim in report.claims:
        by_number.setdefault(claim.number, []).append(claim)
    for chapter in chosen.chapters.values():
        level = _WCAG_LEVELS.get(chapter.id, "")
        rows = tuple(
            _row(number, f"{name} (Level {level})" if level else name, by_number[number])
            for number, name in chapter.criteria.items()
            if number in by_number
        )
        notes = report.chapter_notes.get(chapter.id, "")
        if rows or notes:
            yield ViewTable(chapter.label, notes, rows)


def _row(number: str, name: str, claims: list[Claim]) -> ViewRow:
    levels: list[str] = []
    remarks: list[str] = []
    for claim in claims:
        label = COMPONENTS.get(claim.component, claim.component)
        before = f"{label}: " if label else ""
        said = LEVELS[claim.level] if claim.level else claim.stated
        levels.append(f"{before}{said}".strip())
        if claim.remarks:
            remarks.append(f"{before}{claim.remarks}")
    return ViewRow(f"{number} {name}", tuple(levels), tuple(remarks))
