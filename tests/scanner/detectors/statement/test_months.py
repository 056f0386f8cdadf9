"""Dates are found by the name of the month in every language, and in the order that it has."""

# ruff: noqa: RUF001 - letters and quotation marks as they are written

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from civiscope.detectors.statement.dates import find_dates, fold_for_dates

MONTHS: dict[str, list[list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "months.yaml").read_text(encoding="utf-8")
)


def _read(text: str, lang: str) -> list[str]:
    return [each.iso for each in find_dates(fold_for_dates(text), lang=lang)]


@pytest.mark.parametrize("lang", MONTHS)
def test_every_name_of_a_month_is_read(lang: str) -> None:
    unread = {
        text
        for number, names in enumerate(MONTHS[lang], 1)
        for name in names
        for text, iso in (
            (f"17 {name} 2024", f"2024-{number:02d}-17"),
            (f"{name} 2024", f"2024-{number:02d}"),
        )
        if _read(text, lang) != [iso]
    }

    assert unread == set()


@pytest.mark.parametrize(
    ("lang", "text", "iso"),
    [
        ("lv", "2024. gada 17. janvārī", "2024-01-17"),
        ("lv", "2024. g. 17. janv.", "2024-01-17"),
        ("lt", "2024 m. gegužės 17 d.", "2024-05-17"),
        ("lt", "2024 m. gegužės mėn. 17 d.", "2024-05-17"),
        ("lt", "2024 m. gegužę", "2024-05"),
        ("hu", "2024. márc. 17.", "2024-03-17"),
        ("hu", "2024. 03. 17.", "2024-03-17"),
        ("hu", "2024. március 17-én", "2024-03-17"),
        ("eu", "2024(e)ko irailaren 17(a)", "2024-09-17"),
        ("eu", "2024ko irailaren 17an", "2024-09-17"),
        ("et", "2024. aasta juunis", "2024-06"),
        ("ca", "17 d’ag. del 2024", "2024-08-17"),
        ("mt", "17 ta’ Settembru, 2024", "2024-09-17"),
        ("ga", "17 Meán Fómhair 2024", "2024-09-17"),
        ("cy", "17eg o Fedi 2024", "2024-09-17"),
        ("el", "17 Μαΐου του 2024", "2024-05-17"),
        ("el", "τον Μάιο του 2024", "2024-05"),
        ("bg", "17-ти май 2024 г.", "2024-05-17"),
        ("da", "d. 17/9-2024", "2024-09-17"),
        ("sv", "17/9 2024", "2024-09-17"),
        ("", "2024-09", "2024-09"),
    ],
)
def test_a_date_is_read_in_the_order_of_its_language(lang: str, text: str, iso: str) -> None:
    assert _read(text, lang) == [iso]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("cs", "plán pro 2024"),
        ("en", "set 2024 as the goal"),
        ("en", "version 2024-15"),
        ("fr", "décret n° 2024-09 du ministre"),
    ],
)
def test_words_that_are_months_elsewhere_are_no_dates(lang: str, text: str) -> None:
    assert _read(text, lang) == []
