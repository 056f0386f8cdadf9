"""A journey as its file tells it: steps, what they act on, and how to sign in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from civiscope.journeys.grammar import DEFAULT_TIMEOUT_S

_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Target:
    """An element as a step names it; what is empty is not asked for."""

    name: str = ""
    role: str = ""
    text: str = ""
    test_id: str = ""
    css: str = ""
    within: str = ""
    """Name of a part of the page that it is in."""
    nth: int = 0
    """Which of several, from 1; 0 when there may be one only."""

    @property
    def words(self) -> str:
        """How messages call it."""
        called = self.name or self.text or self.test_id or self.css
        place = f" in “{self.within}”" if self.within else ""
        return f"{self.role or 'element'} “{called}”{place}"


@dataclass(frozen=True, slots=True)
class Value:
    """What is typed: as it stands there, from the environment, made up, or a one-time code."""

    kind: str
    """`text`, `env`, `made` or `totp`."""
    text: str

    @property
    def secret(self) -> bool:
        """Whether it must not be shown anywhere."""
        return self.kind in {"env", "totp"}


@dataclass(frozen=True, slots=True)
class Condition:
    """What is waited for."""

    text: str = ""
    role: str = ""
    name: str = ""
    path: str = ""
    title: str = ""
    gone: str = ""
    css: str = ""

    @property
    def words(self) -> str:
        """How messages call it."""
        if self.name:
            return f"{self.role or 'element'} “{self.name}”"
        kinds = {"text": "the text", "path": "the path", "title": "the title", "css": "element"}
        for key, words in kinds.items():
            if getattr(self, key):
                return f"{words} “{getattr(self, key)}”"
        return f"that “{self.gone}” goes away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a journey."""

    number: int
    verb: str
    target: Target = field(default_factory=Target)
    text: str = ""
    """Address, option, key, file or name of the state, as the verb has it."""
    value: Value | None = None
    condition: Condition = field(default_factory=Condition)
    sends: bool = False
    """Whether a form may be sent."""
    commits: str = ""
    depth: str = ""
    timeout: float = DEFAULT_TIMEOUT_S

    @property
    def words(self) -> str:
        """The step as people read it, without what is typed."""
        match self.verb:
            case "go" | "key":
                return f"{self.verb} {self.text}"
            case "choose":
                of = f" of “{self.target.within}”" if self.target.within else ""
                return f"choose “{self.text}”{of}"
            case "expect" | "wait":
                return f"{self.verb} {self.condition.words}"
            case "state":
                return f"state “{self.text}”"
            case "upload":
                return f"upload {Path(self.text).name} to “{self.target.name}”"
            case _:
                return f"{self.verb} {self.target.words.removeprefix('element ')}"


@dataclass(frozen=True, slots=True)
class Login:
    """How to sign in."""

    steps: tuple[Step, ...] = ()
    proof: Target = field(default_factory=Target)
    """What only people who are signed in see."""
    user: Value | None = None
    password: Value | None = None
    storage: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A journey file."""

    name: str
    """As its file is called, without the ending."""
    path: Path
    title: str
    start: str
    hosts: tuple[str, ...]
    """Hosts that pages and forms may lead to; that of `start` is the first."""
    language: str = ""
    depth: str = ""
    login: Login | None = None
    steps: tuple[Step, ...] = ()

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value that is typed, in the order of the steps."""
        login = self.login
        own = [step.value for step in (*(login.steps if login else ()), *self.steps)]
        given = [login.user, login.password] if login else []
        return tuple(value for value in (*given, *own) if value is not None)

    def address_of(self, state: str) -> str:
        """Return the address under which the state is kept: the same at each run.

        The fragment is a route, which names a page of its own wherever addresses are compared.
        """
        bare = self.start.partition("#")[0].partition("?")[0]
        return f"{bare}#/journey/{self.name}/{slug(state)}"


def slug(text: str) -> str:
    """Return *text* as a part of an address."""
    return _SLUG.sub("-", text.casefold()).strip("-") or "state"
