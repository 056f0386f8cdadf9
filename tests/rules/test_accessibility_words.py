"""Languages are told apart by their small words, and words that say nothing are known."""

from __future__ import annotations

import tracemalloc
from collections import Counter

import pytest

from civiscope_rules.accessibility.error_text import finds_fault
from civiscope_rules.accessibility.image_text import names_another
from civiscope_rules.shared.words import (
    content_words,
    is_item,
    is_placeholder,
    is_vague,
    other_language,
    shared_words,
)

BINS = "Your bins are emptied on Mondays, and you can put them out on the evening before."


@pytest.mark.parametrize(
    ("text", "claimed", "found"),
    [
        (BINS, "fr", "en"),
        (BINS, "el", "en"),
        (
            "Die Tonnen werden am Montag geleert und sind bis sechs Uhr vor das Haus zu stellen.",
            "en",
            "de",
        ),
        ("Les poubelles sont vidées le lundi et vous pouvez les sortir la veille.", "en-GB", "fr"),
        (
            "De bakken worden op maandag geleegd en u kunt ze de avond ervoor buiten zetten.",
            "en",
            "nl",
        ),
        ("Подайте заявление в местный совет до конца мая.", "en", "Cyrillic script"),
        ("このサービスは平日に利用できます。", "en", "Kana script"),
        ("Je ne sais pas", "es", "fr"),
        ("Thank you very much", "de", "en"),
    ],
)
def test_a_text_in_another_language_is_found(text: str, claimed: str, found: str) -> None:
    guess = other_language(text, claimed)

    assert guess is not None
    assert guess.language == found


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        (BINS, "en"),
        (BINS, "en-GB"),
        # Languages that nobody has listed, or that are written in other letters than usual.
        (BINS, "tlh"),
        ("Privet, kak dela, my zhivem v gorode", "ru-Latn"),
        # Names, menus and numbers tell of no language.
        ("Home News Contact Services Council Parking Libraries", "fr"),
        ("Ministère de la Santé", "en"),
        ("Paul put dire comment on tape", "fr"),
        ("Paul put dire comment on tape", "en"),
        ("W E L C O M E to L A R K H A M", "en"),
        ("São Paulo", "en"),
        ("12.04.2026, 40 €, A4", "de"),
        ("", "en"),
        # Danish and Norwegian differ in few words, and so do Serbian and Croatian.
        ("Du kan søke om plass og få svar i løpet av en uke", "da"),
        ("Možete podnijeti zahtjev i dobiti odgovor u roku od tjedan dana", "sr-Latn"),
        # As much of one as of the other.
        (
            "Welcome to the town hall and the library. Croeso i neuadd y dref ac i'r llyfrgell.",
            "cy",
        ),
    ],
)
def test_nothing_is_said_where_it_is_not_sure(text: str, claimed: str) -> None:
    assert other_language(text, claimed) is None


@pytest.mark.parametrize(
    "text",
    [
        "click here",
        "Read more…",
        "HTML",
        "PDF (1.2 MB)",
        "this page",
        "En savoir plus",
        "Hier klicken",
        "MORE »",
    ],
)
def test_words_that_tell_no_goal_are_vague(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize(
    "text",
    [
        "Parking permits",
        "More parking permits",
        "Read the PDF report",
        "Contact",
        "Home",
        "Back",
        "",
        "2026",
    ],
)
def test_words_that_tell_a_goal_are_not_vague(text: str) -> None:
    assert not is_vague(text)


def test_small_words_and_accents_do_not_count() -> None:
    assert content_words("Où payer la taxe d'été?") == ("payer", "taxe", "ete")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("harvest", "harvesting", True),
        ("bins", "bin", True),
        ("bus", "bu", False),
        ("opening", "opens", True),
        ("library", "libraries", True),
        ("parking", "park", True),
        ("council", "counter", False),
        ("car", "cart", False),
        ("weather", "whether", False),
    ],
)
def test_forms_of_one_word_are_one_word(one: str, other: str, same: bool) -> None:
    assert bool(shared_words([one], [other])) is same
    assert bool(shared_words([other], [one])) is same


def test_a_word_of_a_megabyte_costs_no_more_memory_than_others() -> None:
    words = content_words("x" * 1_000_000 + " " + "\u00e9" * 1_000_000)
    tracemalloc.start()
    shared = shared_words(words, words)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert shared == set(words)
    assert peak < 1_000_000


def test_what_a_template_holds_is_a_placeholder_where_it_stands() -> None:
    assert is_placeholder("title", "Untitled document")
    assert is_placeholder("alt", "Image of")
    assert is_placeholder("heading", "Heading 2")
    assert is_placeholder("label", "Text field")
    assert not is_placeholder("heading", "Image")
    assert not is_placeholder("alt", "Photograph of the new bridge")
    assert not is_placeholder("title", "Title deeds and land registry")


@pytest.mark.parametrize(
    "text",
    [
        "Please fill the field correctly.",
        "This field is required.",
        "Invalid value",
        "Error: the entry must be a number.",
        "All is well so far. Please fill Street",
        "Your street is missing.",
    ],
)
def test_a_sentence_that_finds_fault_with_a_field_is_known(text: str) -> None:
    assert finds_fault(text, Counter(["street", "age"]))


@pytest.mark.parametrize(
    "text",
    [
        "To see all products, leave the field empty.",
        "If this field is empty, we use your home address.",
        "Fields marked with a star are required.",
        "Please fill in your street and your age below.",
        "The office is closed.",
        "Check your answers before you send them.",
        "",
    ],
)
def test_hints_find_no_fault(text: str) -> None:
    assert not finds_fault(text, Counter(["street", "age"]))


@pytest.mark.parametrize(
    ("name", "beside", "address", "expected"),
    [
        ("Button", ["Accordion", "Date input", "Tabs"], False, True),
        ("Button", [], True, True),
        ("Button", ["Here", "More", "Link"], False, False),
        # "More" names nothing, whatever it stands among.
        ("More", ["Accordion", "Date input", "Tabs"], True, False),
    ],
)
def test_a_vague_noun_may_be_the_name_of_a_thing(
    name: str, beside: list[str], address: bool, expected: bool
) -> None:
    assert is_item(name, {"beside": beside, "address": address}) is expected


def test_evidence_without_what_stands_beside_a_link_can_be_read() -> None:
    assert not is_item("Button", {})


@pytest.mark.parametrize(
    ("name", "file", "expected"),
    [
        ("Example City Council", "ECC_logo.svg", False),
        ("Town Council of Larkham", "towncoun-logo.svg", False),
        ("Example City Council", "logo-example.png", False),
        ("Riverside logo", "larkmere-logo.png", True),
        ("Example City Council", "ezc-logo.png", True),
    ],
)
def test_a_logo_may_be_named_by_first_letters(name: str, file: str, expected: bool) -> None:
    assert names_another(name, file) is expected
