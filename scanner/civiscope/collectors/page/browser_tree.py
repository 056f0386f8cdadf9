"""Ask the browser's accessibility tree about elements whose name, role or state axe-core fails."""

from __future__ import annotations

import contextlib
import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace

from civiscope.browser.cdp import CdpError, Json, Session
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver
from civiscope.model import AxeRule
from civiscope.model.adapters import adapter_of
from civiscope.model.browser_tree import TreeNode

ASKED_RULES = (
    "area-alt",
    "aria-allowed-attr",
    "aria-allowed-role",
    "aria-command-name",
    "aria-conditional-attr",
    "aria-dialog-name",
    "aria-input-field-name",
    "aria-meter-name",
    "aria-progressbar-name",
    "aria-prohibited-attr",
    "aria-required-attr",
    "aria-required-children",
    "aria-required-parent",
    "aria-roles",
    "aria-tab-name",
    "aria-toggle-field-name",
    "aria-tooltip-name",
    "aria-treeitem-name",
    "button-name",
    "definition-list",
    "dlitem",
    "empty-heading",
    "empty-table-header",
    "image-alt",
    "input-button-name",
    "input-image-alt",
    "label",
    "link-name",
    "list",
    "listitem",
    "nested-interactive",
    "object-alt",
    "role-img-alt",
    "select-name",
    "summary-name",
    "svg-img-alt",
)
"""Rules of axe-core on names, roles and states."""
OWN_ROLE = "own-role"
NAMED_ROLES = frozenset(
    {
        "button",
        "checkbox",
        "combobox",
        "image",
        "link",
        "listbox",
        "menuitem",
        "menuitemcheckbox",
        "menuitemradio",
        "option",
        "radio",
        "searchbox",
        "slider",
        "spinbutton",
        "switch",
        "tab",
        "textbox",
    }
)
"""Roles, by the browser's words, that need a name; a custom element may keep one to itself."""
MAX_NODES = 60
"""Elements of a page that the browser is asked of; the rest is kept as not asked."""
MAX_TAGS = 30
"""Kinds of custom elements without words that the browser is asked of."""
MAX_DESCENTS = 20
"""Nodes without meaning that are looked through below one element."""
MAX_NAME = 200
_TIMEOUT_S = 5.0
_WITHOUT_MEANING = {"", "generic", "none", "presentation", "ListMarker", "InlineTextBox"}
_TEXT = "StaticText"


async def ask_browser_tree(
    tab: PageDriver,
    rules: Iterable[AxeRule],
    frames: Mapping[str, tuple[str, str]],
    urls: Mapping[str, str],
) -> tuple[TreeNode, ...]:
    """Return what the browser makes of failed elements that axe-core may have misread.

    And of custom elements without words whose roles axe-core does not know, as far as they need a
    name. *frames* holds the id and the selector of each frame, by the way to it as world.js writes
    it, and *urls* its address.
    """
    failed = [
        rule for rule in rules if rule.id in ASKED_RULES and (rule.violations or rule.incomplete)
    ]
    names = json.dumps([rule.id for rule in failed])
    results = [*await _ask_frame(tab, f"suspects({names})", "", "", MAX_NODES)]
    by_frame = _by_frame(failed, frames)
    for way, (frame, prefix) in frames.items():
        question = f"suspectsAt({json.dumps(by_frame.get(way, []))})"
        try:
            found = await _ask_frame(tab, question, frame, prefix, MAX_NODES - len(results))
        except (CdpError, PageLeft):
            continue
        results += [
            replace(node, frame=urls.get(way, "")) if node.snippet else node for node in found
        ]
    return tuple(results)


def _by_frame(
    rules: Iterable[AxeRule], frames: Mapping[str, tuple[str, str]]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in rules:
        for node in rule.violations:
            if node.frame not in frames:
                continue
            inner = node.selector.removeprefix(frames[node.frame][1])
            if inner != node.selector:
                found.setdefault(node.frame, []).append(inner)
    return found


async def _ask_frame(
    tab: PageDriver, question: str, frame: str, prefix: str, left: int
) -> list[TreeNode]:
    said = await tab.evaluate(f"civiscope.{question}", frame=frame)
    return await _ask_about(tab, said, frame, prefix, left)


async def ask_of_suspects(tab: PageDriver, suspects: str) -> tuple[TreeNode, ...]:
    """Return what the browser makes of the *suspects* of a page without frames, as suspects.js
    names them."""
    return tuple(await _ask_about(tab, suspects, "", "", MAX_NODES))


async def _ask_about(
    tab: PageDriver, answer: str, frame: str, prefix: str, left: int
) -> list[TreeNode]:
    said = json.loads(answer)
    suspects = adapter_of(tuple[TreeNode, ...]).validate_python(said["nodes"])
    nodes = [replace(node, selector=prefix + node.selector) for node in suspects]
    failed = [node for node in nodes if OWN_ROLE not in node.kinds]
    if not nodes or said["large"]:
        return failed
    session = tab.session_of(frame or tab.main_frame)
    with contextlib.suppress(CdpError):
        # Without it the browser would build its whole tree anew for each question.
        await session.send("Accessibility.enable", timeout=_TIMEOUT_S)
        try:
            for index, node in enumerate(failed[:left]):
                failed[index] = await _ask(session, node, await _handle(tab, frame, index))
            passed_over = dict(enumerate(nodes[len(failed) :], len(failed)))
            failed += await _nameless(tab, session, frame, passed_over)
        finally:
            await session.send("Accessibility.disable", timeout=_TIMEOUT_S)
    return failed


async def _nameless(
    tab: PageDriver, session: Session, frame: str, nodes: Mapping[int, TreeNode]
) -> list[TreeNode]:
    """Return those of *nodes* with a role that needs a name; some may not have been asked.

    Elements of one tag mostly have one role, so where the first has none, no other is asked.
    """
    found: list[TreeNode] = []
    roles: dict[str, str] = {}
    for index, node in nodes.items():
        role = roles.get(node.tag, "")
        if not role and (node.tag in roles or len(roles) >= MAX_TAGS):
            continue
        if len(found) < MAX_NODES:
            node = await _ask(session, node, await _handle(tab, frame, index))
            known = node.role if node.role in NAMED_ROLES and not node.ignored else ""
            roles.setdefault(node.tag, known)
            if known:
                found.append(node)
        elif role:
            found.append(replace(node, role=role))
    return found


async def _handle(tab: PageDriver, frame: str, index: int) -> Json:
    element = await tab.evaluate(f"civiscope.suspect({index})", frame=frame, by_value=False)
    return {"objectId": element.get("objectId", "")}


async def _ask(session: Session, node: TreeNode, which: Json) -> TreeNode:
    nodes = await _partial_tree(session, which)
    if not nodes:
        return node
    own = nodes[0]
    return replace(
        node,
        asked=True,
        ignored=bool(own.get("ignored")),
        role=_value(own, "role"),
        name=" ".join(_value(own, "name").split())[:MAX_NAME],
        states=_states(own),
        children=await _children(session, nodes),
        parents=_parents(nodes),
    )


async def _partial_tree(session: Session, which: Json) -> list[Json]:
    result = await session.send(
        "Accessibility.getPartialAXTree", {**which, "fetchRelatives": True}, timeout=_TIMEOUT_S
    )
    return list(result.get("nodes", ()))


def _value(node: Json, key: str) -> str:
    value = node.get(key, {}).get("value")
    return value if isinstance(value, str) else ""


def _states(node: Json) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in node.get("properties", ()):
        value = each["value"].get("value")
        if isinstance(value, str | bool | int | float):
            plain = str(value).lower() if isinstance(value, bool) else str(value)
            found[each["name"]] = plain[:MAX_NAME]
    # An address is not a state, and may hold what nobody else should read.
    found.pop("url", None)
    number = node.get("value", {}).get("value")
    if isinstance(number, int | float):
        found["valuenow"] = str(number)
    return found


async def _children(session: Session, nodes: list[Json]) -> tuple[str, ...]:
    """Return the roles of the nearest exposed nodes below the first of *nodes*."""
    roles: list[str] = []
    waiting = deque([(nodes[0], {node["nodeId"]: node for node in nodes})])
    descents = 0
    while waiting:
        parent, known = waiting.popleft()
        for each in parent.get("childIds", ()):
            child = known.get(each)
            if child is None:
                continue
            role = _value(child, "role")
            if role not in _WITHOUT_MEANING:
                if role != _TEXT or _value(child, "name").strip():
                    roles.append(role)
            elif child.get("ignored"):
                waiting.append((child, known))
            elif "backendDOMNodeId" in child and descents < MAX_DESCENTS:
                descents += 1
                inner = await _partial_tree(session, {"backendNodeId": child["backendDOMNodeId"]})
                if inner:
                    waiting.append((inner[0], {node["nodeId"]: node for node in inner}))
    return tuple(roles)


def _parents(nodes: list[Json]) -> tuple[str, ...]:
    known = {node["nodeId"]: node for node in nodes}
    roles: list[str] = []
    at = known.get(nodes[0].get("parentId", ""))
    while at is not None and len(roles) < MAX_DESCENTS:
        role = _value(at, "role")
        if not at.get("ignored") and role not in _WITHOUT_MEANING:
            roles.append(role)
        at = known.get(at.get("parentId", ""))
    return tuple(roles)
