"""Read what a rulebook's pages say in other languages, and hold it against the pages."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources.abc import Traversable

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from civiscope.rulebook.errors import RuleError
from civiscope.rulebook.page import Rule, Translation
from civiscope.rulebook.yaml_files import load_yaml

FOLDER = "languages"
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


class _Entry(BaseModel):
    """What a file of translations says of one rule; what it leaves out stays English."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str = ""
    fails: str = ""
    messages: dict[str, str] = Field(default_factory=dict[str, str])
    why: str = ""
    fix: str = ""


_FAILS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])
_ENTRIES: TypeAdapter[dict[str, _Entry]] = TypeAdapter(dict[str, _Entry])


@dataclass
class _Book:
    """The rules of a book, with what its files have said of them so far."""

    rules: Mapping[str, Rule]
    said: dict[str, dict[str, Translation]] = field(
        default_factory=dict[str, dict[str, Translation]]
    )

    def rule(self, rule_id: str, where: str) -> Rule:
        if rule_id not in self.rules:
            raise RuleError(f"{where}: there is no rule {rule_id}.")
        return self.rules[rule_id]

    def of(self, rule_id: str, code: str) -> Translation:
        return self.said.get(rule_id, {}).get(code, Translation())

    def say(self, rule_id: str, code: str, translation: Translation) -> None:
        self.said.setdefault(rule_id, {})[code] = translation


def translate(rules: Sequence[Rule], folder: Traversable, name: str) -> tuple[Rule, ...]:
    """Return *rules* with what the files in *folder* of the rulebook *name* say of them.

    `CODE/AREA.yaml` holds all that a page says, by the rule's name; `CODE.yaml` only what is wrong,
    by the rule's id. Raises RuleError for a file that does not fit the pages.
    """
    if not folder.is_dir():
        return tuple(rules)
    book = _Book({rule.id: rule for rule in rules})
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    for file in entries:
        code, _, ending = file.name.rpartition(".")
        if ending == "yaml":
            _take_fails(file, code, book, f"{name}: {FOLDER}/{file.name}")
    for area in entries:
        if not area.is_dir() or not _CODE.fullmatch(area.name):
            continue
        for file in sorted(area.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".yaml"):
                _take_area(file, area.name, book, f"{name}: {FOLDER}/{area.name}/{file.name}")
    return tuple(replace(rule, translations=book.said.get(rule.id, {})) for rule in rules)


def _take_fails(file: Traversable, code: str, book: _Book, where: str) -> None:
    try:
        catalogue = _FAILS.validate_python(load_yaml(file.read_bytes()))
    except (yaml.YAMLError, ValidationError) as error:
        raise RuleError(f"{where}: it is not a list of rules, each with a text.") from error
    for rule_id, text in catalogue.items():
        book.rule(rule_id, where)
        book.say(rule_id, code, replace(book.of(rule_id, code), fails=text))


def _take_area(file: Traversable, code: str, book: _Book, where: str) -> None:
    try:
        catalogue = _ENTRIES.validate_python(load_yaml(file.read_bytes()))
    except yaml.YAMLError as error:
        raise RuleError(
            f"{where}: the YAML cannot be read: {' '.join(str(error).split())}."
        ) from error
    except ValidationError as error:
        raise RuleError(f"{where}: {_problem(error)}") from error
    area = file.name.removesuffix(".yaml")
    for own_name, entry in catalogue.items():
        rule = book.rule(f"{area}/{own_name}", where)
        for problem in _misfits(rule, entry):
            raise RuleError(f"{where}: {own_name}: {problem}")
        before = book.of(rule.id, code)
        translation = Translation(
            title=entry.title,
            fails=entry.fails or before.fails,
            messages={key: text for key, text in entry.messages.items() if text},
            why=entry.why.strip(),
            fix=entry.fix.strip(),
        )
        book.say(rule.id, code, translation)


def _misfits(rule: Rule, entry: _Entry) -> Iterator[str]:
    """Yield how *entry* does not fit the page of *rule*."""
    for key, text in entry.messages.items():
        english = rule.facts.messages.get(key)
        if english is None:
            known = ", ".join(rule.facts.messages) or "none"
            yield f"there is no message {key}; the page has: {known}."
            continue
        if not text:
            continue
        try:
            said = placeholders(text)
        except ValueError as error:
            yield f"the message {key} cannot be read: {error}."
            continue
        asked = placeholders(english)
        if said != asked:
            yield f"the message {key} has {_braced(said)}, but the page has {_braced(asked)}."


@lru_cache(maxsize=4096)
def placeholders(message: str) -> frozenset[str]:
    """Return the names that stand in braces in *message*. Raises ValueError when it is broken."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(message) if name)


def _braced(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "nothing in braces"


def _problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the whole"
    if first["type"] == "extra_forbidden":
        return f"there is no key {place}; there are: {', '.join(_Entry.model_fields)}."
    if first["loc"][-1:] == ("[key]",):
        # YAML reads off, on, yes and no as truth values.
        return f"the name {error.errors()[0]['input']!r:.40} is not a text; put it in quotes."
    return f"{place} is not as it must be: {first['msg'][:1].lower()}{first['msg'][1:]}."
