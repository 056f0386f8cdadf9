"""Let the browser's own accessibility tree correct what axe-core fails for name, role or state.

axe-core cannot see what a custom element keeps in ElementInternals, what a style sheet gives as the
alternative of a picture, or where a label in another tree leads; the browser can. It was asked when
the page was visited, about failed elements of such kinds only.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model import EvidenceMissing
from civiscope.model.browser_tree import TreeNode
from civiscope.model.script_results import place_of
from civiscope_rules.shared.aria_tables import (
    CONTEXT_ROLES,
    GLOBAL_ATTRIBUTES,
    NAMELESS_ROLES,
    OWNED_ROLES,
    SUPPORTED_ATTRIBUTES,
)

Opinion = Literal["passed", "cannot_tell", "failed"]
_LETTERS = re.compile(r"[^\W_]")
_SIGN = re.compile(r"[^\s\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Anything but space and the places where fonts of icons put their pictures."""
_MIN_LETTERS = 2
"""Letters of a name from a style sheet before they are taken for a word, and not for an icon."""
_NATIVE_LISTS = {
    "DescriptionList": frozenset({"term", "definition", "DescriptionListTerm", "group"})
}


def correct_by_browser(
    page: Page, axe_rule: str, opinion: Callable[[TreeNode, str], Opinion], message: str = ""
) -> Iterator[Outcome]:
    """Yield an outcome for each element of *axe_rule* that the browser sees otherwise.

    *opinion* gets what the browser says and axe-core's sentence; `failed` lets axe-core's stand.
    Without a *message*, what cannot be told bears axe-core's sentence.
    """
    result = page.axe.rule(axe_rule)
    if result is None or not page.axe.tree:
        return
    known = {node.selector: node for node in page.axe.tree}
    for node in (*result.violations, *result.incomplete):
        seen = known.get(node.selector)
        if seen is None or (node in result.incomplete and not seen.asked):
            continue
        verdict = opinion(seen, node.summary) if seen.asked else "cannot_tell"
        if verdict == "passed":
            yield passed(node.place())
        elif verdict == "cannot_tell":
            yield cannot_tell(node.place(), message, role=seen.role or "generic", tag=seen.tag)


def check_names(page: Page, axe_rule: str) -> Iterator[Outcome]:
    """Yield what the browser says of names that axe-core misses."""
    return correct_by_browser(page, axe_rule, _named)


def results_if_run(page: Page, rule: str) -> Iterator[Mapping[str, Any]]:
    """Yield what the script of *rule* answered; nothing of evidence older than the script."""
    with contextlib.suppress(EvidenceMissing):
        yield from page.script_results(rule)


def cleared_by_script(page: Page, axe_rule: str) -> Iterator[Outcome]:
    """Yield as passed the elements of *axe_rule* of which the rule's own script says that."""
    for result in results_if_run(page, f"accessibility/{axe_rule}"):
        yield passed(place_of(result))


def check_own_roles(page: Page, roles: frozenset[str]) -> Iterator[Outcome]:
    """Yield custom elements of these *roles*, which only the browser knows, by their names.

    axe-core passes over them. The rule's message is `own_role`.
    """
    for node in page.axe.tree:
        if "own-role" not in node.kinds or node.role not in roles:
            continue
        if not node.asked:
            yield cannot_tell(node.place(), "own_role", role=node.role)
        elif _SIGN.search(node.name):
            yield passed(node.place())
        else:
            yield failed(node.place(), "own_role", role=node.role)


def check_given_roles(page: Page, axe_rule: str) -> Iterator[Outcome]:
    """Yield what the rule's script found of buttons and links that were given another role.

    axe-core asks for their names by what they were. The rule's message is `own_role`.
    """
    known = {node.selector: node for node in page.axe.tree}
    for result in results_if_run(page, f"accessibility/{axe_rule}"):
        place = place_of(result)
        if result.get("verdict") == "passed":
            yield passed(place)
            continue
        seen = known.get(place.selector)
        opinion = _named(seen, "") if seen is not None and seen.asked else "failed"
        if opinion == "failed":
            yield failed(place, "own_role", role=result["role"])
        elif opinion == "cannot_tell":
            yield cannot_tell(place, "own_role", role=result["role"])


def in_structure(page: Page, axe_rule: str) -> Iterator[Outcome]:
    """Yield what the browser says of children or parents that axe-core misses."""
    inward = axe_rule in {"list", "aria-required-children", "definition-list"}
    return correct_by_browser(
        page, axe_rule, _holds_right_roles if inward else _stands_in_right_role
    )


def _named(node: TreeNode, _summary: str) -> Opinion:
    if node.ignored:
        # The button of a select is a part of it, and no control of its own.
        return "passed" if "select" in node.kinds else "cannot_tell"
    if not _SIGN.search(node.name):
        return "failed"
    letters = len(_LETTERS.findall(node.name))
    return (
        "passed" if letters >= (_MIN_LETTERS if "css-words" in node.kinds else 1) else "cannot_tell"
    )


def _holds_right_roles(node: TreeNode, _summary: str) -> Opinion:
    right = OWNED_ROLES.get(node.role) or _NATIVE_LISTS.get(node.role, frozenset[str]())
    return "passed" if node.children and right.issuperset(node.children) else "failed"


def _stands_in_right_role(node: TreeNode, _summary: str) -> Opinion:
    right = CONTEXT_ROLES.get(node.role, frozenset[str]())
    if node.role in {"term", "definition", "DescriptionListTerm"}:
        right = frozenset(_NATIVE_LISTS)
    return "passed" if node.parents and node.parents[0] in right else "failed"


def allowed_attributes(node: TreeNode, _summary: str) -> Opinion:
    """Say whether the role that the browser knows supports all attributes of an element."""
    supported = SUPPORTED_ATTRIBUTES.get(node.role, frozenset[str]())
    given = {name for name in node.attributes if name.startswith("aria-")}
    return "passed" if given <= GLOBAL_ATTRIBUTES | supported and supported else "failed"


def may_be_named(node: TreeNode, _summary: str) -> Opinion:
    """Say whether the role that the browser knows can bear a name."""
    return "failed" if node.ignored or node.role in NAMELESS_ROLES else "passed"


def known_role(node: TreeNode, summary: str) -> Opinion:
    """Say whether the browser hands on a role that axe-core does not know."""
    # An element with a misspelt role keeps its own: `<ol role="crumbs">` is a list to the browser.
    handed_on = node.role.lower() in re.findall(r"[\w-]+", summary.lower())
    known = "unknown-role" in node.kinds and handed_on and node.role not in NAMELESS_ROLES
    return "passed" if known else "failed"


def required_states(node: TreeNode, summary: str) -> Opinion:
    """Say whether a custom element has the states that its role asks for, as the browser sees it.

    A state that was never set reads like one that is off, so only one that is on proves itself.
    """
    if not node.internals:
        return "failed"
    needed = [name.removeprefix("aria-") for name in re.findall(r"aria-[a-z]+", summary)]
    proven = needed and all(node.states.get(name, "false") not in {"false", ""} for name in needed)
    return "passed" if proven else "cannot_tell"
