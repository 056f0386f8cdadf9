"""A journey as it is recorded: what somebody did so far, in the words of a journey file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from civiscope.journeys.journey import slug
from civiscope.journeys.secret_words import is_called_secret
from civiscope.journeys.writing import to_toml
from civiscope.web.urls import host_of, is_web_url, origin_of

Written = dict[str, Any]
Named = str | dict[str, Any]
"""What a step calls an element: its name, or a table with `name` and what tells it from others."""

_PASSING = re.compile(r"\d{3,}|\b(?=[A-Z0-9-]*\d)[A-Z0-9-]{6,}\b")
"""Part of a heading that is another one at each visit: a number of a case, a date."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ALONE = "With a name of its own on each page, it would be found by what people call it."


@dataclass(slots=True)
class RecordedSteps:
    """The steps of a journey that is being recorded; each method takes one thing that happened."""

    start: str
    title: str = ""
    steps: list[Written] = field(default_factory=list[Written])
    hosts: dict[str, None] = field(default_factory=dict[str, None])
    """Hosts beside that of the start."""
    variables: dict[str, None] = field(default_factory=dict[str, None])
    """Names of environment variables that hold what is secret."""
    notes: list[str] = field(default_factory=list[str])
    """What could not be recorded, in sentences."""
    _values: dict[str, tuple[int, Any]] = field(default_factory=dict[str, tuple[int, Any]])
    """By field: the step that filled it, and with what."""
    _page: tuple[Any, ...] = ()
    _heading: str = ""
    _states: set[str] = field(default_factory=set[str])

    def see(self, title: str, heading: str, address: str, *, wrong: bool) -> None:
        """Take note of the page that somebody is about to use, or that was the last one."""
        presses = sum(bool(step.keys() & {"press", "key", "go"}) for step in self.steps)
        page = (heading, address, wrong, presses)
        if self._page[:3] == page[:3] and (not wrong or self._page[3] == page[3]):
            return
        self._page = page
        self.title = self.title or title or heading
        if heading != self._heading and presses and not _PASSING.search(heading):
            self.steps.append({"expect": heading})
        self._heading = heading
        self._add_state(f"{heading or 'page'}, with mistakes" if wrong else heading or "page")
        self._values.clear()

    def _add_state(self, name: str) -> None:
        name = _PASSING.sub("", name).strip(" ,:;-") or "page"
        made, number = name, 1
        while slug(made) in self._states:
            number += 1
            made = f"{name} {number}"
        self._states.add(slug(made))
        self.steps.append({"state": made})

    def press(self, named: Named) -> None:
        """Take a press of what is called *named*."""
        self.steps.append(_step("press", named))

    def drop_enter(self) -> None:
        """Forget the key Enter: what it pressed comes next, and says more."""
        if self.steps and self.steps[-1] == {"key": "Enter"}:
            self.steps.pop()

    def key(self, name: str) -> None:
        """Take a key that was pressed on the page."""
        self.steps.append({"key": name})

    def change(self, named: Named, event: dict[str, Any]) -> None:
        """Take a field that was filled in, chosen or emptied."""
        kind, which = event["type"], str(event["selector"])
        if kind == "checkbox" or kind == "radio":
            self._set(which, event["checked"], self._of_box(named, bool(event["checked"])))
        elif kind == "select":
            field_name = named if isinstance(named, str) else str(named.get("name", ""))
            step: Written = {"choose": event["value"], "of": field_name or event["label"]}
            self._set(which, event["value"], step)
        elif kind == "file":
            self._set(which, event["value"], _step("upload", named, file=event["value"]))
            self.notes.append(f"Put {event['value']} beside this file: a browser tells no folder.")
        else:
            self._fill(named, which, event)

    def _of_box(self, named: Named, checked: bool) -> Written:
        if not checked:
            return _step("uncheck", named)
        # Without a name, a press of the box itself chooses it.
        return _step("choose" if isinstance(named, str) or "name" in named else "press", named)

    def _fill(self, named: Named, which: str, event: dict[str, Any]) -> None:
        told = f"{named} {event['label']}"
        if event["code"]:
            value: Any = {"totp": self._variable("CODE")}
        elif event["secret"] or is_called_secret(told):
            value = {"env": self._variable(slug(str(event["label"]) or "secret"))}
        else:
            value = event["value"]
        step = _step("fill", named, **{"with": value}) if value else _step("clear", named)
        self._set(which, value, step)

    def _variable(self, name: str) -> str:
        words = re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")[:30] or "SECRET"
        made = f"JOURNEY_{words}"
        self.variables[made] = None
        return made

    def _set(self, which: str, value: Any, step: Written) -> None:  # noqa: ANN401 - as a file has it
        """Add *step*, or put it in place of the one that last filled the same field."""
        at, before = self._values.get(which, (-1, None))
        if at >= 0 and before == value:
            return
        alone = all(step.keys() & {"fill", "clear"} for step in self.steps[at + 1 :])
        if at >= 0 and "fill" in self.steps[at] and alone:
            self.steps[at] = step
        else:
            at = len(self.steps)
            self.steps.append(step)
        self._values[which] = (at, value)

    def go(self, address: str) -> None:
        """Take an address that somebody typed, or went back to."""
        same = origin_of(address) == origin_of(self.start)
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.steps.append({"go": path if same else address})

    def show(self, address: str) -> None:
        """Take the address of a document that came."""
        if is_web_url(address):
            self._name(host_of(address))

    def send(self, method: str, address: str, *, main: bool) -> None:
        """Take a request: what sends a form makes the last step one that may send."""
        if method in _READING or not is_web_url(address):
            return
        host = host_of(address)
        if main:
            self._name(host)
        elif host != host_of(self.start) and host not in self.hosts:
            # Counters and the like; a journey holds them back and goes on.
            return
        for step in reversed(self.steps):
            if step.keys() & {"press", "key", "choose", "uncheck", "upload"}:
                step["sends"] = True
                return
            if not step.keys() & {"state", "expect"}:
                return

    def _name(self, host: str) -> None:
        if host != host_of(self.start):
            self.hosts[host] = None

    def open_window(self) -> None:
        """Take note that the last press opened a window of its own."""
        if self.steps and "press" in self.steps[-1]:
            step = self.steps.pop()
            self.notes.append(
                f"Left out: {step['press']} opens another window, which a journey cannot follow."
            )

    def summary(self, file: str) -> list[str]:
        """Return in sentences what was recorded in *file*, and what to do next."""
        states = sum("state" in step for step in self.steps)
        values = ", ".join(self.variables)
        return [
            f"{file} has {len(self.steps)} steps; {states} of them name a state to be audited.",
            *([f"Set in the environment what was typed as {values}."] if values else []),
            *self.notes,
            f"Run it with `civiscope journey run {file}`.",
        ]

    def toml(self) -> str:
        """Return the journey file."""
        unnamed = any(
            isinstance(value, dict) and "css" in value
            for step in self.steps
            for value in step.values()
        )
        notes = [
            "Recorded. Look through what is typed: nothing of a real person belongs into a file.",
            *(f"Set {name} in the environment to what was typed there." for name in self.variables),
            *self.notes,
            *([f"Where it says css, the element has no name. {_ALONE}"] if unnamed else []),
        ]
        return to_toml(self.title or self.start, self.start, self.steps, notes, self.hosts)


def _step(verb: str, named: Named, **beside: Any) -> Written:  # noqa: ANN401 - as a file has it
    """Return a step on the element called *named*; what tells it from others stands beside it."""
    if isinstance(named, str) or "name" not in named:
        return {verb: named, **beside}
    rest = {key: value for key, value in named.items() if key != "name"}
    if verb == "choose":
        rest.pop("role", None)
    return {verb: named["name"], **rest, **beside}
