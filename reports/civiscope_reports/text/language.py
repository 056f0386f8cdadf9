"""Say the words of a report in the reader's language, by catalogues in `languages/`.

The English text is the key. A catalogue that lacks one falls back to it; a test finds that out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from civiscope.errors import UsageError

LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
"""Code and own name of each language that reports can be written in."""

_NARROW_SPACE = "\u202f"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of reports."""

    code: str
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    plurals: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """English singular and plural, with a bar between, → singular and plural."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Phrases that rules put into their messages, and sentences on what was not tested. `{number}`
    is digits, `{name}` a word."""

    def text(self, message: str, **values: object) -> str:
        """Return *message* in this language, with *values* for what stands in braces."""
        found = self.texts.get(message, message)
        return found.format(**values) if values else found

    def value(self, phrase: str) -> str:
        """Return *phrase*, which a rule or the scan said, in this language where it is known; also
        each of several with commas or semicolons between, and one with more in brackets."""
        known = self._known(phrase)
        if known:
            return known
        for sign in ("; ", ", "):
            parts = phrase.split(sign)
            # What stands in quotes is not ours, and stays.
            said = [part if part.startswith("“") else self._known(part) for part in parts]
            if len(parts) > 1 and all(said):
                return sign.join(said)
        head, sign, rest = phrase.partition(" (")
        return f"{self._known(head) or head}{sign}{rest}"

    def _known(self, phrase: str) -> str:
        found = self.values.get(phrase) or self.texts.get(phrase)
        if found:
            return found
        for english, said in self.values.items():
            if "{" not in english:
                continue
            pattern = re.escape(english).replace(r"\{number\}", r"(?P<number>\d[\d,]*)")
            match = re.fullmatch(pattern.replace(r"\{name\}", r"(?P<name>\S+)"), phrase)
            if match:
                parts = match.groupdict()
                if "number" in parts:  # its thousands have a comma in English
                    parts["number"] = parts["number"].replace(",", _NARROW_SPACE)
                return said.format(**parts)
        return ""

    def plural(self, number: int, one: str, many: str, **values: object) -> str:
        """Return *one* or *many* in this language; `{number}` in it is *number*."""
        forms = self.plurals.get(f"{one}|{many}", (one, many))
        # French counts nought with one.
        single = number in {0, 1} if self.code == "fr" else number == 1
        return forms[0 if single else 1].format(number=self.number(number), **values)

    def count(self, number: int, one: str, many: str = "") -> str:
        """Return *number* with its noun: `1 page`, `1,204 pages`."""
        return self.plural(number, f"{{number}} {one}", f"{{number}} {many or one + 's'}")

    def number(self, number: int) -> str:
        """Return *number* with its thousands apart, as the language does."""
        return f"{number:,}".replace(",", "," if self.code == "en" else _NARROW_SPACE)

    def listed(self, words: Sequence[str]) -> str:
        """Return *words* as a sentence lists them: `a, b and c`."""
        if len(words) < 2:
            return "".join(words)
        return self.text("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


ENGLISH = Language("en")


@cache
def language(code: str) -> Language:
    """Return the language called *code*. Raises UsageError when there is no such catalogue."""
    if code not in LANGUAGES:
        known = ", ".join(f"{each} ({name})" for each, name in LANGUAGES.items())
        raise UsageError(f'There are no reports in the language "{code[:20]}"; there are: {known}.')
    if code == "en":
        return ENGLISH
    source = files("civiscope_reports") / "languages" / f"{code}.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return Language(code, data["texts"], data["plurals"], data["values"])
