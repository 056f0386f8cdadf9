"""Our catalogues are OpenACR's."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from civiscope_reports.conformance.catalogues import (
    WCAG_CHAPTERS,
    catalogues,
    chapter_of,
    fitting_catalogue,
)

SHARED = Path(__file__).parents[4] / "shared" / "openacr" / "catalog"


@pytest.mark.parametrize("name", catalogues())
def test_a_catalogue_holds_what_openacr_asks(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared test data is not here")
    stored = yaml.safe_load((SHARED / f"{name}.yaml").read_text(encoding="utf-8"))

    ours = catalogues()[name]

    assert {
        chapter["id"]: [
            (each["id"], tuple(each["components"])) for each in chapter.get("criteria", ())
        ]
        for chapter in stored["chapters"]
    } == {
        chapter.id: [(number, chapter.components) for number in chapter.criteria]
        for chapter in ours.chapters.values()
    }


@pytest.mark.parametrize(
    ("numbers", "edition", "fits"),
    [
        (["1.1.1"], "2.4", "2.4-edition-wcag-2.1-en"),
        (["1.1.1"], "2.5", "2.5-edition-wcag-2.2-en"),
        (["1.1.1", "2.5.8"], "2.4", "2.5-edition-wcag-2.2-en"),
        (["1.1.1", "302.1"], "2.4", "2.4-edition-wcag-2.0-508-en"),
        (["1.4.10", "302.1"], "2.5", "2.5-edition-wcag-2.1-508-en"),
        (["1.1.1", "4.2.11", "302.1"], "2.5", "2.5-edition-wcag-2.2-508-eu-en"),
        ([], "2.5", ""),
    ],
)
def test_the_smallest_catalogue_that_asks_it_all_fits(
    numbers: list[str], edition: str, fits: str
) -> None:
    assert fitting_catalogue(numbers, edition) == fits


@pytest.mark.parametrize(
    ("number", "chapter"),
    [
        ("2.4.11", WCAG_CHAPTERS[1]),
        ("4.1.2", WCAG_CHAPTERS[0]),
        ("4.2.1", "en_301_549_functional_performance"),
        ("9.1.1.1", "en_301_549_web"),
        ("302.4", "functional_performance_criteria"),
        ("413.9.9", "hardware"),
        ("1194.22", ""),
    ],
)
def test_a_number_belongs_to_a_chapter(number: str, chapter: str) -> None:
    assert chapter_of(number) == chapter
