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


OWN_ROLES = """
<style>t-send, t-box, t-seal { display: inline-block; width: 30px; height: 30px }</style>
<t-send tabindex="0"></t-send><t-send tabindex="0">Send</t-send><t-box></t-box><t-box></t-box>
<div aria-hidden="TRUE"><t-seal></t-seal></div><t-seal></t-seal>
<script>
const define = (name, role) => customElements.define(name, class extends HTMLElement {
  #own = this.attachInternals();
  connectedCallback() { if (role) this.#own.role = role; }
});
define('t-send', 'button');
define('t-box', '');
define('t-seal', 'img');
</script>
"""


def test_roles_that_custom_elements_keep_to_themselves_are_asked_for() -> None:
    found = {s: (n.role, n.name, n.kinds) for s, n in tree_of(OWN_ROLES).items()}

    assert found == {
        "html > body > main > t-send:nth-of-type(1)": ("button", "", ("own-role",)),
        "html > body > main > t-seal": ("image", "", ("own-role",)),
    }


def test_a_frame_is_named_with_an_element_of_its_own_role() -> None:
    inner = Answer(f'<!doctype html><html lang="en"><title>Inner</title><main>{OWN_ROLES}</main>')

    tree = tree_of('<iframe src="/inner" title="Inner"></iframe>', inner=inner)

    frames = [node.place().frame.rpartition("/")[2] for node in tree.values()]
    assert frames == ["inner", "inner"]


def test_of_many_elements_with_roles_of_their_own_some_are_kept_as_not_asked() -> None:
    many = '<t-send tabindex="0"></t-send>' * (MAX_NODES + 5)

    tree = tree_of(OWN_ROLES + many).values()

    assert {node.role for node in tree if not node.asked} == {"button"}
