"""What a page's source and scripts give away about the systems behind them; never a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.model.exposed import SourcePlace

Sureness = Literal["secret", "maybe", "public", "id"]


@dataclass(frozen=True, slots=True)
class Leak:
    """A key, token or password in a source, or an address inside the organisation's network."""

    kind: str
    """A word for programs: `github-token`, `private-key`, `internal-address`, …"""
    masked: str
    """What may be shown: a prefix that all keys of the kind share, and the length."""
    digest: str
    """Tells equal values from others within one scan. Its salt is kept nowhere."""
    place: SourcePlace
    line: int
    sure: Sureness = "secret"
    """`secret`: nothing else looks like this; `maybe`: a person has to look; `public`: a key that
    browsers need, which should be bound to the site; `id`: a name that opens nothing without
    its secret."""


@dataclass(frozen=True, slots=True)
class DebugSign:
    """A part of a source that only a debugging page or a listing of a folder has."""

    kind: str
    """A word for programs: `django`, `php`, `java`, `directory`, …"""
    line: int
    sure: bool = True
    """Whether it cannot be an article about such pages."""


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script file that the page fetched, and what it says of itself. The code is not kept."""

    url: str
    size: int = 0
    """Characters."""
    sha1: str = ""
    """Public lists of libraries name files by it."""
    sha384: str = ""
    """As an `integrity` attribute holds it."""
    marks: tuple[str, ...] = ()
    """Comments and constants with a version in them, secrets masked, up to a bound."""
    source_map: str = ""
    """Where it says its source map is; `inline` when it holds the map itself."""
    leaks: tuple[Leak, ...] = ()


@dataclass(frozen=True, slots=True)
class RunningLibrary:
    """A library that the running page says it has."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class MessageListener:
    """Code that listens to messages from other windows (`postMessage`)."""

    code: str
    """How it begins, secrets masked; empty when the browser does not show it."""
    line: int
    checks: bool
    """Whether its code looks at who sent the message."""


@dataclass(frozen=True, slots=True)
class Code:
    """The scripts of a page: the files, and what was running once it had settled."""

    files: tuple[ScriptFile, ...] = ()
    running: tuple[RunningLibrary, ...] = ()
    listeners: tuple[MessageListener, ...] = ()
    unread: int = 0
    """Script files that came and could not be read, or were too many."""
