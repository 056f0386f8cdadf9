"""The kinds of national numbers that are looked for (identifiers.toml), and how each is proved."""

from __future__ import annotations

import importlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

MAX_NUMBER_CHARACTERS = 23
"""Characters of the longest number, separators included."""
_SEPARATOR = "[ ./\u00a0\u2010-\u2013-]"
_DASH = "[-\u2010-\u2013]"
_BY_SEPARATOR = frozenset({"fi.hetu", "se.personnummer"})
"""Numbers whose separator tells the century."""
_NINO_NEVER = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_NRIC_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_NRIC_LETTERS = {"S": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
# Numbers that authorities print on forms and cards to show what theirs look like.
_SAMPLES = {
    "us-ssn": {"078051120", "219099999", "123456789", "987654321", "111223333"},
    "sg-nric": {"S1234567D", "T1234567J", "F1234567N", "G1234567X", "S0000001I", "S9999999Z"},
    "gb-nhs": {"9434765919", "9434765870", "4505577104", "9999999999", "1234567881"},
    "nl-bsn": {"123456782", "111222333", "999999990"},
    "pl-pesel": {"44051401359", "44051401458", "02070803628"},
    "ca-sin": {"046454286", "123456782"},
    "au-tfn": {"123456782", "876543210"},
    "de-steuer-id": {"02476291358", "86095742719", "47036892816", "65929970489", "01234567890"},
    "br-cpf": {"12345678909"},
    "es-dni": {"12345678Z", "00000000T", "99999999R", "54362315K"},
    "fi-hetu": {"131052308T", "010101123N"},
    "fr-nir": {"255081416802538", "269054958815780"},
    "ee-isikukood": {"38001085718", "37605030299", "60001019906"},
    "in-aadhaar": {"234123412346", "999999990019", "999941057058"},
    "it-codice-fiscale": {"RSSMRA80A01H501U", "RSSMRA85T10A562S", "MRTMTT25D09F205Z"},
    "ch-ahv": {"7569217076985", "7561234567897"},
}


@dataclass(frozen=True)
class Scheme:
    """One kind of national number."""

    id: str
    name: str
    pattern: re.Pattern[str]
    check: str
    """Module of python-stdnum, or the name of a check of ours."""

    def __hash__(self) -> int:
        """Schemes are told apart by their id."""
        return hash(self.id)

    def proves(self, number: str) -> bool:
        """Say whether check digit, date and what else is fixed in such numbers are right."""
        compact = re.sub(_SEPARATOR, "", number)
        if len(set(compact)) < 3:
            return False
        own = _OWN.get(self.check)
        if own is not None:
            return own(compact.upper())
        if self.check in _BY_SEPARATOR:
            compact = re.sub(_DASH, "-", number)
        return _valid(self.check)(compact)


def is_sample(scheme: str, compact: str) -> bool:
    """Say whether the number is known to stand for no person."""
    return compact in _SAMPLES.get(scheme, ())


@lru_cache(maxsize=1)
def schemes() -> Mapping[str, Scheme]:
    """Return the kinds of numbers by their ids."""
    return {key: _scheme(key, entry) for key, entry in _table().items()}


@lru_cache(maxsize=1)
def announcing() -> tuple[
    Mapping[str, tuple[tuple[str, Scheme], ...]], Mapping[str, tuple[tuple[str, Scheme], ...]]
]:
    """Return the words that announce numbers, and those that only do so in capitals.

    Phrases are found by their first word; the second table by the word in lower case.
    """
    phrases: dict[str, list[tuple[str, Scheme]]] = {}
    exact: dict[str, list[tuple[str, Scheme]]] = {}
    for key, entry in _table().items():
        scheme = schemes()[key]
        for phrase in entry["words"]:
            phrases.setdefault(phrase.split()[0], []).append((phrase, scheme))
        for written in entry.get("exact", ()):
            exact.setdefault(written.lower(), []).append((written, scheme))
    return (
        {word: tuple(found) for word, found in phrases.items()},
        {word: tuple(found) for word, found in exact.items()},
    )


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Any]]:
    text = files("civiscope.detectors").joinpath("national_ids.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _scheme(key: str, entry: dict[str, Any]) -> Scheme:
    pattern = str(entry["pattern"]).replace("~", f"{_SEPARATOR}?").replace("=", _DASH)
    return Scheme(
        id=key,
        name=str(entry["name"]),
        pattern=re.compile(rf"(?<![0-9A-Za-z]){pattern}(?![0-9A-Za-z])"),
        check=str(entry["check"]),
    )


@cache
def _valid(module: str) -> Callable[[str], bool]:
    found = importlib.import_module(f"stdnum.{module}")
    valid: Callable[[str], bool] = found.is_valid
    return valid


def _nric(number: str) -> bool:
    """Singapore: letter, seven digits, a letter computed from the weighted sum."""
    series, digits, letter = number[0], number[1:8], number[8]
    total = sum(weight * int(digit) for weight, digit in zip(_NRIC_WEIGHTS, digits, strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(series, 0)
    letters = _NRIC_LETTERS[{"T": "S", "G": "F"}.get(series, series)]
    return letters[total % 11] == letter


def _nino(number: str) -> bool:
    """United Kingdom: no check digit, but pairs of letters that were never given out."""
    first, second = number[0], number[1]
    if first in "DFIQUV" or second in "DFIOQUV" or number[:2] in _NINO_NEVER:
        return False
    return number[2:8].isdecimal() and number[8] in "ABCD"


_OWN: dict[str, Callable[[str], bool]] = {"nric": _nric, "nino": _nino}
