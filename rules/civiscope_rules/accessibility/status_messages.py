"""Judge whether software is told what a press came to. See status_messages.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.status import StatusMessages, StatusPress, StatusText
from civiscope_rules.shared.behaviour import seen_by

_WORDS = re.compile(
    r"\b(?:added|saved|sent|copied|deleted|removed|updated|submitted|uploaded|loading|searching"
    r"|complete[d]?|success(?:ful(?:ly)?)?|failed|error|invalid|not found|\d+ (?:results?|items?|"
    r"characters?)|no results?|remaining|\d+ (?:\w+ ){0,2}(?:found|match(?:es)?|selected)"
    r"|hinzugefügt|gespeichert|gesendet|gesandt|kopiert|gelöscht|entfernt|aktualisiert"
    r"|hochgeladen|wird geladen|erfolgreich|fehlgeschlagen|fehler|ungültig|\d+ treffer"
    r"|\d+ \w+ gefunden"
    r"|\d+ ergebnis(?:se)?|keine (?:treffer|ergebnisse)"
    r"|ajoutée?s?|enregistrée?s?|envoyée?s?|copiée?s?|supprimée?s?|retirée?s?|chargement|échec"
    r"|erreur|\d+ (?:\w+ )?trouvée?s?|\d+ résultats?|aucun résultat|mis(?:e|es)? à jour"
    r"|añadid[oa]s?|guardad[oa]s?|enviad[oa]s?|copiad[oa]s?|eliminad[oa]s?|actualizad[oa]s?"
    r"|cargando|correctamente|\d+ (?:\w+ )?encontrad[oa]s?|\d+ resultados?|sin resultados"
    r"|aggiunt[oa]|salvat[oa]|inviat[oa]|copiat[oa]|eliminat[oa]|caricamento|errore"
    r"|toegevoegd|opgeslagen|verzonden|gekopieerd|verwijderd|bijgewerkt|geladen|mislukt"
    r"|dodano|zapisano|wysłano|skopiowano|usunięto|błąd"
    r"|adicionad[oa]|salv[oa]|enviad[oa]|copiad[oa]|excluíd[oa]|carregando|erro)\b",
    re.IGNORECASE,
)
"""Words of results, waiting, progress and errors."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to short texts that come to be read when a button is pressed."""
    for seen in seen_by(page, "status", StatusMessages):
        for press in seen.presses:
            for text in press.texts:
                yield from _judge(press, text)


def _judge(press: StatusPress, text: StatusText) -> Iterator[Outcome]:
    place = text.place()
    told: dict[str, Any] = {"text": text.text, "button": press.name or "a button"}
    if text.live in {"announced", "described"}:
        yield passed(place)
    elif not _WORDS.search(text.text):
        if text.toast:
            yield cannot_tell(place, "maybe", **told)
    elif text.live == "late":
        yield cannot_tell(place, "late", **told)
    elif press.held or (press.again is not None and text.text not in press.again):
        yield cannot_tell(place, "maybe", **told)
    else:
        yield failed(place, "silent", **told)
