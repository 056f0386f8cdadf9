"""Hand shadow roots that are closed to scripts over to our own world, by way of the browser."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from civiscope.browser.cdp import CdpError, Json, Session
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft

_MAX_ROOTS = 200
_MAX_ELEMENTS = 60_000
"""Of a page; the browser lists them all, and larger pages are not listed."""
_TAKE = "function () { civiscopeRoots.take(this); }"


@lru_cache(maxsize=1)
def roots_script() -> str:
    """Return the script that leads into shadow roots; it comes before all that look into them."""
    folder = files("civiscope.collectors.consent")
    return folder.joinpath("roots.js").read_text(encoding="utf-8")


async def open_closed_roots(tab: Tab, elements: int) -> tuple[int, str]:
    """Lead our world into every closed root; return how many, and what it was not led into.

    *elements* is how many the page's own document has. Raises TabLost.
    """
    opened = 0
    if elements > _MAX_ELEMENTS:
        return 0, f"With {elements} elements, the page was not searched for closed shadow roots."
    for session in tab.sessions:
        try:
            answer = await session.send(
                "DOM.getDocument", {"depth": -1, "pierce": True}, timeout=10
            )
        except CdpError:
            return opened, "Closed shadow roots were not searched: the browser did not list them."
        finally:
            # Without this the browser goes on telling of every change of the document.
            with contextlib.suppress(CdpError):
                session.post("DOM.disable")
        # A frame of another site is a target of its own, and bears its number.
        own = session is tab.session
        outer = tab.main_frame if own else str(session.target.get("targetId", ""))
        found = list(closed_roots(answer["root"], outer))
        for frame, node in found[:_MAX_ROOTS]:
            opened += await _take(tab, session, frame, node)
        if len(found) > _MAX_ROOTS:
            return opened, f"Of {len(found)} closed shadow roots, {_MAX_ROOTS} were searched."
    return opened, ""


def closed_roots(node: Json, frame: str) -> Iterator[tuple[str, int]]:
    """Yield the frame and the browser's number of each closed root at or below *node*."""
    waiting = [(node, frame)]
    while waiting:
        at, inside = waiting.pop()
        for root in at.get("shadowRoots", ()):
            if root.get("shadowRootType") == "closed":
                yield inside, int(root["backendNodeId"])
            if root.get("shadowRootType") != "user-agent":
                waiting.append((root, inside))
        waiting += [(child, inside) for child in at.get("children", ())]
        document = at.get("contentDocument")
        if document is not None:
            waiting.append((document, str(at.get("frameId") or document.get("frameId") or inside)))


async def _take(tab: Tab, session: Session, frame: str, node: int) -> bool:
    try:
        await tab.evaluate(f"{roots_script()};undefined", frame=frame)
        context = tab.world_number(frame)
        resolved = await session.send(
            "DOM.resolveNode", {"backendNodeId": node, "executionContextId": context}, timeout=5
        )
        object_id = resolved["object"]["objectId"]
        call = {"functionDeclaration": _TAKE, "objectId": object_id}
        await session.send("Runtime.callFunctionOn", call, timeout=5)
        session.post("Runtime.releaseObject", {"objectId": object_id})
    except (CdpError, PageLeft):
        # The element is gone, or its frame: then so is what it showed.
        return False
    return True
