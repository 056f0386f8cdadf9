"""What the browser is asked about failed elements, and what evidence keeps of its answers."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.page.browser_tree import MAX_NODES
from civiscope.model import AxeResults
from civiscope.model.browser_tree import TreeNode

pytestmark = pytest.mark.browser

INTERNALS = """
<t-save role="button" tabindex="0"></t-save><t-plain role="button" tabindex="0"></t-plain>
<script>
customElements.define('t-save', class extends HTMLElement {
  #own = this.attachInternals();
  connectedCallback() { this.#own.ariaLabel = 'Save the form'; }
});
customElements.define('t-plain', class extends HTMLElement {});
</script>
"""
SLOTTED = """
<t-list><template shadowrootmode="open"><ul><slot></slot></ul></template>
<t-item style="display: block" tabindex="0"><template shadowrootmode="open"><li>One</li></template>
</t-item></t-list>
"""


def tree_of(body: str, **more: Answer) -> dict[str, TreeNode]:
    answers = {"/": page("Home", body=body)} | {f"/{path}": said for path, said in more.items()}
    axe = visit(Site(answers), "/")["/"].evidence.axe
    assert isinstance(axe, AxeResults)
    return {node.selector: node for node in axe.tree}


def test_names_that_a_custom_element_keeps_to_itself_are_read() -> None:
    tree = tree_of(INTERNALS)

    assert (tree["t-save"].name, tree["t-save"].role, tree["t-save"].internals) == (
        "Save the form",
        "button",
        True,
    )
    assert (tree["t-plain"].name, tree["t-plain"].internals) == ("", False)


def test_items_are_found_through_elements_without_meaning() -> None:
    tree = tree_of(SLOTTED)

    assert tree["t-list >>> ul"].children == ("listitem",)
    assert tree["t-item >>> li"].parents[0] == "list"


def test_ordinary_elements_are_not_asked_about() -> None:
    assert tree_of('<button></button><a href="/x"></a><input><ul><p>Loose</p></ul>') == {}


def test_elements_in_frames_are_asked_about_there() -> None:
    inner = Answer(f'<!doctype html><html lang="en"><title>Inner</title><main>{INTERNALS}</main>')

    tree = tree_of('<iframe src="/inner" title="Inner"></iframe>', inner=inner)

    assert tree["iframe >>> t-save"].name == "Save the form"


def test_what_is_beyond_the_limit_is_kept_as_not_asked() -> None:
    many = '<t-plain role="button" tabindex="0"></t-plain>' * (MAX_NODES // 2 + 1)
    body = (
        f"{many}<script>customElements.define('t-plain', class extends HTMLElement {{}})</script>"
    )

    # Evidence keeps fifty failed elements of a rule.
    assert all(node.asked for node in tree_of(body).values())
    both = tree_of(body + '<t-x role="checkbox" tabindex="0"></t-x>' * (MAX_NODES // 2))
    assert [node.asked for node in both.values()].count(True) == MAX_NODES
    assert len(both) > MAX_NODES
