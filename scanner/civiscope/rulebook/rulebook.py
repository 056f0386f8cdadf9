"""Read rule pages, and find the check that stands beside each."""

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
from typing import Any, Literal, TypeVar, cast, get_type_hints

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from civiscope.errors import UsageError
from civiscope.model import Confidence, Outcome, Page, Severity, Site
from civiscope.model.fingerprints import fingerprint

GROUP = "civiscope.rulebooks"
AFFECTED = (
    "everyone",
    "no-vision",
    "limited-vision",
    "no-colour",
    "no-hearing",
    "limited-hearing",
    "no-vocal",
    "limited-manipulation",
    "limited-reach",
    "photosensitive",
    "limited-cognition",
    "privacy",
)
"""Groups of people, named after the functional performance statements of EN 301 549 4.2."""

M = TypeVar("M", bound=BaseModel)
Check = Callable[..., Iterator[Outcome]]
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_FENCE = re.compile(r"^```(\w+) ?(.*)\n([\s\S]*?)^```$", re.M)
_EXAMPLES = re.compile(r"^## Examples$", re.M)
_FIX = re.compile(r"^## How to fix$", re.M)
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RuleError(UsageError):
    """A rule page is not in order. The message names the page and what is wrong with it."""


class Facts(BaseModel):
    """The front matter of a rule page."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: str
    severity: Severity
    since: str
    standards: dict[str, list[str]]
    kind: Literal["requirement", "best-practice"] = "requirement"
    confidence: Confidence = "certain"
    affects: list[str] = Field(default_factory=list[str])
    axe: str | None = None
    probes: list[str] = Field(default_factory=list[str])
    """Probes whose evidence the check reads."""
    options: dict[str, Any] = Field(default_factory=dict[str, Any])
    messages: dict[str, str] = Field(default_factory=dict[str, str])
    aliases: list[str] = Field(default_factory=list[str])
    deprecated: bool = False
    screenshot: bool = False
    error_pages: bool = False
    """Whether the rule also looks at linked pages that the server answers with an error."""
    group: Literal["component", "rule"] = "component"
    """What makes findings one issue: the same component, or the rule alone (one remedy for all)."""


@dataclass(frozen=True)
class Fence:
    """A fenced block of an example: a piece of evidence."""

    language: str
    info: str
    text: str


@dataclass(frozen=True)
class Example:
    """A small piece of evidence on a rule page, and the verdict it must get."""

    rule: str
    expected: str
    """`passed`, `failed: message`, `cannot tell`, `inapplicable`, …"""
    fences: tuple[Fence, ...]
    number: int

    def __str__(self) -> str:
        """Return the id a test report shows."""
        return f"{self.rule}:{self.number}:{self.expected}"


@dataclass(frozen=True)
class Rule:
    """One rule: its page, and how it is checked."""

    id: str
    facts: Facts
    text: str
    check: Check | None = None
    script: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The options in force: the page's defaults, or what the configuration says."""
    severity: Severity = "moderate"
    """The severity in force."""
    source: str = ""

    @property
    def area(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

    @cached_property
    def scope(self) -> Literal["page", "site"]:
        """What the check looks at, read from the type of its first parameter."""
        if self.check is None:
            return "page"
        return "site" if _looked_at(self.check, self.source) is Site else "page"

    @property
    def checked_by(self) -> str:
        """`axe-core`, `script` or `python`."""
        if self.facts.axe:
            return "axe-core"
        return "python" if self.check is not None else "script"

    @cached_property
    def why(self) -> str:
        """Why the rule matters: the page's first part."""
        return _FIX.split(_EXAMPLES.split(self.text)[0])[0].strip()

    @cached_property
    def fix(self) -> str:
        """How to fix what the rule finds."""
        parts = _FIX.split(_EXAMPLES.split(self.text)[0])
        return parts[1].strip() if len(parts) > 1 else ""

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The examples of the page, in order."""
        parts = _EXAMPLES.split(self.text, maxsplit=1)
        if len(parts) < 2:
            return ()
        sections = re.split(r"^### ", parts[1], flags=re.M)[1:]
        return tuple(self._example(number, section) for number, section in enumerate(sections, 1))

    def _example(self, number: int, section: str) -> Example:
        expected, _, body = section.partition("\n")
        fences = tuple(Fence(*found) for found in _FENCE.findall(body))
        return Example(self.id, expected.strip(), fences, number)


@dataclass(frozen=True)
class Rulebook:
    """The rules of one package or folder, with the standards they cite."""

    name: str
    version: str
    rules: tuple[Rule, ...]
    frameworks: tuple[Framework, ...] = ()
    standards: Mapping[str, Standard] = field(default_factory=dict[str, "Standard"])


class StandardEntry(BaseModel):
    """A clause of a standard."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    level: str = ""
    since: str = ""
    url: str = ""
    source: Literal["primary", "secondary"] = "primary"
    """Whether the clause was read in the document itself, or in what others say of it."""
    outside: Literal["yes", "partly", "no"] = "yes"
    """How far whether it is met can be seen from outside; no rule cites what is `no`."""
    note: str = ""
    """What of it cannot be seen, and why."""


class Standard(BaseModel):
    """A standard, law or policy that rules cite, with the keys that may be cited."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    url: str
    date: Any = ""
    version: str = ""
    entries: dict[str, StandardEntry]


class Selection(BaseModel):
    """Which entries of one standard a framework asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    levels: list[str] | None = None
    until: str | None = None
    """Entries that came with this version of the standard or an earlier one."""
    entries: list[str] | None = None


class Framework(BaseModel):
    """A versioned set of requirements: rules belong to it by the standards they cite."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    url: str
    jurisdiction: str = ""
    version: str = ""
    """Which edition of its documents this is."""
    in_force: str = ""
    """Since when it binds, as far as known."""
    standards: dict[str, Selection]
    limits: str
    """What an automated check against this framework cannot show."""


def load_rulebooks(
    folders: Sequence[Path] = (), *, trust_python: bool = False
) -> tuple[Rulebook, ...]:
    """Return every installed rulebook and those in *folders*.

    Python in a folder runs only with *trust_python*. Raises RuleError for a page not in order.
    """
    books = [_installed(entry.value) for entry in sorted(entry_points(group=GROUP))]
    return (*books, *(_folder(path, trust_python) for path in folders))


def load_standards() -> tuple[dict[str, Standard], tuple[Framework, ...]]:
    """Return the standards and frameworks of every installed rulebook, without reading rules."""
    roots = [files(entry.value) for entry in sorted(entry_points(group=GROUP))]
    standards = [each for root in roots for each in _models(root / "standards", Standard)]
    frameworks = [each for root in roots for each in _models(root / "frameworks", Framework)]
    return {standard.name: standard for standard in standards}, tuple(frameworks)


def all_rules(books: Sequence[Rulebook]) -> tuple[Rule, ...]:
    """Return the rules of all *books*, sorted by id; RuleError when two have the same id."""
    rules: dict[str, Rule] = {}
    for book in books:
        for rule in book.rules:
            if rule.id in rules:
                raise RuleError(f"The rule {rule.id} stands in two rulebooks ({book.name} is one).")
            rules[rule.id] = rule
    return tuple(rules[key] for key in sorted(rules))


def _installed(package: str) -> Rulebook:
    try:
        root = files(package)
    except ModuleNotFoundError as error:
        raise RuleError(f"The rulebook {package} is registered but cannot be imported.") from error
    try:
        number = version("civiscope" if package == "civiscope_rules" else package)
    except PackageNotFoundError:
        number = ""

    def check_of(area: str, stem: str) -> Check:
        return _imported(f"{package}.{area}.{stem}", f"{package}: {area}/{stem}.py")

    return _read(package, number, root, check_of)


def _folder(path: Path, trust_python: bool) -> Rulebook:
    if not path.is_dir():
        raise RuleError(f"The rulebook {path} is no folder.")

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
        return _imported(f"{package}.{area}.{stem}", f"{path.name}: {area}/{stem}.py")

    return _read(path.name, "", path, check_of)


def _imported(module: str, where: str) -> Check:
    importlib.invalidate_caches()
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
    rules: list[Rule] = []
    for area in sorted(root.iterdir(), key=lambda entry: entry.name):
        if not area.is_dir() or area.name.startswith(("_", ".")):
            continue
        if area.name in {"standards", "frameworks"}:
            continue
        pages = sorted(area.iterdir(), key=lambda entry: entry.name)
        rules += [
            _read_rule(name, area, page, check_of) for page in pages if page.name.endswith(".md")
        ]
    return Rulebook(
        name=name,
        version=number,
        rules=tuple(rules),
        frameworks=tuple(_models(root / "frameworks", Framework)),
        standards={standard.name: standard for standard in _models(root / "standards", Standard)},
    )


def _models(folder: Traversable, model: type[M]) -> Iterator[M]:
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            try:
                yield model.model_validate(yaml.load(file.read_bytes(), Loader=_Loader))  # noqa: S506 # nosec B506 # a safe loader
            except (yaml.YAMLError, ValidationError) as error:
                why = _first(error, model)
                raise RuleError(f"{folder.name}/{file.name}: {why}") from error


def _read_rule(
    book: str,
    area: Traversable,
    page: Traversable,
    check_of: Callable[[str, str], Check],
) -> Rule:
    stem = page.name.removesuffix(".md")
    where = f"{book}: {area.name}/{page.name}"
    try:
        match = _FRONT_MATTER.match(page.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise RuleError(f"{where}: it is not UTF-8 text.") from error
    if not match:
        raise RuleError(f"{where}: it does not begin with facts between two lines of ---.")
    try:
        facts = Facts.model_validate(yaml.load(match[1], Loader=_Loader))  # noqa: S506 # nosec B506 # a safe loader
    except (yaml.YAMLError, ValidationError) as error:
        raise RuleError(f"{where}: {_first(error, Facts)}") from error
    python, script = area / f"{stem}.py", area / f"{stem}.js"
    if not (python.is_file() or script.is_file() or facts.axe is not None):
        raise RuleError(
            f"{where}: give it a .py, a .js or an axe rule; beside an axe rule, a .py or .js looks "
            "again at what axe found, and beside a .py, a .js gathers what is judged."
        )
    rule = Rule(
        id=f"{area.name}/{stem.replace('_', '-')}",
        facts=facts,
        text=match[2].strip() + "\n",
        check=check_of(area.name, stem) if python.is_file() else None,
        script=script.read_text(encoding="utf-8") if script.is_file() else None,
        options=facts.options,
        severity=facts.severity,
        source=where,
    )
    if rule.check is not None:
        _check_signature(rule.check, facts, where)
    for name, message in facts.messages.items():
        try:
            list(string.Formatter().parse(message))
        except ValueError as error:
            raise RuleError(f"{where}: the message {name} cannot be read: {error}.") from error
    return rule


def configured(rule: Rule, options: Mapping[str, Any], severity: Severity | None) -> Rule:
    """Return *rule* with options and severity as a site's configuration wants them."""
    return replace(
        rule, options={**rule.options, **options}, severity=severity or rule.facts.severity
    )


def _check_signature(check: Check, facts: Facts, where: str) -> None:
    """Hold the page against its check. Raises RuleError where they differ."""
    _looked_at(check, where)
    _, *others = inspect.signature(check).parameters.values()
    for parameter in others:
        if parameter.kind is not parameter.KEYWORD_ONLY:
            raise RuleError(
                f"{where}: {parameter.name} is an option of check; put it after a *, so that it is "
                "given by name."
            )
    named = {parameter.name for parameter in others}
    for name in sorted(named - facts.options.keys()):
        raise RuleError(f"{where}: check has the option {name}, whose default the page must give.")
    for name in sorted(facts.options.keys() - named):
        raise RuleError(f"{where}: the page has the option {name}, which check does not take.")


def _looked_at(check: Check, where: str) -> type:
    first = next(iter(inspect.signature(check).parameters), None)
    try:
        found = get_type_hints(check).get(first) if first else None
    except NameError as error:
        raise RuleError(
            f"{where}: a type in the signature of check is unknown: {error}."
        ) from error
    if found not in {Page, Site}:
        raise RuleError(f"{where}: the first parameter of check must be a Page or a Site.")
    return cast(type, found)


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
