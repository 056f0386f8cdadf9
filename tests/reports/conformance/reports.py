"""Reports of conformance for tests: a whole one, and OpenACR as text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from civiscope_reports.conformance.catalogues import catalogue
from civiscope_reports.conformance.values import LEVELS, Claim, ConformanceReport, Contact


def whole_report(catalogue_id: str = "2.5-edition-wcag-2.2-508-eu-en") -> ConformanceReport:
    """Return a report with a claim for every criterion and component of a catalogue."""
    return ConformanceReport(
        form="openacr",
        title="Acme Accessibility Conformance Report",
        product="Acme Portal",
        product_version="4.2",
        product_description="A portal for <citizens> & others.",
        author=Contact("Ann Example", "Acme", email="access@acme.example"),
        report_date="2026-10-01",
        notes="None.",
        methods="Tried by hand with NVDA and by people with disabilities.",
        catalogue=catalogue_id,
        edition=catalogue_id.partition("-")[0],
        claims=tuple(_claims(catalogue_id)),
    )


def _claims(catalogue_id: str) -> Iterator[Claim]:
    levels = cycle(LEVELS.items())
    for chapter in catalogue(catalogue_id).chapters.values():
        for number in chapter.criteria:
            for component in chapter.components:
                level, words = next(levels)
                remarks = f"How {number} is met | in <b>{component}</b>: see *notes*."
                yield Claim(number, chapter.id, component, level, words, remarks)


def openacr(criteria: str = "", head: str = "") -> str:
    """Return OpenACR with these lines below the criteria of level A, and others at its head."""
    return f"""title: Acme Accessibility Conformance Report
product:
  name: Acme Portal
  version: "4.2"
author:
  name: Ann Example
  email: access@acme.example
report_date: "2026-10-01"
evaluation_methods_used: Tried by hand with NVDA and JAWS.
catalog: 2.4-edition-wcag-2.1-en
{head}
chapters:
  success_criteria_level_a:
    criteria:
{criteria}
"""


def criterion(number: str, level: str, notes: str = "", component: str = "web") -> str:
    """Return one criterion with one component."""
    told = f"\n              notes: {notes!r}" if notes else ""
    return f"""      - num: "{number}"
        components:
          - name: {component}
            adherence:
              level: {level}{told}
"""
