"""The reader of statements on made-up texts in many languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from civiscope.detectors.statement import latest, read_dates, read_html, read_plain, read_status
from civiscope.model.statement import StatementText

FOLDER = Path(__file__).parent
TEXTS: list[dict[str, Any]] = [
    text
    for path in sorted(FOLDER.glob("*texts.yaml"))
    for text in yaml.safe_load(path.read_text(encoding="utf-8"))
]

LINES: list[dict[str, Any]] = [
    line
    for path in sorted(FOLDER.glob("*lines.yaml"))
    for line in yaml.safe_load(path.read_text(encoding="utf-8"))
]

CLAIMS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "claims.yaml").read_text(encoding="utf-8"))


def _read(text: dict[str, Any]) -> StatementText:
    source, lang = text["text"], text.get("lang", "")
    if source.startswith("<"):
        return read_html(source if text.get("html") else f'<html lang="{lang}"><body>{source}')
    return read_plain(source, lang)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text["id"])
def test_the_status_is_the_one_that_the_text_claims(text: dict[str, Any]) -> None:
    assert read_status(_read(text)).status == text["status"]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text["id"])
def test_dates_are_told_apart_by_what_happened_on_them(text: dict[str, Any]) -> None:
    mentions = read_dates(_read(text), month_first=text.get("us", False))

    assert dict(latest(mentions)) == text["dates"]


@pytest.mark.parametrize("line", CLAIMS, ids=lambda line: line["id"])
def test_a_sentence_claims_one_status_or_none(line: dict[str, Any]) -> None:
    assert read_status(_read(line)).status == line["status"]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_a_line_says_what_its_dates_are_of(line: dict[str, Any]) -> None:
    today = date.fromisoformat(line["today"]) if "today" in line else None
    mentions = read_dates(_read(line), month_first=line.get("us", False), today=today)

    assert dict(latest([each for each in mentions if not each.of_site])) == line["dates"]


@pytest.mark.parametrize(
    "text",
    [t for t in TEXTS if len(t["text"].split()) >= 20 and not t.get("html")],
    ids=lambda text: text["id"],
)
def test_the_language_need_not_be_declared(text: dict[str, Any]) -> None:
    assert read_status(read_plain(text["text"])).status == text["status"]


def test_a_review_date_to_come_is_the_next_one_only_where_the_day_is_known() -> None:
    text = read_plain("Last reviewed: 4 May 2026\n\nReview date: 3 May 2027", "en")

    known = read_dates(text, today=date(2026, 11, 30))
    assert [(each.role, each.iso) for each in known] == [
        ("reviewed", "2026-05-04"),
        ("next", "2027-05-03"),
    ]
    later = read_dates(text, today=date(2027, 11, 30))
    assert [each.role for each in later] == ["reviewed", "reviewed"]


def test_a_review_that_is_told_of_as_done_is_none_to_come() -> None:
    text = read_plain("This statement was last reviewed on 3 May 2027.", "en")

    mentions = read_dates(text, today=date(2026, 11, 30))

    assert [each.role for each in mentions] == ["reviewed"]


def test_what_is_guessed_gives_way_to_what_words_say() -> None:
    said = "The statement saw daylight on 3 May 2024. It was prepared on 6 May 2024."

    assert dict(latest(read_dates(read_plain(said, "en")))) == {"prepared": "2024-05-06"}


def test_a_script_that_is_not_known_is_no_language_that_is() -> None:
    # "This site is partly accessible. It was written on 3 May", in Thai: nothing parts the words.
    said = "เว็บไซต์นี้เข้าถึงได้บางส่วนตามมาตรฐาน WCAG 2.1 ระดับ AA จัดทำเมื่อวันที่ 3 พฤษภาคม "
    text = read_plain(said * 3)

    assert read_status(text).lang == ""
    assert text.words >= 40


def test_there_are_enough_texts_in_enough_languages() -> None:
    assert len(TEXTS) >= 120
    assert len({text["lang"] for text in TEXTS}) >= 8
    assert len({text["id"] for text in TEXTS}) == len(TEXTS)
