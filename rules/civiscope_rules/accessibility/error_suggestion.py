"""Judge whether a message says what would be right. See error_suggestion.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.mistakes import Mistakes, WrongField
from civiscope_rules.shared.behaviour import seen_by

_BARE_WORDS = (
    "invalid incorrect wrong error errors unrecognised unrecognized bad problem mistake valid "
    "ungültig ungültige ungültiger ungültiges falsch fehler fehlerhaft gültig inkorrekt "
    "invalide invalides incorrecte erreur erroné erronée valide faux inválido inválida "
    "incorrecto incorrecta erróneo errónea válido válida invalido invalida errato errata errore "
    "valido valida ongeldig ongeldige onjuist onjuiste fout geldig nieprawidłowy nieprawidłowa "
    "błąd błędny incorreto incorreta erro"
)
_BARE = frozenset(_BARE_WORDS.split())
"""Words that say that something is wrong, and nothing of what would be right."""
_FILLING_WORDS = (
    "a an the this that is are was has not no in of to your you value values entry input field "
    "entered given data please format der die das ein eine ist sind war hat nicht kein keine im "
    "ihr ihre wert eingabe feld bitte angabe le la les un une est sont pas ce cette votre "
    "valeur champ saisie saisi el los las uno una es son su este esta valor campo introducido "
    "il lo i gli è sono non questo questa valore het de een zijn niet dit deze waarde veld jest "
    "nie pole wartość o os as é são não"
)
_FILLING = frozenset(_FILLING_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_FORMAT = re.compile(
    r"\d|@|://|\bformat|\bexample|\bsuch as\b|\be\.g\.|\bfor instance|\blike\b|\bmust\b|\bbetween\b"
    r"|\bat least\b|\bdigits?\b|\bletters?\b|\bcharacters?\b|\bz\. ?b\.|\bbeispiel|\bmuss\b"
    r"|\bziffern?\b|\bbuchstaben?\b|\bzeichen\b|\bp(?:ar)?\. ?ex|\bexemple|\bdoit\b|\bchiffres?\b"
    r"|\blettres?\b|\bcaractères?\b|\bejemplo|\bdebe\b|\bdígitos?\b|\bletras?\b|\besempio|\bdeve\b"
    r"|\bcifre\b|\bbijvoorbeeld|\bmoet\b|\bcijfers?\b|\bprzykład|\bcyfr",
    re.IGNORECASE,
)
"""What names a format, an example or a range."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to fields with a format that software knows, when something else is filled in."""
    for seen in seen_by(page, "mistakes", Mistakes):
        for field in seen.fields:
            if field.message:
                yield _judge(field)


def _judge(field: WrongField) -> Outcome:
    told: dict[str, Any] = {"label": field.label or "the field", "said": field.message}
    if not is_bare(field.message, field.label):
        return passed(field.place())
    hint = field.hint.replace(field.label, " ")
    if _FORMAT.search(hint):
        if field.typed:
            return passed(field.place())
        return cannot_tell(field.place(), "hint", **told)
    return failed(field.place(), "bare", **told)


def is_bare(message: str, label: str) -> bool:
    """Say whether *message* tells that the field called *label* is wrong, and nothing more."""
    if _FORMAT.search(message.replace(label, " ") if label else message):
        return False
    of_label = set(_words(label))
    rest = [word for word in _words(message) if word not in of_label and word not in _FILLING]
    return bool(rest) and all(word in _BARE for word in rest)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
