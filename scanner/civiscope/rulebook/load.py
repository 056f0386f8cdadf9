"""Load rulebooks: read their pages, and find the check that stands beside each."""

from __future__ import annotations

import difflib
import importlib
import inspect
import re
import string
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from civiscope.model import Outcome, Severity
from civiscope.model.fingerprints import fingerprint
from civiscope.rulebook.errors import RuleError
from civiscope.rulebook.page import Facts, Rule
from civiscope.rulebook.signature import Check, Signature
from civiscope.rulebook.standards import Framework, Standard
from civiscope.rulebook.translations import FOLDER, translate
from civiscope.rulebook.yaml_files import keep_index, known_text, load_yaml, note_text

GROUP = "civiscope.rulebooks"

M = TypeVar("M", bound=BaseModel)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Rulebook:
    """The rules of one package or folder, with the standards they cite."""

    name: str
    version: str
    rules: tuple[Rule, ...]
    frameworks: tuple[Framework, ...] = ()
    standards: Mapping[str, Standard] = field(default_factory=dict[str, "Standard"])


def load_rulebooks(
    folders: Sequence[Path] = (), *, trust_python: bool = False
) -> tuple[Rulebook, ...]:
    """Return every installed rulebook and those in *folders*.

    Python in a folder runs only with *trust_python*. Raises RuleError for a page not in order.
    """
    books = [_load_installed(entry.value) for entry in sorted(entry_points(group=GROUP))]
    books += [_folder(path, trust_python) for path in folders]
    keep_index()
    return tuple(books)


def load_standards() -> tuple[dict[str, Standard], tuple[Framework, ...]]:
    """Return the standards and frameworks of every installed rulebook, without reading rules."""
    roots = [files(entry.value) for entry in sorted(entry_points(group=GROUP))]
    standards = [each for root in roots for each in _models(root / "standards", Standard)]
    frameworks = [each for root in roots for each in _models(root / "frameworks", Framework)]
    return {standard.name: standard for standard in standards}, tuple(frameworks)


def all_rules(books: Sequence[Rulebook]) -> tuple[Rule, ...]:
    """Return the rules of all *books*, sorted by id; RuleError when two have the same id."""
    rules: dict[str, Rule] = {}
    books_of: dict[str, str] = {}
    for book in books:
        for rule in book.rules:
            if rule.id in rules:
                raise RuleError(
                    f"{rule.id} is defined in two rulebooks: {books_of[rule.id]} and {book.name}."
                )
            rules[rule.id], books_of[rule.id] = rule, book.name
    return tuple(rules[key] for key in sorted(rules))


def _load_installed(package: str) -> Rulebook:
    try:
        root = files(package)
    except ModuleNotFoundError as error:
        raise RuleError(f"The rulebook {package} is registered but cannot be imported.") from error
    try:
        number = version("civiscope" if package == "civiscope_rules" else package)
    except PackageNotFoundError:
        number = ""

    def check_of(area: str, stem: str) -> Check:
        return LateCheck(f"{package}.{area}.{stem}", f"{package}: {area}/{stem}.py")

    return _read(package, number, root, check_of)


def _folder(path: Path, trust_python: bool) -> Rulebook:
    if not path.is_dir():
        raise RuleError(f"The rulebook {path} is not a folder.")

    # Mounted as a package under a name of its own, so that its modules can import each other.
    package = f"civiscope_rulebook_{fingerprint(str(path.resolve()))}"

    def check_of(area: str, stem: str) -> Check:
        if not trust_python:
            raise RuleError(
                f"{area}/{stem}.py in the rulebook {path} is Python, which would run on this "
                "machine; add --trust-rulebook if you trust it."
            )
        if package not in sys.modules:
            module = sys.modules[package] = ModuleType(package)
            module.__path__ = [str(path.resolve())]
        return _import_check(f"{package}.{area}.{stem}", f"{path.name}: {area}/{stem}.py")

    for page in sorted(path.glob("*.md")):
        # A README may stand there; only a rule page begins with facts.
        if page.read_bytes().startswith(b"---"):
            raise RuleError(
                f"{path.name}: {page.name} is in no area, so it would not be read; move it into "
                f"a folder that names its area, such as {path.name}/security/{page.name}."
            )
    book = _read(path.name, "", path, check_of)
    if not (book.rules or book.frameworks or book.standards or (path / FOLDER).is_dir()):
        raise RuleError(
            f"The rulebook {path} holds no rule, standard or framework; a rule is a page in a "
            f"folder that names its area, such as {path.name}/security/my_rule.md."
        )
    return book


class LateCheck:
    """A check whose module is imported when it is first asked for."""

    def __init__(self, module: str, where: str) -> None:
        self.__name__ = "check"
        self._module = module
        self._where = where

    @cached_property
    def function(self) -> Check:
        """The function itself. Raises RuleError where it cannot be imported."""
        return _import_check(self._module, self._where)

    def __call__(self, *given: Any, **options: Any) -> Iterator[Outcome]:  # noqa: ANN401 - the check's own
        """Return what the check says."""
        return self.function(*given, **options)


def _import_check(module: str, where: str) -> Check:
    try:
        found = importlib.import_module(module)
    except Exception as error:  # a rule's module may fail in any way; its author is told how
        raise RuleError(
            f"{where}: it cannot be imported ({type(error).__name__}: {error})."
        ) from error
    check = getattr(found, "check", None)
    if not inspect.isfunction(check):
        raise RuleError(f"{where}: it has no function check.")
    return check


def _read(
    name: str,
    number: str,
    root: Traversable,
    check_of: Callable[[str, str], Check],
) -> Rulebook:
    # Checks that were written a moment ago are found; once is enough, for a whole book.
    importlib.invalidate_caches()
    rules: list[Rule] = []
    for area in sorted(root.iterdir(), key=lambda entry: entry.name):
        if not area.is_dir() or area.name.startswith(("_", ".")):
            continue
        if area.name in {"standards", "frameworks", FOLDER}:
            continue
        entries = {entry.name: entry for entry in area.iterdir()}
        rules += [
            _read_rule(name, area, entries, page, check_of)
            for page in sorted(entries)
            if page.endswith(".md")
        ]
    return Rulebook(
        name=name,
        version=number,
        rules=translate(rules, root / FOLDER, name),
        frameworks=tuple(_models(root / "frameworks", Framework)),
        standards={standard.name: standard for standard in _models(root / "standards", Standard)},
    )


def _models(folder: Traversable, model: type[M]) -> Iterator[M]:
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            try:
                yield model.model_validate(load_yaml(file.read_bytes()))
            except (yaml.YAMLError, ValidationError) as error:
                why = _first(error, model)
                raise RuleError(f"{folder.name}/{file.name}: {why}") from error


def _read_rule(
    book: str,
    area: Traversable,
    entries: Mapping[str, Traversable],
    page: str,
    check_of: Callable[[str, str], Check],
) -> Rule:
    stem = page.removesuffix(".md")
    where = f"{book}: {area.name}/{page}"
    try:
        match = _FRONT_MATTER.match(entries[page].read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise RuleError(f"{where}: it is not UTF-8 text.") from error
    if not match:
        raise RuleError(f"{where}: it does not begin with facts between two lines of ---.")
    try:
        facts = Facts.model_validate(load_yaml(match[1]))
    except (yaml.YAMLError, ValidationError) as error:
        raise RuleError(f"{where}: {_first(error, Facts)}") from error
    python, script = entries.get(f"{stem}.py"), entries.get(f"{stem}.js")
    if python is None and script is None and facts.axe is None:
        raise RuleError(
            f"{where}: give it a .py, a .js or an axe rule; beside an axe rule, a .py or .js looks "
            "again at what axe found, and beside a .py, a .js gathers what is judged."
        )
    rule = Rule(
        id=f"{area.name}/{stem.replace('_', '-')}",
        facts=facts,
        text=match[2].strip() + "\n",
        check=None if python is None else check_of(area.name, stem),
        script=None if script is None else script.read_text(encoding="utf-8"),
        options=facts.options,
        severity=facts.severity,
        source=where,
    )
    if python is not None:
        rule = _with_signature(rule, python)
    _check_options(rule, where)
    for name, message in facts.messages.items():
        try:
            list(string.Formatter().parse(message))
        except ValueError as error:
            raise RuleError(f"{where}: the message {name} cannot be read: {error}.") from error
    return rule


def _with_signature(rule: Rule, python: Traversable) -> Rule:
    """Return *rule* with its check's signature, which the same text had at an earlier run."""
    content = python.read_bytes()
    if isinstance(rule.check, LateCheck):
        known = known_text(content)
        if isinstance(known, dict):
            return replace(rule, known_signature=Signature.of(cast("dict[str, Any]", known)))
        rule = replace(rule, check=rule.check.function)
    signature = rule.signature
    if signature is not None:
        note_text(content, signature.facts)
    return rule


def configure_rule(rule: Rule, options: Mapping[str, Any], severity: Severity | None) -> Rule:
    """Return *rule* with options and severity as a site's configuration wants them."""
    return replace(
        rule, options={**rule.options, **options}, severity=severity or rule.facts.severity
    )


def _check_options(rule: Rule, where: str) -> None:
    """Hold the page against its check. Raises RuleError where they differ."""
    if rule.signature is None:
        return
    named, given = rule.signature.options, rule.facts.options.keys()
    for name in sorted(named - given):
        raise RuleError(f"{where}: check has the option {name}, whose default the page must give.")
    for name in sorted(given - named):
        raise RuleError(f"{where}: the page has the option {name}, which check does not take.")


def _first(error: Exception, model: type[BaseModel]) -> str:
    """Return what is wrong first, as the second half of a sentence."""
    if not isinstance(error, ValidationError):
        return f"the YAML cannot be read: {' '.join(str(error).split())}."
    problem = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        close = difflib.get_close_matches(place, model.model_fields, n=1, cutoff=0.5)
        hint = f"; did you mean {close[0]!r}?" if close else "."
        return f"there is no key {place!r}{hint}"
    if problem["type"] == "missing":
        return f"{place} is missing."
    said = problem["msg"][:1].lower() + problem["msg"][1:]
    return f"{place or 'the whole'}: {said}, but it is {problem['input']!r:.80}."
