"""Find error messages that do not tell which field is wrong. Why: error_text.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.error_words import BAD, FIELD, POLITE, is_empty_error
from civiscope_rules.shared.words import content_words, shared_words

_MIN_WORDS = 3
"""Words of a message; fewer are an icon's or a heading's."""
_WRONG = r"invalid|incorrect|wrong|missing|empty|blank|required|not (?:valid|correct|filled)"
_BLAMES = re.compile(
    # "This field is required", "Invalid value", "Please fill the field correctly"
    rf"(?:the|this|your|an?) {FIELD} (?:is|was|has|must|cannot|can't)\b.*"
    rf"|(?:{_WRONG}) {FIELD}\b.*"
    rf"|(?:fill(?: in| out)?|complete|correct|enter|check|re-?enter) (?:the |this |your |an? )?"
    rf"{FIELD}s? (?:correctly|properly|again)\b.*"
    rf"|(?:enter|provide|type|use) an? (?:valid|correct|different|proper) {FIELD}\b.*",
    re.IGNORECASE,
)
"""Sentences that find fault with one field and do not name it."""
_NAMES = re.compile(
    rf"(?:the |your )?(?P<what>.+?) (?:is|are|was) (?:{_WRONG})\b.*"
    r"|(?:fill(?: in| out)?|enter|provide|complete|correct) (?:the |your )?(?P<asked>.+)",
    re.IGNORECASE,
)
"""Sentences that find fault with a field and name it."""
_FAULT = re.compile(
    rf"\b(?:must|cannot|can't|error|{_WRONG}|{BAD}|too (?:short|long|small|large|high|low))\b"
    r"|^(?:please )?(?:enter|choose|select|provide)\b",
    re.IGNORECASE,
)
"""Words of messages that find fault with what was entered."""
_MISTAKE = re.compile(
    r"\b(?:correct|fix|mistake|problem|complete all|check (?:the|your)|not answered"
    r"|needs? .{0,9}attention|(?:could not|couldn't|unable to) (?:send|submit|process|save)"
    r"|try .{0,10}again|fields? in red|fehl|falsch|ungültig|pflicht|korrig|füllen|erforderlich"
    r"|(?:über)?prüfen|konnten? nicht|leer\b"
    r"|erreur|invalid|obligat|corrig|rempli|requis|manqu|vérif|renseign|indique|pas (?:été )?vali"
    r"|error|erron|inválid|vacío|corr[ei]j|relle|complet|falta|requerid|no (?:es|son) v[áa]lid"
    r"|errat|compil|manca|obbligat|richiest|non .{0,12}(?:valid|corrett)|corregg|vuot"
    r"|vazio|preench|obrigat|fout|ongeldig|verplicht|onjuist|ontbre|vul\b|controleer"
    r"|fejl|feil|fel\b|felakt|ugyldig|ogiltig|udfyld|utfyll|fyll|påkræv|påkrev|krävs|mangler|saknas"
    r"|virhe|pakolli|täytä|puuttu|korja|viga|vead|kohustusl|täit|puudu"
    r"|błąd|błęd|nieprawid|wymagan|wypełn|popraw|uzupełn|chyb|povinn|vypl[nň]|neplatn|nespr[áa]vn|oprav"
    r"|kļūd|aizpild|nepareiz|klaid|privalom|užpild|neteising|hib[aá]|kötelező|tölts|érvénytelen|hiány"
    r"|erori|eroare|greș|lipse|napak|obvez|izpoln|ispun|neveljav|neispravn|pogreš"
    r"|греш|задълж|попълн|невалид|λάθος|σφάλμα|υποχρεωτ|συμπληρ|διορθ"
    r"|earráid|éigeantach|żball|gwall|llenwch)",
    re.IGNORECASE,
)
"""Beginnings of words, in the languages of the European Union and some more, by which an alert
within a form tells of a mistake; without any, it may say that the time is nearly over."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DEPENDS = re.compile(r"\b(?:if|when|whenever|unless|until|once|example|e\.g)\b", re.IGNORECASE)


def check(page: Page) -> Iterator[Outcome]:
    """Apply to error messages on a page with form fields."""
    results = page.script_results("accessibility/error-text")
    explained = any(_explains(result) for result in results)
    for result in results:
        if result.get("wrong"):
            yield from _of_field(result)
        elif result.get("unheard"):
            yield _unheard(result)
        else:
            yield from _of_message(result, explained=explained)


def _explains(result: Mapping[str, Any]) -> bool:
    """Say whether this may be a message that says what is wrong."""
    text = str(result.get("text") or result.get("shown") or "")
    return (bool(result.get("alert")) or _is_fault(text)) and not is_empty_error(text)


def _of_message(result: Mapping[str, Any], *, explained: bool) -> Iterator[Outcome]:
    place, text = place_of(result), str(result["text"])
    labels = _labels(result)
    if result["tied"] and labels and not explained and _says_nothing(text):
        yield failed(place, "what", text=text[:120])
        return
    # An alert outside a form may tell of anything; in English we know how faults are told.
    apart = bool(result.get("apart"))
    unsure = not result["alert"] or (apart and result.get("english"))
    if unsure and not result.get("loose") and not finds_fault(text, labels):
        return
    said = content_words(text)
    named = [label for label in labels if label and _names(said, label)]
    few = not named and len(said) < _MIN_WORDS and not is_empty_error(text)
    if result.get("loose") and not few:
        yield cannot_tell(place, "loose", text=text[:120])
    elif result["tied"] or labels.total() < 2 or few:
        yield passed(place)
    elif not named:
        marked = bool(result.get("marked"))
        tells = not apart and (marked or _tells_of_mistakes(text))
        blames = finds_fault(text, labels) or tells
        said_so = failed if blames else cannot_tell
        yield said_so(place, "which", text=text[:120])
    elif all(labels[label] > 1 for label in named):
        yield failed(place, "several", text=text[:120], label=named[0][:80])
    else:
        yield passed(place)


def _of_field(result: Mapping[str, Any]) -> Iterator[Outcome]:
    """Judge what a field that is marked as wrong is tied to: is it seen, does it say what?"""
    place, shown, described = place_of(result), str(result["shown"]), str(result["described"])
    label = str(result["label"])
    elsewhere = any(
        not is_empty_error(other) and _names(content_words(other), label)
        for other in result["others"]
    )
    if elsewhere:
        yield passed(place)
    elif not shown and (_is_fault(described) or is_empty_error(described)):
        yield failed(place, "unseen", text=described[:120])
    elif shown and is_empty_error(shown) and is_empty_error(described):
        yield failed(place, "what", text=shown[:120])
    elif shown:
        yield passed(place)


def _unheard(result: Mapping[str, Any]) -> Outcome:
    text = str(result["text"])
    said = text in str(result["heard"]) or not (
        _is_fault(text) or finds_fault(text, _labels(result))
    )
    return (
        passed(place_of(result)) if said else failed(place_of(result), "unheard", text=text[:120])
    )


def _labels(result: Mapping[str, Any]) -> Counter[str]:
    return Counter(" ".join(str(label).split()).casefold() for label in result["labels"])


def _is_fault(text: str) -> bool:
    return _FAULT.search(text) is not None


def finds_fault(text: str, labels: Counter[str]) -> bool:
    """Say whether *text* says that a field is wrong: one it does not name, or one of *labels*."""
    for sentence in re.split(r"[.!?]\s+|\n", " ".join(text.split())):
        plain = POLITE.sub("", sentence, count=1).strip(" .!:")
        if _DEPENDS.search(plain):
            continue
        if _BLAMES.fullmatch(plain):
            return True
        names = _NAMES.fullmatch(plain)
        if names and (names["what"] or names["asked"]).strip().casefold() in labels:
            return True
    return False


def _tells_of_mistakes(text: str) -> bool:
    return is_empty_error(text) or _is_fault(text) or _MISTAKE.search(text) is not None


def _says_nothing(text: str) -> bool:
    return _LETTERS.search(text) is not None and is_empty_error(text)


def _names(said: tuple[str, ...], label: str) -> bool:
    words = content_words(label)
    return bool(shared_words(words, said))
