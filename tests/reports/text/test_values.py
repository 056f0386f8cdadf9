"""Phrases that rules put into messages are in the reader's language; words of pages are not."""

from __future__ import annotations

import string

import pytest

from civiscope.detectors.debug_output import names_of_signs
from civiscope.detectors.secret_formats import NAMES
from civiscope.lists.parties import TRACKING, Party
from civiscope_reports.text.language import LANGUAGES, language
from civiscope_rules.security.vulnerable_library import TOLD

each_other_language = pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])


@each_other_language
def test_all_languages_have_the_same_phrases_and_keep_what_stands_in_braces(code: str) -> None:
    values = language(code).values

    assert set(values) == set(language("fr").values)
    assert [text for text, said in values.items() if _names(text) != _names(said)] == []


@each_other_language
def test_what_rules_name_from_tables_is_translated(code: str) -> None:
    words = language(code)
    phrases = [
        *NAMES.values(),
        *names_of_signs(),
        *TOLD.values(),
        *(Party("X", each).known_for for each in TRACKING),
    ]

    # "marketing" is a word of French, too.
    assert [each for each in phrases if words.value(each) == each and each != "marketing"] == []


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("400 days", "400 días"),
        ("name, date of birth", "nombre, fecha de nacimiento"),
        ("how long they are kept; whom to ask", "cuánto tiempo se guardan; a quién preguntar"),
        ("page 3, “page 4, name”", "page 3, “page 4, name”"),
        ("page 3, “Fees”", "página 3, “Fees”"),
        ("the file https://a.example/app.js", "el archivo https://a.example/app.js"),
        ("a script of the page (/app.js)", "un script de la página (/app.js)"),
        ("The limit of 1,200 pages was reached.", "Se alcanzó el límite de 1\u202f200 páginas."),
        (
            "The script of a/b was not run at the visit.",
            "El script de a/b no se ejecutó en la visita.",
        ),
        ("nobody knows (this)", "nobody knows (this)"),
        ("name, nobody knows", "name, nobody knows"),
        ("", ""),
    ],
)
def test_phrases_alone_and_together(phrase: str, said: str) -> None:
    assert language("es").value(phrase) == said
    assert language("en").value(phrase) == phrase


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
