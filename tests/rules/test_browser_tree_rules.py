"""What the browser says of an element decides where axe-core may have misread it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civiscope.judge.apply import apply_rule
from civiscope.model import AxeResults, AxeRule, Node
from civiscope.model.browser_tree import TreeNode
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.testing import make_page

RULES = {rule.id: rule for rule in all_rules(load_rulebooks())}
SAVE = TreeNode("#x", ("custom-element",), "t-save", asked=True, role="button", name="Save")


def verdict(
    axe_rule: str,
    node: TreeNode | None,
    summary: str = "It has no name.",
    *,
    left_open: bool = False,
) -> str:
    named = (Node("#x", '<t-save id="x">', summary),)
    answer = AxeRule(axe_rule, violations=named, failed=1)
    if left_open:
        answer = AxeRule(axe_rule, incomplete=named, unsure=1)
    page = make_page(
        axe=AxeResults("4.14.1", (answer,), tree=() if node is None else (node,)),
        script_results={f"accessibility/{axe_rule}": []},
    )
    said = apply_rule(RULES[f"accessibility/{axe_rule}"], page)
    assert said.crash == ""
    return {(1, 0, 0): "passed", (0, 1, 0): "failed", (0, 0, 1): "cannot tell"}[
        said.passed, said.failed, said.unsure
    ]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (SAVE, "passed"),
        (None, "failed"),
        (replace(SAVE, name=""), "failed"),
        (replace(SAVE, name=" \ue001 "), "failed"),
        (replace(SAVE, name="→"), "cannot tell"),
        (replace(SAVE, name="a", kinds=("css-words",)), "cannot tell"),
        (replace(SAVE, name="Bins", kinds=("css-words",)), "passed"),
        (replace(SAVE, asked=False), "cannot tell"),
        (replace(SAVE, ignored=True, role="none", name=""), "cannot tell"),
        (replace(SAVE, ignored=True, role="none", name="", kinds=("select",)), "passed"),
    ],
)
@pytest.mark.parametrize("axe_rule", ["button-name", "link-name", "label", "aria-command-name"])
def test_a_name_that_the_browser_knows_is_a_name(
    axe_rule: str, node: TreeNode | None, expected: str
) -> None:
    assert verdict(axe_rule, node) == expected


@pytest.mark.parametrize(
    ("axe_rule", "node", "expected"),
    [
        ("list", replace(SAVE, role="list", children=("listitem", "listitem")), "passed"),
        ("list", replace(SAVE, role="list", children=("listitem", "paragraph")), "failed"),
        ("list", replace(SAVE, role="list"), "failed"),
        ("listitem", replace(SAVE, role="listitem", parents=("list", "main")), "passed"),
        ("listitem", replace(SAVE, role="listitem", parents=("main",)), "failed"),
        (
            "aria-required-children",
            replace(SAVE, role="suggestion", children=("deletion",)),
            "passed",
        ),
        ("aria-required-children", replace(SAVE, role="suggestion", children=("link",)), "failed"),
        ("aria-required-parent", replace(SAVE, role="tab", parents=("tablist",)), "passed"),
        ("aria-required-parent", replace(SAVE, role="tab", parents=("list",)), "failed"),
        ("dlitem", replace(SAVE, role="term", parents=("DescriptionList",)), "passed"),
    ],
)
def test_the_structure_that_the_browser_knows_counts(
    axe_rule: str, node: TreeNode, expected: str
) -> None:
    assert verdict(axe_rule, node) == expected


def test_a_role_that_only_the_browser_knows_allows_attributes() -> None:
    tab = replace(SAVE, role="tab", attributes=("aria-selected", "aria-label"))

    assert verdict("aria-allowed-attr", tab) == "passed"
    assert verdict("aria-allowed-attr", replace(tab, role="button")) == "failed"
    assert verdict("aria-allowed-attr", replace(tab, role="generic")) == "failed"


def test_a_role_that_only_the_browser_knows_can_be_named() -> None:
    assert verdict("aria-prohibited-attr", SAVE) == "passed"
    assert verdict("aria-prohibited-attr", replace(SAVE, role="generic")) == "failed"


def test_a_role_newer_than_the_tables_of_axe_is_known() -> None:
    said = "Role must be one of the valid ARIA roles: comment"
    new = replace(SAVE, role="comment", kinds=("unknown-role",))

    assert verdict("aria-roles", new, said) == "passed"
    assert verdict("aria-roles", replace(new, role="generic"), said) == "failed"
    assert verdict("aria-roles", replace(new, role="list"), said) == "failed"


def test_a_state_in_the_script_of_a_custom_element_is_proven_when_it_is_on() -> None:
    said = "Required ARIA attribute not present: aria-checked"
    box = replace(SAVE, role="checkbox", internals=True, states={"checked": "false"})

    assert verdict("aria-required-attr", box, said) == "cannot tell"
    assert verdict("aria-required-attr", replace(box, states={"checked": "true"}), said) == "passed"
    assert verdict("aria-required-attr", replace(box, internals=False), said) == "failed"


def test_attributes_of_aria_1_3_are_valid() -> None:
    said = "Invalid ARIA attribute name: aria-rowindextext"

    assert verdict("aria-valid-attr", None, said) == "passed"
    assert verdict("aria-valid-attr", None, f"{said}, aria-lable") == "failed"


def test_a_message_of_an_error_need_not_be_a_live_region() -> None:
    said = (
        "aria-errormessage value `e1` must use a technique to announce the message"
        " (e.g., aria-live, aria-describedby, role=alert, etc.)"
    )

    assert verdict("aria-valid-attr-value", None, said) == "passed"
    assert verdict("aria-valid-attr-value", None, f"{said}; Invalid value: aria-x") == "failed"


def test_what_axe_left_open_passes_only_when_the_browser_knows_better() -> None:
    tab = replace(SAVE, role="tab", attributes=("aria-selected",))

    assert verdict("aria-allowed-attr", tab, left_open=True) == "passed"
    assert verdict("aria-allowed-attr", replace(tab, role="link"), left_open=True) == "cannot tell"
