"""A file of a site's source code, as rules over sources see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SourceKind = Literal["template", "script", "settings", "other"]
SourceRole = Literal["production", "development", "test"]
SettingValue = bool | int | str | tuple[str, ...] | None
Surroundings = Literal["", "branch", "loop", "macro"]

DYNAMIC = "\ue000"
"""Stands in texts and attributes for what the site puts there when it answers."""


@dataclass(frozen=True, slots=True)
class SourceElement:
    """An element that a template prints, as far as the template says what it is."""

    tag: str
    """In small letters; `DYNAMIC` in it where the name is made at run time."""
    line: int
    """From 1."""
    column: int = 1
    """From 1, in characters."""
    end_line: int = 0
    """The line on which its start tag ends."""
    attributes: tuple[tuple[str, str], ...] = ()
    """As written, with `DYNAMIC` for what is made at run time."""
    maybe: tuple[str, ...] = ()
    """Names of attributes that stand in a condition, so that they may be missing."""
    open: bool = False
    """Whether it may have attributes that nobody can read here: spread, printed, included."""
    component: bool = False
    """Whether something else than HTML decides what is printed: a component of a framework."""
    parent: int = -1
    """Index of the element around it in the same file; -1 when there is none."""
    text: tuple[str, ...] = ()
    """Pieces of text that stand directly in it, without space around them."""
    hints: tuple[str, ...] = ()
    """Names of files that template syntax in its tag gives: `css/site.css`."""
    filled: bool = False
    """Whether something is put in it, or included, when the site answers."""
    inside: Surroundings = ""
    """Whether it stands in a condition, a loop or a macro of the same file."""
    snippet: str = ""
    """Its start tag, cut short, with secrets replaced."""

    def value(self, name: str) -> str | None:
        """Return the value of an attribute; None when it is not written here."""
        return next((value for key, value in self.attributes if key == name), None)

    def lacks(self, name: str) -> bool:
        """Say whether it is certain that the element has no such attribute."""
        return not (self.open or self.component or DYNAMIC in self.tag or self.has(name))

    def has(self, name: str) -> bool:
        """Say whether the attribute is written here, with whatever value."""
        return any(key == name for key, _ in self.attributes)


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """A setting of a framework, a server or a host, by what it is for."""

    aim: str
    """What it decides: `cookie-secure`, `header`, `debug`, …"""
    framework: str
    """`django`, `nginx`, …"""
    name: str
    """What it is called where it stands."""
    line: int
    value: SettingValue = None
    subject: str = ""
    """The header field, in small letters, or the cookie that it is about."""
    known: bool = True
    """Whether the value is sure to hold; else `why` says what else may decide."""
    why: str = ""
    """A word for programs: `computed`, `branch`, `overridden`, `template`."""
    where: str = ""
    """The part of the site that it is about, as the file writes it; empty for all of it."""
    column: int = 1
    snippet: str = ""
    """The line, cut short, with secrets replaced."""


@dataclass(frozen=True, slots=True)
class BanditFinding:
    """What bandit says of one place in a Python file."""

    test: str
    """`B501`"""
    name: str
    severity: Literal["UNDEFINED", "LOW", "MEDIUM", "HIGH"]
    confidence: Literal["UNDEFINED", "LOW", "MEDIUM", "HIGH"]
    line: int
    end_line: int = 0
    column: int = 1
    cwe: str = ""
    message: str = ""
    """Its own sentence, without what could be a password."""
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class SourceDependency:
    """A package that the site says it uses."""

    name: str
    version: str
    """As written: `==5.2.1`, `^3.0.0`; empty when none is asked for."""
    line: int
    development: bool = False


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What was read in a file of a site's source."""

    form: str = ""
    """How it is written: `jinja`, `erb`, `jsx`, `python`, `nginx`, …"""
    elements: tuple[SourceElement, ...] = ()
    settings: tuple[SourceSetting, ...] = ()
    bandit: tuple[BanditFinding, ...] = ()
    bandit_ran: bool = False
    """Whether bandit has read the file."""
    dependencies: tuple[SourceDependency, ...] = ()
    labelled: tuple[str, ...] = ()
    """Ids that a label in the file names, with `DYNAMIC` for what is made at run time."""
    built_from: tuple[str, ...] = ()
    """Of a source map: the files that its script was made from."""
    lines: int = 0
    gaps: tuple[str, ...] = ()
    """What of the file was not read, as sentences."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the repository that a site is made from."""

    path: str
    """Below the folder that was read, with `/` between its parts."""
    kind: SourceKind = "other"
    text: str = ""
    """What it holds, as text; evidence keeps only what was read in it."""
    error: str = ""
    """Why it could not be read; empty when it could."""
    role: SourceRole = "production"
    """What its place and name say it is for."""
    facts: SourceFacts = field(default_factory=SourceFacts)


@dataclass(frozen=True, slots=True)
class SourceTree:
    """The files of a site's source that were read, and what was not."""

    folder: str = ""
    files: tuple[Source, ...] = ()
    seen: int = 0
    """Files that were met, read or not."""
    gaps: tuple[str, ...] = ()
    """What of the folder was not read, as sentences."""
    bandit: str = ""
    """Version of bandit; empty when it did not run."""
    silenced: int = 0
    """Places that authors keep bandit from reporting (`# nosec`)."""
