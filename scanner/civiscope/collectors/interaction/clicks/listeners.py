"""Ask the browser which elements of a page listen to the mouse, to keys or to the focus."""

from __future__ import annotations

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.keyboard.frames import Frames

DOWN = frozenset({"mousedown", "pointerdown", "touchstart"})
DOUBLE = frozenset({"dblclick"})
MOUSE = frozenset({"click", "mouseup", "pointerup"}) | DOWN | DOUBLE
FOCUS = frozenset({"focus", "focusin", "blur", "focusout"})
KEYS = frozenset({"keydown", "keyup", "keypress"})
TILT = frozenset({"deviceorientation", "deviceorientationabsolute", "devicemotion"})
_MAX_ELEMENTS = 400
_HOSTS = "civiscopeKeyboard.everything(document).filter((each) => each.shadowRoot).slice(0, 20)"


async def listening(tab: Tab, frames: Frames, kinds: frozenset[str]) -> tuple[list[int], bool]:
    """Return the numbers of elements that listen to events of *kinds*, and whether anything above
    them all (the body, the document, the window) does so for them."""
    by_element, above = await find_listeners(tab, frames, kinds)
    return list(by_element), bool(above)


async def find_listeners(
    tab: Tab, frames: Frames, kinds: frozenset[str]
) -> tuple[dict[int, set[str]], set[str]]:
    """Return to which events of *kinds* each element listens, by its number, and to which of them
    anything above them all does."""
    ours = await _handle(frames, "document")
    # The browser names a handle after the world it lives in: isolate, context, number.
    context = int(ours.split(".")[1])
    # It reports listeners only to whoever asks in the world that has them, the page's own.
    roots = [await _page_handle(tab, each) for each in ("document", "window")]
    above: set[str] = set()
    found: list[tuple[str, int]] = []
    for root in roots:
        above |= {kind for kind, _ in await _listeners(tab, root, whole=False)} & kinds
    found += await _listeners(tab, roots[0], whole=True)
    # One call could look into shadow roots too (`pierce`), but on some pages that ends the tab.
    for index in range(int(await frames.ask(f"{_HOSTS}.length"))):
        root = await _handle(frames, f"{_HOSTS}[{index}].shadowRoot")
        found += await _listeners(tab, await _counterpart(tab, root), whole=True)
    nodes: dict[int, set[str]] = {}
    for kind, node in found:
        if kind in kinds and node:
            nodes.setdefault(node, set()).add(kind)
    by_element: dict[int, set[str]] = {}
    for node in list(nodes)[:_MAX_ELEMENTS]:
        number = await _number(tab, node, context)
        if number < 0:
            above |= nodes[node]
        else:
            by_element[number] = nodes[node]
    return by_element, above


async def _handle(frames: Frames, what: str) -> str:
    return str((await frames.ask(what, by_value=False))["objectId"])


async def _page_handle(tab: Tab, what: str) -> str:
    # Only the handle is taken: neither name can be made to mean something else by the page.
    result = await tab.session.send("Runtime.evaluate", {"expression": what}, timeout=10)
    return str(result["result"]["objectId"])


async def _counterpart(tab: Tab, handle: str) -> str:
    """Return the page's own handle of a node that we have one of."""
    node = await tab.session.send("DOM.describeNode", {"objectId": handle}, timeout=10)
    named = {"backendNodeId": node["node"]["backendNodeId"]}
    resolved = await tab.session.send("DOM.resolveNode", named, timeout=10)
    return str(resolved["object"]["objectId"])


async def _listeners(tab: Tab, handle: str, *, whole: bool) -> list[tuple[str, int]]:
    result = await tab.session.send(
        "DOMDebugger.getEventListeners",
        {"objectId": handle, **({"depth": -1} if whole else {})},
        timeout=15,
    )
    return [(str(each["type"]), int(each.get("backendNodeId", 0))) for each in result["listeners"]]


async def _number(tab: Tab, node: int, context: int) -> int:
    """Return our number of a node; -1 when it is the document, its root or its body."""
    try:
        resolved = await tab.session.send(
            "DOM.resolveNode", {"backendNodeId": node, "executionContextId": context}, timeout=10
        )
        said = await tab.session.send(
            "Runtime.callFunctionOn",
            {
                "objectId": resolved["object"]["objectId"],
                "functionDeclaration": _NUMBER,
                "returnByValue": True,
            },
            timeout=10,
        )
    except CdpError:
        # An element of another document: a frame's.
        return -1
    return int(said["result"].get("value", -1))


_NUMBER = """function () {
  return this instanceof Element && this !== document.body && this !== document.documentElement
    ? civiscopeKeyboard.numberOf(this) : -1;
}"""
