"""Sixty texts counted by hand, twelve a language, and what must not shift a figure.

The counts are one person's; of French, verbs in -ent and glides can be argued.
"""

from __future__ import annotations

import pytest

from civiscope.detectors.readability import (
    LANGUAGES,
    LONG_WORD,
    measure_reading,
    split_sentences,
    words_of,
)
from civiscope.detectors.syllables import count_syllables

# Text, sentences, words, and syllables; for Estonian, long words.
COUNTED: dict[str, list[tuple[str, int, int, int]]] = {
    "en": [
        ("Bring your card on Monday.", 1, 5, 6),
        ("We send you a new plan in May.", 1, 8, 8),
        ("You can apply by phone or by post.", 1, 8, 9),
        ("The council repairs damaged roads each spring.", 1, 7, 10),
        ("Pay the bill. Keep the receipt.", 2, 6, 7),
        ("Call No. 5 before noon.", 1, 4, 5),
        ("The office opens at 9 a.m. and closes at noon.", 1, 8, 11),
        ("Applicants must provide documentary evidence of residence.", 1, 7, 18),
        ("Is the library open? Yes, it is!", 2, 7, 10),
        ("Mr. Brown wrote to the mayor.", 1, 6, 7),
        ("Families with children pay a smaller fee.", 1, 7, 11),
        ("The decision was based on incomplete information.", 1, 7, 14),
    ],
    "de": [
        ("Bringen Sie Ihren Ausweis mit.", 1, 5, 8),
        ("Der Antrag ist am 1. März fällig.", 1, 6, 8),
        ("Sie können auch anrufen, z. B. am Montag.", 1, 6, 10),
        ("Die Gebühr beträgt 20 Euro.", 1, 4, 7),
        ("Das Amt ist heute zu. Kommen Sie morgen.", 2, 8, 11),
        ("Die Familie wohnt in einer kleinen Wohnung.", 1, 7, 13),
        ("Für die Bearbeitung benötigen wir Nachweise.", 1, 6, 14),
        ("Die Nationalität steht im Pass.", 1, 5, 10),
        ("Herr Dr. Meier hilft Ihnen gern.", 1, 6, 8),
        ("Wer zahlt das? Die Stadt!", 2, 5, 5),
        ("Neue Häuser brauchen eine Genehmigung.", 1, 5, 12),
        ("Quittungen heben wir zehn Jahre auf.", 1, 6, 10),
    ],
    "fr": [
        ("Apportez votre carte lundi.", 1, 4, 7),
        ("Le dossier est complet.", 1, 4, 6),
        ("M. Dupont habite à Paris.", 1, 5, 8),
        ("La nation protège ses enfants.", 1, 5, 8),
        ("Le client paie la facture.", 1, 5, 7),
        ("Voir l'art. 5 du code.", 1, 4, 4),
        ("L'eau est froide. La mairie ferme.", 2, 6, 7),
        ("Les enfants jouent dans la cour.", 1, 6, 7),
        ("La réalité est différente.", 1, 4, 9),
        ("Le paiement se fait en ligne.", 1, 6, 7),
        ("Qui paie ? La commune !", 2, 4, 5),
        ("L'information est publiée chaque année.", 1, 5, 11),
    ],
    "es": [
        ("Traiga su tarjeta el lunes.", 1, 5, 9),
        ("El ayuntamiento abre a las nueve.", 1, 6, 12),
        ("La línea está ocupada.", 1, 4, 10),
        ("El Sr. Ruiz paga el art. 5.", 1, 6, 7),
        ("Todos los días hay trenes.", 1, 5, 8),
        ("¿Quién paga? La ciudad.", 2, 4, 6),
        ("Guarde el recibo durante cinco años.", 1, 6, 13),
        ("La administración publica información.", 1, 4, 13),
        ("Puede pedir ayuda por teléfono.", 1, 5, 12),
        ("Los niños leen poesía.", 1, 4, 9),
        ("Aquí no se puede aparcar.", 1, 5, 9),
        ("El viaje es gratuito para estudiantes.", 1, 6, 13),
    ],
    "et": [
        ("Võtke dokument kaasa.", 1, 3, 1),
        ("Avaldus tuleb esitada 24. veebruaril.", 1, 4, 3),
        ("Linnavalitsus on avatud. Tulge homme.", 2, 5, 1),
        ("Teenus on tasuta.", 1, 3, 0),
        ("Helistage tööpäeval kella üheksast.", 1, 4, 3),
        ("Kas see on kohustuslik? Ei ole.", 2, 6, 1),
        ("Pr. Tamm vastab kirjale.", 1, 4, 1),
        ("Raha makstakse pangakontole.", 1, 3, 2),
        ("Lapsed saavad toetust jne. kuni kooli lõpuni.", 1, 7, 1),
        ("Maja on suur. Aed on väike.", 2, 6, 0),
        ("Juurdepääsetavus on oluline.", 1, 3, 2),
        ("Täitke ankeet ja saatke see meile.", 1, 6, 0),
    ],
}
TEXTS = [(code, *counted) for code, texts in COUNTED.items() for counted in texts]
MAX_ERROR = 0.03
"""Share of syllables by which a language's counter may be off over its texts."""


@pytest.mark.parametrize(("code", "text", "sentences", "words", "_"), TEXTS)
def test_sentences_and_words_are_those_of_a_hand_count(
    code: str, text: str, sentences: int, words: int, _: int
) -> None:
    found = list(split_sentences(text, code))

    assert len(found) == sentences
    assert sum(len(words_of(each)) for each in found) == words


@pytest.mark.parametrize(("code", "text", "_s", "_w", "counted"), TEXTS)
def test_syllables_and_long_words_are_one_off_at_most(
    code: str, text: str, _s: int, _w: int, counted: int
) -> None:
    words = words_of(text)
    if code == "et":
        assert sum(len(word) >= LONG_WORD for word in words) == counted
    else:
        assert abs(sum(count_syllables(word, code) for word in words) - counted) <= 1


@pytest.mark.parametrize("code", ["en", "de", "fr", "es"])
def test_syllables_of_a_language_are_within_the_stated_error(code: str) -> None:
    by_hand = sum(counted for _, _, _, counted in COUNTED[code])
    found = sum(count_syllables(w, code) for text, *_ in COUNTED[code] for w in words_of(text))

    assert abs(found - by_hand) / by_hand <= MAX_ERROR


def long_text(code: str) -> list[str]:
    """Return twelve texts five times over: enough for every formula."""
    return [text for text, *_ in COUNTED[code]] * 5


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_is_measured_by_its_own_formula(code: str) -> None:
    found = measure_reading(long_text(code), code)

    assert found.state == "measured"
    assert found.formula
    assert found.language == measure_reading(long_text(code), f"{code}-XX").language
    assert (found.band == "") == (code == "et")


HARD = (
    "Notwithstanding the aforementioned stipulations regarding administrative jurisdiction, "
    "applicants must substantiate entitlement by furnishing documentation evidencing uninterrupted "
    "residential occupancy throughout the qualifying period preceding submission."
)


def test_formula_gives_what_its_publication_says() -> None:
    hard = measure_reading([HARD] * 12, "en")

    # By hand 24 words a sentence and 79 syllables in them: 0.39 * 24 + 11.8 * 79 / 24 - 15.59.
    assert hard.words == 12 * 24
    assert abs(hard.value - 32.6) <= 2
    assert hard.band == "hard"
    assert measure_reading(long_text("en"), "en").band == "easy"


@pytest.mark.parametrize("code", LANGUAGES)
def test_names_do_not_shift_the_figure(code: str) -> None:
    short, long = (
        measure_reading([f"{text[:-1]} {who}." for text in long_text(code)], code)
        for who in ("Ann Lee", "Bartholomea Featherstonehaugh")
    )

    assert short.value == long.value
    assert short.words == long.words


def test_short_texts_and_languages_without_a_formula_are_told() -> None:
    short = measure_reading(["Bring your card on Monday."] * 3, "en")

    assert (short.state, short.value, short.formula) == ("too-short", 0.0, "")
    assert measure_reading(long_text("et"), "fi").state == "no-formula"
    assert measure_reading(long_text("en"), None).state == "no-language"
    assert measure_reading([], "en").state == "too-short"


def test_addresses_are_no_words() -> None:
    text = "We write to alex.3fa2b1@example.org and show it at https://a.example/permits/ soon."

    assert words_of(text) == ["We", "write", "to", "and", "show", "it", "at", "soon"]
