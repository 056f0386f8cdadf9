"""Results: pages, with the outcome of every rule on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from civiscope.model.divide import DivideMeasures
from civiscope.model.reading import ReadingLevel

EarlOutcome = Literal["passed", "failed", "cantTell", "inapplicable", "untested"]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule said of one page as a whole."""

    outcome: EarlOutcome
    passed: int = 0
    """Places that passed; for rules that axe-core checks, 1 stands for any number."""
    failed: int = 0
    cant_tell: int = 0
    reason: str = ""
    """Why it is untested or cannot be told, when evidence is missing."""


@dataclass(frozen=True, slots=True)
class ConsentPass:
    """One visit of a page for privacy. A visit that chose tells what came after the choice."""

    mode: Literal["none", "reject", "accept", "gpc"]
    """Choosing nothing, saying no, saying yes, with Global Privacy Control on."""
    state: Literal["complete", "partial", "failed"]
    """`failed`: nothing was seen, or the choice could not be made."""
    detail: str = ""
    """What went wrong or was not looked at, as sentences; empty when nothing."""
    requests: int = 0
    third_parties: tuple[str, ...] = ()
    """Registrable domains of others that were contacted."""
    trackers: tuple[str, ...] = ()
    """Owners, among them, that are known to count, recognise or follow visitors."""
    cookies: tuple[str, ...] = ()
    """On the device at the end: name and host."""
    storage: tuple[str, ...] = ()
    """What else is on the device: kind, name and host."""
    identifiers: tuple[str, ...] = ()
    """Those of the cookies and of the storage whose value looks made to recognise the visitor."""


@dataclass(frozen=True, slots=True)
class ConsentComparison:
    """What a page does before a choice, after no, after yes, and when asked for privacy."""

    passes: tuple[ConsentPass, ...]
    banner: str
    """The banner and its choices in one sentence."""
    platform: str = ""
    """The consent platform, when it is a known one."""
    before: tuple[str, ...] = ()
    """What the page could do without and did before any choice, as `owner: what`."""
    despite_no: tuple[str, ...] | None = None
    """The same after no; None when no could not be said, or the visit failed."""
    only_after_yes: tuple[str, ...] = ()
    """The same, where it came only after yes."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page and the outcome of every rule on it."""

    url: str
    final_url: str
    status: int | None
    title: str
    kind: Literal["page", "missing"]
    template: str
    state: Literal["complete", "partial", "failed"]
    detail: str
    found_on: str
    depth: int
    outcomes: Mapping[str, RuleOutcome]
    behaviour: bool = False
    """Whether the page was acted on (keyboard, small windows, …), not only looked at once."""
    consent: ConsentComparison | None = None
    """What visits for privacy saw side by side; None when the page was not visited so."""
    elements: int = 0
    """Elements of the rendered document; 0 when they were not counted."""
    weight: int = 0
    """Bytes that came over the line for it and all that it loaded, at a first visit; 0 when they
    were not counted."""
    requests: int = 0
    """Requests to the web that it made, its own included."""
    reading: ReadingLevel | None = None
    """How hard its running text is; None when it has none, or was not looked at."""
    divide: DivideMeasures | None = None
    """What it is on a slow line, without scripts and on an old phone; None when that was not
    measured."""
    reused_from: str = ""
    """When it was visited, where this scan reused what was seen then; empty for a page that this
    scan visited itself."""
    journey: str = ""
    """Name of the journey that it is a state of; empty for a page of the crawl."""
    step: str = ""
    """Name of the state."""


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A document and the outcome of every rule on it."""

    url: str
    found_on: str
    outcomes: dict[str, RuleOutcome]
    state: Literal["read", "unreadable", "not-looked-at"] = "read"
    """`unreadable`: nobody knows what is in it; `not-looked-at`: its format is not one of ours."""
    detail: str = ""
    """Why it was not read, or not all of it, as sentences."""
    format: str = ""
    title: str = ""
    pages: int = 0
    """Pages, slides or sheets."""
    size: int = 0
    """Bytes."""
    date: str = ""
    """When it was changed last, or made, as it says itself: an ISO date, or nothing."""
    claims: tuple[str, ...] = ()
    """Standards that it says it keeps."""
    linked_from: tuple[str, ...] = ()
    """Pages that link to it, the first ten in the order of the crawl."""
    links: int = 0
    """How many pages link to it."""


@dataclass(frozen=True, slots=True)
class SettingListed:
    """A setting that a file of the source makes."""

    name: str
    aim: str
    """What it decides, as a word for programs: `cookie-secure`, `header`, `debug`, …"""
    framework: str
    line: int
    value: str = ""
    """As text; empty where it is not known."""
    subject: str = ""
    """The header field or cookie that it is about."""
    known: bool = True
    """Whether the value is sure to hold."""
    why: str = ""
    """Why not: `computed`, `branch`, `overridden`."""


@dataclass(frozen=True, slots=True)
class DependencyListed:
    """A package that the site says it uses."""

    name: str
    version: str
    line: int
    development: bool = False


@dataclass(frozen=True, slots=True)
class SourceResult:
    """A file of the site's source and the outcome of every rule on it."""

    path: str
    outcomes: dict[str, RuleOutcome]
    state: Literal["read", "unreadable"] = "read"
    detail: str = ""
    """Why it was not read, or not all of it, as sentences."""
    form: str = ""
    """How it is written: `jinja`, `python`, `nginx`, …"""
    role: Literal["production", "development", "test"] = "production"
    """What its place and name say it is for."""
    elements: int = 0
    """Elements that it prints, when it is a template."""
    settings: tuple[SettingListed, ...] = ()
    dependencies: tuple[DependencyListed, ...] = ()
    """Packages that it asks for. They are listed, and nobody is asked about them."""


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """The repository that was read, as a whole."""

    folder: str
    """Its name, without what is above it."""
    seen: int
    """Files that were met, read or not."""
    read: int
    not_read: tuple[str, ...] = ()
    """What of it was not read, as sentences."""
    bandit: str = ""
    """Version of bandit; empty when it did not run."""
    silenced: int = 0
    """Places that authors keep bandit from reporting."""
