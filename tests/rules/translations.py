"""Which texts of rules a person has translated, and from which English.

`make docs` records each text that is new, and each whose translation was changed. Where only the
English was changed, a person must look: correct the translation and run `make docs`, or, where it
still says the same, name the rule: `python -m tests.rules.translations fr/security/hsts`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope.rulebook.page import Translation

FOLDER = Path(__file__).parent / "translated"
"""A file per language, a line per rule: for each text a digest of the English and of the other."""

Record = dict[str, dict[str, str]]
"""What was recorded of each text, by the rule's id and the text's name."""


class Pair(NamedTuple):
    """An English text of a rule and its translation."""

    rule: str
    name: str
    english: str
    translation: str

    @property
    def digests(self) -> str:
        """What is recorded of the pair."""
        return f"{_digest(self.english)}/{_digest(self.translation)}"


def pairs(rules: Iterable[Rule], code: str) -> Iterator[Pair]:
    """Yield each text of *rules* that has a translation in the language *code*."""
    for rule in sorted(rules, key=lambda rule: rule.id):
        told = rule.translations.get(code, Translation())
        texts = {
            "title": (rule.facts.title, told.title),
            "fails": (rule.facts.fails, told.fails),
            "why": (rule.why, told.why),
            "fix": (rule.fix, told.fix),
        }
        for name, english in rule.facts.messages.items():
            texts[f"messages.{name}"] = (english, told.messages.get(name, ""))
        for name, (english, translation) in texts.items():
            if translation:
                yield Pair(rule.id, name, english, translation)


def stale(texts: Iterable[Pair], record: Mapping[str, Mapping[str, str]]) -> list[Pair]:
    """Return the *texts* whose English was changed since *record*, without their translation."""
    return [pair for pair in texts if _is_stale(pair, record.get(pair.rule, {}).get(pair.name))]


def updated(
    texts: Collection[Pair],
    record: Mapping[str, Mapping[str, str]],
    reviewed: Collection[str] = (),
) -> Record:
    """Return *record* with all *texts* but the stale ones of rules that are not in *reviewed*."""
    left = set(stale(texts, record))
    result: Record = {}
    for pair in texts:
        keeps = pair in left and pair.rule not in reviewed
        recorded = record[pair.rule][pair.name] if keeps else pair.digests
        result.setdefault(pair.rule, {})[pair.name] = recorded
    return result


def read(code: str) -> Record:
    """Return what is recorded of the language *code*; nothing where it is new."""
    file = FOLDER / f"{code}.txt"
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return {
        rule: dict(field.split("=", 1) for field in fields)
        for rule, *fields in (line.split() for line in lines)
    }


def write(code: str, record: Mapping[str, Mapping[str, str]]) -> None:
    """Write *record* to the file of the language *code*."""
    lines = [
        " ".join([rule, *(f"{name}={digests}" for name, digests in texts.items())])
        for rule, texts in record.items()
    ]
    (FOLDER / f"{code}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def languages(rules: Iterable[Rule]) -> list[str]:
    """Return the languages that any of *rules* is translated into."""
    return sorted({code for rule in rules for code in rule.translations})


def _is_stale(pair: Pair, recorded: str | None) -> bool:
    if recorded is None:
        return False
    english, translation = recorded.split("/")
    return english != _digest(pair.english) and translation == _digest(pair.translation)


def _digest(text: str) -> str:
    # Lines broken elsewhere say the same.
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:6]


def main(reviewed: Collection[str]) -> None:
    """Record what is new, changed or *reviewed*, and print what a person must look at."""
    rules = all_rules(load_rulebooks())
    for code in languages(rules):
        texts = list(pairs(rules, code))
        own = {name.removeprefix(f"{code}/") for name in reviewed if name.startswith(f"{code}/")}
        record = updated(texts, read(code), own)
        write(code, record)
        for pair in stale(texts, record):
            print(
                f"{code}/{pair.rule} {pair.name}: the English was changed; is this still right?\n"
                f"  en: {' '.join(pair.english.split())}\n"
                f"  {code}: {' '.join(pair.translation.split())}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
