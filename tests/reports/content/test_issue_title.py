"""Titles of problems are in the reader's language where the rulebook has it."""

from __future__ import annotations

from dataclasses import replace

from tests.reports.samples import CONTEXT, footer_results

from civiscope_reports.formats import html

FRENCH = "Une image n’a pas d’alternative textuelle"  # noqa: RUF001 - as it is written


def test_a_report_in_french_has_its_titles_in_french() -> None:
    results = footer_results()
    image, *others = results.rules
    told = replace(image, fails_in={"fr": FRENCH})
    results = replace(results, rules=(told, *others))

    french = html.render(results, replace(CONTEXT, language="fr"))
    english = html.render(results, CONTEXT)

    assert f"<span>{FRENCH}</span></h3>" in french
    assert FRENCH in french.partition('id="summary"')[2].partition("</section>")[0]
    # What is not translated says so to screen readers.
    assert '<span lang="en">Pages tell browsers to stay on HTTPS</span></h3>' in french
    assert FRENCH not in english
