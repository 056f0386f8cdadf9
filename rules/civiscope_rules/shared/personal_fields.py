"""Tell which fields of a form ask a visitor for data about themselves."""

from __future__ import annotations

import re
import unicodedata

from civiscope.model import Field, Form

_NOT_TYPED = frozenset({"hidden", "submit", "button", "search", "image", "reset"})
_TYPES = {"email": "e-mail address", "tel": "telephone number"}
_TOKENS = {
    "name": "name",
    "given-name": "name",
    "additional-name": "name",
    "family-name": "name",
    "email": "e-mail address",
    "tel": "telephone number",
    "tel-national": "telephone number",
    "street-address": "address",
    "address-line1": "address",
    "address-line2": "address",
    "bday": "date of birth",
    "bday-day": "date of birth",
    "bday-month": "date of birth",
    "bday-year": "date of birth",
    "sex": "sex",
    "cc-number": "card number",
    "cc-name": "name",
}
"""What autocomplete promises (WCAG 2.2, 7)."""
# Labels and names of fields, folded; as whole words. A postcode alone finds the nearest office.
_WORDS = {
    "name": r"first ?name|last ?name|full ?name|given ?name|sur ?name|family ?name|your name"
    r"|[fl] ?name|vorname|nachname|familienname|prenom|nom de famille|apellidos?"
    r"|nombre y apellidos|cognome|nome e cognome|voornaam|achternaam|eesnimi|perekonnanimi|etunimi"
    r"|sukunimi|fornamn|efternamn|fornavn|efternavn|etternavn|imie i nazwisko|imie|nazwisko"
    r"|jmeno a prijmeni|prijmeni",
    "e-mail address": r"e ?mail|courriel|correo electronico|e ?post|sahkoposti|posta elettronica",
    "telephone number": r"(?:tele)?phone|phone ?number|mobile(?: number)?|telefon|telefono|telefone"
    r"|telefoonnummer|puhelin|puhelinnumero|handynummer",
    "address": r"(?:home|street|postal|mailing) address|wohnanschrift|adresse postale"
    r"|direccion postal|domicilio|indirizzo di residenza|huisadres|elukoha aadress|kotiosoite",
    "date of birth": r"date of birth|birth ?date|birth ?day|dob|geburtsdatum|date de naissance"
    r"|fecha de nacimiento|data di nascita|geboortedatum|sunniaeg|sunnikuupaev|syntymaaika"
    r"|fodelsedatum|fodselsdato|data urodzenia",
    "national number": r"ssn|social security(?: number)?|national insurance(?: number)?|nhs number"
    r"|isikukood|henkilotunnus|personnummer|bsn|burgerservicenummer|codice fiscale|pesel"
    r"|aadhaar(?: number)?|nric|passport(?: number)?|steuer ?id|numero de securite sociale",
}
_PATTERNS = {what: re.compile(rf"\b(?:{words})\b") for what, words in _WORDS.items()}


def personal_fields(form: Form) -> tuple[str, ...]:
    """Return what *form* asks of the visitor's data, each once: `name`, `address`, …

    Empty for search and for signing in, where the site knows the visitor already.
    """
    typed = [field for field in form.fields if field.type not in _NOT_TYPED]
    if not typed or _signs_in(typed):
        return ()
    asked = dict.fromkeys(what for field in typed if (what := asks_for(field)))
    return tuple(asked)


def _signs_in(typed: list[Field]) -> bool:
    secret = [field for field in typed if field.type == "password"]
    others = [field for field in typed if field.type not in {"password", "checkbox"}]
    return len(secret) == 1 and len(others) <= 1


def asks_for(field: Field) -> str:
    """Return what *field* asks of the visitor's own data, such as `name`; empty when nothing."""
    if field.type in _TYPES:
        return _TYPES[field.type]
    for token in field.autocomplete.lower().split():
        if token in _TOKENS:
            return _TOKENS[token]
    if field.type not in {"text", "textarea", "number", "date", ""}:
        return ""
    for said in (field.label, field.name):
        words = _fold(said)
        for what, pattern in _PATTERNS.items():
            if len(words.split()) <= _MAX_LABEL_WORDS and pattern.search(words):
                return what
    return ""


_MAX_LABEL_WORDS = 10
"""Words; a longer label is a question about something."""


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.split(r"[\W_]+", plain)).strip()
