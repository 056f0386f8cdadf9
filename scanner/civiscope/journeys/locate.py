"""Find the element that a step names, by its accessible name as the browser computes it."""

from __future__ import annotations

import contextlib
import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from civiscope.browser.cdp import CdpError, Json, Session
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.journeys.journey import Target
from civiscope.journeys.stopped import JourneyStopped

_BUTTONS = frozenset({"button", "DisclosureTriangle", "DisclosureTriangleGrouped", "PopUpButton"})
CHOSEN = frozenset(
    {"radio", "checkbox", "switch", "menuitemradio", "menuitemcheckbox", "option", "treeitem"}
)
LISTS = frozenset({"combobox", "listbox", "ListBox", "PopUpButton", "MenuListPopup"})
PRESSED = _BUTTONS | CHOSEN | {"link", "tab", "menuitem", "combobox"}
_DATES = frozenset({"Date", "DateTime", "InputTime"})
_WRITTEN = frozenset({"textbox", "searchbox", "spinbutton", "TextField"})
TYPED = _WRITTEN | _DATES | {"combobox", "slider", "ColorWell"}
_ALIKE = {
    "button": _BUTTONS,
    "textbox": _WRITTEN | _DATES,
    "combobox": frozenset({"combobox", "PopUpButton", "listbox"}),
}
"""Roles as people write them, and those that the browser has for the same."""
_WORDS = {"DisclosureTriangle": "button", "PopUpButton": "combobox", "Date": "date field"}
_MAX_NEAR = 5


@dataclass(frozen=True, slots=True)
class NamedElement:
    """An element of the page."""

    frame: str
    node: int
    """The browser's number for it."""
    role: str
    name: str
    parts: tuple[str, ...] = ()
    """Names of the parts of the page that it is in, innermost first."""

    @property
    def words(self) -> str:
        """How messages call it."""
        inside = next((part for part in self.parts if part != self.name), "")
        return f"{_WORDS.get(self.role, self.role)} “{self.name}”" + (
            f" in “{inside}”" if inside else ""
        )


def plain(text: str) -> str:
    """Return *text* as names are compared: one kind of space, one case."""
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


async def put_in(tab: Tab, frame: str = "") -> None:
    """Have what a journey asks of pages ready in a frame (the page's own by default)."""
    await tab.evaluate(f"{_script()}\n;0", frame=frame)


@lru_cache(maxsize=1)
def _script() -> str:
    return (files("civiscope.journeys") / "page.js").read_text(encoding="utf-8")


async def elements_of(tab: Tab) -> list[NamedElement]:
    """Return every element with a role and a name, of the page and its frames."""
    found: list[NamedElement] = []
    for frame in (tab.main_frame, *await tab.frame_urls()):
        if not tab.has_world(frame):
            continue
        with contextlib.suppress(CdpError, PageLeft):
            session = tab.session_of(frame)
            tree = await session.send("Accessibility.getFullAXTree", {"frameId": frame}, timeout=15)
            found += _read(frame, tree["nodes"])
    return found


def _read(frame: str, nodes: Sequence[Json]) -> list[NamedElement]:
    by_id = {node["nodeId"]: node for node in nodes}
    found: list[NamedElement] = []
    for node in nodes:
        if node.get("ignored") or "backendDOMNodeId" not in node:
            continue
        role = str(node.get("role", {}).get("value", ""))
        if role in {"StaticText", "InlineTextBox", "RootWebArea", "none", "generic"}:
            continue
        name = str(node.get("name", {}).get("value", ""))
        found.append(
            NamedElement(frame, node["backendDOMNodeId"], role, name, tuple(_parts(node, by_id)))
        )
    return found


def _parts(node: Json, by_id: dict[str, Json]) -> Iterable[str]:
    at = by_id.get(node.get("parentId", ""))
    for _ in range(60):
        if at is None:
            return
        name = str(at.get("name", {}).get("value", ""))
        role = at.get("role", {}).get("value")
        if name and not at.get("ignored") and role != "RootWebArea":
            yield name
        at = by_id.get(at.get("parentId", ""))


async def find(tab: Tab, target: Target, roles: frozenset[str]) -> NamedElement:
    """Return the one element that *target* names, of these *roles* when it names none.

    Raises JourneyStopped when there is none, with the nearest, or when there are several.
    """
    if target.css or target.test_id or target.text:
        return _only(target, await _by_script(tab, target), ())
    return pick(target, await elements_of(tab), roles)


def pick(target: Target, every: Sequence[NamedElement], roles: frozenset[str]) -> NamedElement:
    """Return the one element of *every* that *target* names, as `find` does."""
    asked = _ALIKE.get(target.role, frozenset({target.role})) if target.role else roles
    fitting = [each for each in every if each.role in asked]
    name = plain(target.name)
    hits = [each for each in fitting if plain(each.name) == name]
    if target.within:
        part = plain(target.within)
        hits = [each for each in hits if any(plain(one) == part for one in each.parts)]
    return _only(target, hits, fitting)


def role_word(role: str) -> str:
    """Return *role*, as the browser has it, in the word that a journey file has for it."""
    return next((word for word, alike in _ALIKE.items() if role in alike), role)


def _only(
    target: Target, hits: Sequence[NamedElement], others: Sequence[NamedElement]
) -> NamedElement:
    if target.nth:
        if target.nth <= len(hits):
            return hits[target.nth - 1]
        raise JourneyStopped(
            "not-found",
            f"there are {len(hits)} of {target.words}, and number {target.nth} was asked for",
        )
    if len(hits) == 1:
        return hits[0]
    if hits:
        named = " and ".join(each.words for each in hits[:3])
        more = f" and {len(hits) - 3} more" if len(hits) > 3 else ""
        raise JourneyStopped(
            "ambiguous",
            f"{len(hits)} elements are called “{target.name or target.text}”: {named}{more}. Say "
            f"which with role, within (the name of a part of the page) or nth",
        )
    raise JourneyStopped("not-found", f"there is no {target.words}{_nearest(target, others)}")


def _nearest(target: Target, others: Sequence[NamedElement]) -> str:
    names = {plain(each.name): each for each in others if each.name.strip()}
    wanted = plain(target.name)
    close = difflib.get_close_matches(wanted, names, n=_MAX_NEAR, cutoff=0.5)
    held = [name for name in names if wanted and (wanted in name or name in wanted)]
    picked = list(dict.fromkeys([*held, *close]))[:_MAX_NEAR]
    if picked:
        return "; the nearest: " + ", ".join(names[name].words for name in picked)
    listed = [names[name].words for name in list(names)[:_MAX_NEAR]]
    return f"; there are {', '.join(listed)}" if listed else ""


async def _by_script(tab: Tab, target: Target) -> list[NamedElement]:
    if target.text:
        question = f"civiscopeJourney.byText({json.dumps(target.text)})"
    else:
        css = target.css or f"[data-testid={json.dumps(target.test_id)}]"
        question = f"civiscopeJourney.bySelector({json.dumps(css)})"
    return await ask_for_elements(tab, question)


async def ask_for_elements(tab: Tab, question: str) -> list[NamedElement]:
    """Return the elements that *question*, asked in each frame, answers a list of."""
    found: list[NamedElement] = []
    for frame in (tab.main_frame, *await tab.frame_urls()):
        if not tab.has_world(frame):
            continue
        with contextlib.suppress(PageLeft):
            await put_in(tab, frame)
            answer = await tab.evaluate(question, frame=frame, by_value=False)
            found += await _listed(tab.session_of(frame), frame, answer["objectId"])
    return found


async def nodes_of(session: Session, object_id: str) -> list[int]:
    """Return the browser's numbers for the elements of an array that a page holds."""
    members = await session.send(
        "Runtime.getProperties", {"objectId": object_id, "ownProperties": True}, timeout=10
    )
    found: list[int] = []
    for each in members["result"]:
        inner = each.get("value", {}).get("objectId")
        if each["name"].isdecimal() and inner is not None:
            node = await session.send("DOM.describeNode", {"objectId": inner}, timeout=10)
            found.append(node["node"]["backendNodeId"])
    return found


async def _listed(session: Session, frame: str, object_id: str) -> list[NamedElement]:
    found: list[NamedElement] = []
    for number in await nodes_of(session, object_id):
        tree = await session.send(
            "Accessibility.getPartialAXTree",
            {"backendNodeId": number, "fetchRelatives": False},
            timeout=10,
        )
        own: Json = tree["nodes"][0] if tree["nodes"] else {}
        role = str(own.get("role", {}).get("value", ""))
        found.append(NamedElement(frame, number, role, str(own.get("name", {}).get("value", ""))))
    return found


async def call(tab: Tab, found: NamedElement, function: str, *arguments: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what *function*, of the script in the page, says of an element. Raises PageLeft."""
    session = tab.session_of(found.frame)
    await put_in(tab, found.frame)
    try:
        node = await session.send(
            "DOM.resolveNode",
            {"backendNodeId": found.node, "executionContextId": tab.world_number(found.frame)},
            timeout=10,
        )
        answer = await session.send(
            "Runtime.callFunctionOn",
            {
                "objectId": node["object"]["objectId"],
                "functionDeclaration": f"function (...rest) {{ return {function}(this, ...rest) }}",
                "arguments": [{"value": each} for each in arguments],
                "awaitPromise": True,
                "returnByValue": True,
            },
            timeout=tab.deadlines.script,
        )
    except CdpError as error:
        raise PageLeft(str(error)) from error
    if "exceptionDetails" in answer:
        raise PageLeft(str(answer["exceptionDetails"].get("text", "")))
    return answer["result"].get("value")
