"""Reports in other languages than English."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from tests.reports.messages import plurals, texts
from tests.reports.samples import CONTEXT, footer_results

from civiscope.errors import UsageError
from civiscope.model.reasons import REASONS
from civiscope.results import NotSeen
from civiscope_reports.content.key_steps import key_step
from civiscope_reports.formats import html
from civiscope_reports.text import wording
from civiscope_reports.text.language import LANGUAGES, language

each_other_language = pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])


@each_other_language
def test_catalogue_has_every_text_and_none_that_is_not_asked_for(code: str) -> None:
    words = language(code)

    assert texts() == set(words.texts)
    assert plurals() == set(words.plurals)


@each_other_language
def test_translations_keep_what_stands_in_braces(code: str) -> None:
    words = language(code)
    pairs = [(text, said) for text, said in words.texts.items()]
    pairs += [(both.split("|")[1], said[1]) for both, said in words.plurals.items()]

    assert [pair for pair in pairs if _names(pair[0]) != _names(pair[1])] == []
    assert [both for both, said in words.plurals.items() if len(said) != 2] == []


@each_other_language
def test_report_is_in_the_language_asked_for_and_rules_say_theirs(code: str) -> None:
    report = html.render(footer_results(), replace(CONTEXT, language=code))

    assert f'<html lang="{code}">' in report
    assert language(code).text("What was not tested").replace("'", "&#39;") in report
    assert "What was not tested" not in report
    assert '<span lang="en">Images have a text alternative</span>' in report


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("Tab, 12 times", "Tab, 12 fois"),
        ("Shift+Tab, arrow keys: the focus stays", "Shift+Tab, touches fléchées : le focus reste"),
        ("Escape: leads out", "Escape : permet de sortir"),
        ("Tab: <a> “Door: leads out”", "Tab: <a> “Door: leads out”"),
    ],
)
def test_keys_are_told_in_the_language_and_names_of_elements_as_they_are(
    step: str, said: str
) -> None:
    assert key_step(step, language("fr")).replace("\u202f", " ").startswith(said)
    assert key_step(step, language("en")) == step


def test_numbers_and_plurals_follow_the_language() -> None:
    french, spanish = language("fr"), language("es")

    assert [french.count(n, "page") for n in (0, 1, 2)] == ["0 page", "1 page", "2 pages"]
    assert [spanish.count(n, "page") for n in (0, 1)] == ["0 páginas", "1 página"]
    assert french.number(12_345) == "12\u202f345"
    assert language("en").number(12_345) == "12,345"


def test_language_without_a_catalogue_is_refused_and_the_others_named() -> None:
    with pytest.raises(UsageError) as caught:
        language("xx")

    assert str(caught.value) == (
        'There are no reports in the language "xx"; there are: en (English), fr (Français), '
        "es (Español)."
    )


def _names(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_every_reason_that_a_scan_gives_has_words() -> None:
    assert set(wording.REASONS) == REASONS


def test_other_languages_tell_why_a_page_was_not_seen_in_their_own_words() -> None:
    unseen = NotSeen(
        "https://www.example.gov/slow", "hung", "The page did not answer within 20 seconds."
    )
    results = footer_results()
    results = replace(results, coverage=replace(results.coverage, failed=(unseen,)))

    report = html.render(results, replace(CONTEXT, language="fr"))

    assert "la page ne répondait plus" in report.casefold()
    assert "did not answer" not in report
