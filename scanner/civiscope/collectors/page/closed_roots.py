"""Lead our own world into shadow roots that are closed to scripts, by way of the browser."""

from __future__ import annotations

import json
from typing import Any

from civiscope.browser.cdp import CdpError, Session
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver
from civiscope.model import PagePart

MAX_ROUNDS = 4
"""Roots within roots that are entered."""
_TIMEOUT_S = 5.0
_CLOSED = "Its content is in a shadow root that is closed to scripts and could not be entered."
_LEFT = "There are {left} more custom elements than were asked for closed shadow roots."
_ENTER = "function () { civiscopeClosed.enter(this); }"


async def enter_closed_roots(tab: PageDriver, frame: str, url: str) -> list[PagePart]:
    """Lead our world in *frame* into the closed roots of what was noted; return those it was not.

    What comes after finds their content as it does that of open ones. Raises TabLost, PageLeft.
    """
    parts: list[PagePart] = []
    left = int(await tab.evaluate("civiscopeClosed.tooMany()", frame=frame))
    session = tab.session_of(frame)
    for _ in range(MAX_ROUNDS):
        held = await tab.evaluate("civiscopeClosed.noted()", frame=frame, by_value=False)
        for index, host in await _members(session, held["objectId"]):
            for number in await _closed_roots_of(session, host):
                if not await _enter(tab, frame, number):
                    parts.append(await _part(tab, frame, url, index))
        if not await tab.evaluate("civiscopeClosed.noteInside()", frame=frame):
            break
        left += int(await tab.evaluate("civiscopeClosed.tooMany()", frame=frame))
    if left:
        parts.append(PagePart("closed-root", "", _LEFT.format(left=left), "", url))
    return parts


async def _members(session: Session, array: str) -> list[tuple[int, str]]:
    params = {"objectId": array, "ownProperties": True}
    try:
        said = await session.send("Runtime.getProperties", params, timeout=_TIMEOUT_S)
    except CdpError as error:
        raise PageLeft(str(error)) from error
    return [
        (int(each["name"]), str(each["value"]["objectId"]))
        for each in said["result"]
        if each["name"].isdecimal() and "objectId" in each.get("value", {})
    ]


async def _closed_roots_of(session: Session, host: str) -> list[int]:
    """Return the browser's numbers of the closed roots of an element; none when it has none."""
    try:
        said = await session.send("DOM.describeNode", {"objectId": host}, timeout=_TIMEOUT_S)
    except CdpError:
        return []
    finally:
        session.post("Runtime.releaseObject", {"objectId": host})
    roots: list[dict[str, Any]] = said["node"].get("shadowRoots", [])
    return [int(r["backendNodeId"]) for r in roots if r.get("shadowRootType") == "closed"]


async def _enter(tab: PageDriver, frame: str, number: int) -> bool:
    session = tab.session_of(frame)
    try:
        resolved = await session.send(
            "DOM.resolveNode",
            {"backendNodeId": number, "executionContextId": tab.world_number(frame)},
            timeout=_TIMEOUT_S,
        )
        object_id = resolved["object"]["objectId"]
        call = {"functionDeclaration": _ENTER, "objectId": object_id}
        said = await session.send("Runtime.callFunctionOn", call, timeout=_TIMEOUT_S)
        session.post("Runtime.releaseObject", {"objectId": object_id})
    except CdpError:
        return False
    return "exceptionDetails" not in said


async def _part(tab: PageDriver, frame: str, url: str, index: int) -> PagePart:
    asked = f"JSON.stringify(civiscopeClosed.placeOf({index}))"
    place = json.loads(await tab.evaluate(asked, frame=frame))
    return PagePart("closed-root", place["selector"], _CLOSED, place["snippet"], url)
