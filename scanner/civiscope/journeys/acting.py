"""Do what a step says, as a person does: by mouse and keyboard, on what can be seen and used."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from civiscope.browser.cdp import CdpError
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.keyboard.keys import press as press_key
from civiscope.collectors.page.state_visit import StateVisitor
from civiscope.journeys.journey import Condition, Step, Target
from civiscope.journeys.locate import (
    CHOSEN,
    LISTS,
    PRESSED,
    TYPED,
    NamedElement,
    ask_for_elements,
    call,
    elements_of,
    find,
    plain,
    put_in,
)
from civiscope.journeys.stopped import JourneyStopped

T = TypeVar("T")
AMBIGUOUS_TIMEOUT_S = 1.0
"""How long two of one name may be on their way to become one."""
_KEYS = {"enter": "Enter", "escape": "Escape", "esc": "Escape", "tab": "Tab", "space": " "} | {
    f"arrow{way}": f"Arrow{way.title()}" for way in ("left", "right", "up", "down")
}
_PROBLEMS = {
    "gone": "it went away",
    "disabled": "it is disabled",
    "hidden": "it cannot be seen",
    "moving": "it does not keep still",
    "read-only": "it cannot be changed",
    "refused": "the field does not take such a value",
    "unusable": "it could not be used",
}


@dataclass(frozen=True, slots=True)
class Used:
    """An element that a step acted on."""

    found: NamedElement
    facts: dict[str, Any]


class Actor:
    """Acts in one tab."""

    def __init__(self, visitor: StateVisitor) -> None:
        self._visitor = visitor
        self._tab = visitor.tab

    async def press(self, step: Step) -> Used:
        """Press what *step* names. Raises JourneyStopped."""
        return await self._click(step.target, PRESSED, step.timeout)

    async def fill(self, step: Step, text: str, *, secret: bool) -> Used:
        """Type *text* in place of what stands in a field. Raises JourneyStopped."""

        async def type_it() -> Used:
            found = await find(self._tab, step.target, TYPED)
            # Where the field is a part of something made by scripts, it listens for a click.
            before = await call(self._tab, found, _FIELD)
            if secret:
                await call(self._tab, found, "civiscopeJourney.mark")
            took = await call(self._tab, found, "civiscopeJourney.take", text)
            _check(took, step.target)
            if not took["set"]:
                session = self._tab.session_of(found.frame)
                if text:
                    await session.send("Input.insertText", {"text": text}, timeout=10)
                else:
                    await press_key(session, "Delete")
            return Used(found, before)

        return await self._until_done(type_it, step.timeout)

    async def choose(self, step: Step) -> Used:
        """Choose an option of a list, a radio button or a box. Raises JourneyStopped."""

        async def choose_it() -> Used:
            label, of = step.text, step.target.within
            every = await elements_of(self._tab)
            lists = [e for e in every if e.role in LISTS and plain(e.name) == plain(of)]
            if of and len(lists) == 1 and await self._is_list(lists[0]):
                chosen = await call(self._tab, lists[0], "civiscopeJourney.choose", label)
                if chosen.get("problem") == "no option":
                    listed = ", ".join(f"“{each}”" for each in chosen["options"][:8])
                    raise JourneyStopped(
                        "not-found", f"“{of}” has no option “{label}”; it has {listed}"
                    )
                _check(chosen, step.target)
                return Used(lists[0], {})
            target = replace(step.target, name=label, role="")
            return await self._click_now(target, CHOSEN)

        return await self._until_done(choose_it, step.timeout)

    async def _is_list(self, found: NamedElement) -> bool:
        facts = await call(self._tab, found, "civiscopeJourney.kindOf")
        return bool(facts["tag"] == "select")

    async def uncheck(self, step: Step) -> Used:
        """Take a check mark away. Raises JourneyStopped."""
        found = await self._until_done(lambda: find(self._tab, step.target, CHOSEN), step.timeout)
        facts = await call(self._tab, found, "civiscopeJourney.kindOf")
        if facts["checked"]:
            return await self._click(step.target, CHOSEN, step.timeout)
        return Used(found, facts)

    async def upload(self, step: Step) -> Used:
        """Give a file to the field that *step* names. Raises JourneyStopped."""
        path = _given_file(step.text)

        async def give() -> Used:
            found = await self._file_field(step.target)
            await self._tab.session_of(found.frame).send(
                "DOM.setFileInputFiles",
                {"files": [path], "backendNodeId": found.node},
                timeout=30,
            )
            return Used(found, {})

        return await self._until_done(give, step.timeout)

    async def _file_field(self, target: Target) -> NamedElement:
        if target.css or target.test_id:
            return await find(self._tab, target, PRESSED)
        listed = await ask_for_elements(self._tab, "civiscopeJourney.files()")
        labels = [await call(self._tab, each, "civiscopeJourney.labelOf") for each in listed]
        hits = [
            each
            for each, label in zip(listed, labels, strict=True)
            if plain(target.name) in {plain(label), plain(each.name)}
        ]
        if len(hits) == 1 or (hits and target.nth and target.nth <= len(hits)):
            return hits[max(target.nth, 1) - 1]
        if hits:
            raise JourneyStopped(
                "ambiguous", f"{len(hits)} fields for files are called “{target.name}”; give nth"
            )
        known = ", ".join(f"“{label}”" for label in labels if label)
        there = f"; there are {known}" if known else "; there is none at all"
        raise JourneyStopped("not-found", f"there is no field for files “{target.name}”{there}")

    async def key(self, step: Step) -> None:
        """Press a key."""
        word = step.text.lower().replace(" ", "") if len(step.text) > 1 else step.text
        key = _KEYS.get(word, step.text)
        if len(key) > 1 and key not in _KEYS.values():
            raise JourneyStopped("key", f"there is no key “{step.text}”")
        await press_key(self._tab.session, key)

    async def expect(self, step: Step) -> None:
        """Wait until what *step* describes is so. Raises JourneyStopped when it does not come."""
        condition = step.condition
        async for _ in self._visitor.polls(step.timeout):
            try:
                if await self._holds(condition):
                    return
            except (PageLeft, CdpError):
                continue
        title, url = await self.where()
        seen = f"; the page is “{title}” at {urlsplit(url).path}"
        raise JourneyStopped(
            "expect", f"{condition.words} did not come in {step.timeout:g} seconds{seen}"
        )

    async def _holds(self, condition: Condition) -> bool:
        tab = self._tab
        await put_in(tab)
        title, url = await self.where()
        if condition.path and not _same_path(condition.path, url):
            return False
        if condition.title and plain(condition.title) not in plain(title):
            return False
        if condition.text and not await self._says(condition.text):
            return False
        if condition.css and not await ask_for_elements(
            tab, _SHOWN.format(json.dumps(condition.css))
        ):
            return False
        if condition.gone and await self._says(condition.gone):
            return False
        if condition.name:
            name = plain(condition.name)
            every = await elements_of(tab)
            role = condition.role
            return any(plain(e.name) == name and (not role or e.role == role) for e in every)
        return True

    async def _says(self, text: str) -> bool:
        question = f"civiscopeJourney.says({json.dumps(text)})"
        return bool(await self._tab.evaluate(question))

    async def where(self) -> tuple[str, str]:
        """Return title and address of the page that stands; empty ones when there is none."""
        try:
            title, url = await self._tab.evaluate("[document.title, location.href]")
        except (PageLeft, CdpError):
            return "", ""
        return str(title), str(url)

    async def sees(self, target: Target) -> bool:
        """Say whether what *target* names is on the page."""
        try:
            every = await elements_of(self._tab)
            name = plain(target.name or target.text)
            roles = target.role
            if any(plain(e.name) == name and (not roles or e.role == roles) for e in every):
                return True
            if target.css or target.test_id:
                await find(self._tab, target, PRESSED)
                return True
            await put_in(self._tab)
            return bool(target.text) and await self._says(target.text)
        except (JourneyStopped, PageLeft, CdpError):
            return False

    async def _click(self, target: Target, roles: frozenset[str], seconds: float) -> Used:
        return await self._until_done(lambda: self._click_now(target, roles), seconds)

    async def _click_now(self, target: Target, roles: frozenset[str]) -> Used:
        found = await find(self._tab, target, roles)
        at = await call(self._tab, found, "civiscopeJourney.aim")
        _check(at, target)
        facts = await call(self._tab, found, _FIELD)
        session = self._tab.session_of(found.frame)
        x, y = await self._in_window(found, at["x"], at["y"])
        for kind, buttons in (("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)):
            params = {
                "type": kind,
                "x": x,
                "y": y,
                "button": "none" if kind == "mouseMoved" else "left",
                "clickCount": 0 if kind == "mouseMoved" else 1,
                "buttons": buttons,
            }
            await session.send("Input.dispatchMouseEvent", params, timeout=10)
        return Used(found, facts)

    async def _in_window(self, found: NamedElement, x: float, y: float) -> tuple[float, float]:
        """Return a point of a frame as a point of the window that the mouse is moved in."""
        if found.frame == self._tab.main_frame:
            return x, y
        session = self._tab.session_of(found.frame)
        quads = await session.send("DOM.getContentQuads", {"backendNodeId": found.node}, timeout=10)
        box = await call(self._tab, found, _BOX)
        if not quads["quads"]:
            return x, y
        return x + quads["quads"][0][0] - box[0], y + quads["quads"][0][1] - box[1]

    async def _until_done(self, attempt: Callable[[], Awaitable[T]], seconds: float) -> T:
        """Try again until it can be done. Raises the last JourneyStopped when the time is over."""
        last = JourneyStopped("unusable", "it could not be used")
        began = time.monotonic()
        async for _ in self._visitor.polls(seconds):
            try:
                return await attempt()
            except JourneyStopped as stopped:
                last = stopped
                waited = time.monotonic() - began
                if stopped.reason == "ambiguous" and waited > AMBIGUOUS_TIMEOUT_S:
                    break
            except (PageLeft, CdpError) as error:
                last = JourneyStopped("unusable", f"it could not be used ({error})")
        raise last


_FIELD = """((one) => ({
  tag: one.localName, type: one.type || "", label: civiscopeJourney.labelOf(one),
  empty: !("value" in one) || one.value === "", token: one.getAttribute("autocomplete") || "",
  required: !!one.required || one.getAttribute("aria-required") === "true",
  offered: civiscopeJourney.offered(one), lacking: civiscopeJourney.lacking(one),
  ...civiscope.place(one),
}))"""
_SHOWN = "civiscopeJourney.bySelector({}).filter((one) => one.checkVisibility())"
_BOX = "((one) => { const box = one.getClientRects()[0]; return [box.left, box.top]; })"


def _check(answer: dict[str, Any], target: Target) -> None:
    problem = str(answer.get("problem", ""))
    if problem == "covered":
        raise JourneyStopped("blocked", f"{target.words} is covered by {answer['by']}")
    if problem:
        raise JourneyStopped("blocked", f"{target.words}: {_PROBLEMS.get(problem, problem)}")


def _given_file(text: str) -> str:
    path = Path(text)
    if not path.is_file():
        raise JourneyStopped("file", f"there is no file {text} to upload")
    return str(path.resolve())


def _same_path(wanted: str, url: str) -> bool:
    """Compare paths without a slash at the end; `*` stands for anything."""
    path = urlsplit(url).path.rstrip("/") or "/"
    wanted = urlsplit(wanted).path.rstrip("/") or "/"
    if "*" not in wanted:
        return path == wanted
    begin, *middle = wanted.split("*")
    if not path.startswith(begin):
        return False
    at = len(begin)
    for part in middle[:-1]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    last = middle[-1]
    return path.endswith(last) and len(path) - len(last) >= at
