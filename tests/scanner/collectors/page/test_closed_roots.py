"""What stands in a closed shadow root is judged like everything else."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Site, page

from civiscope.model import AxeResults, Dom

pytestmark = pytest.mark.browser

PICTURE = (
    '<img id="{}" width="20" height="20"'
    ' src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">'
)
SCRIPTED = f"""<x-card id="card"></x-card><div id="chat"></div><x-plain id="plain">Text</x-plain>
<div style="height: 20px; background: #eee"></div>
<script>
  customElements.define("x-plain", class extends HTMLElement {{}});
  customElements.define("x-card", class extends HTMLElement {{
    constructor() {{
      super();
      this.attachShadow({{ mode: "closed" }}).innerHTML = `<h2>Card</h2>
        {PICTURE.format("one")}<x-inner id="inner"></x-inner>`;
    }}
  }});
  customElements.define("x-inner", class extends HTMLElement {{
    constructor() {{
      super();
      this.attachShadow({{ mode: "closed" }}).innerHTML = `{PICTURE.format("two")}`;
    }}
  }});
  chat.attachShadow({{ mode: "closed" }}).innerHTML = `<p>Ask us.</p>{PICTURE.format("three")}`;
  setInterval(() => {{ if (card.shadowRoot || chat.shadowRoot) document.title = "seen"; }}, 10);
</script>"""
DECLARED = (
    '<section id="news"><template shadowrootmode="closed"><p>News of the week.</p>'
    f"{PICTURE.format('four')}</template></section>"
)


def test_what_closed_roots_hold_is_judged_and_the_page_does_not_notice() -> None:
    """Roots of custom elements, of a plain element, within one another, and written in HTML."""
    frame = '<iframe src="/framed" title="Framed" width="300" height="200"></iframe>'
    site = Site(
        {
            "/": page("Cards", body=f"<main>{SCRIPTED}{DECLARED}{frame}</main>"),
            "/framed": page("Framed", body=DECLARED),
        }
    )
    evidence = visit(site, "/")["/"].evidence
    assert isinstance(evidence.axe, AxeResults)
    rule = next(rule for rule in evidence.axe.rules if rule.id == "image-alt")
    own = {node.selector for node in rule.violations if not node.frame}
    assert own == {
        "#card >>> #one",
        "#card >>> #inner >>> #two",
        "#chat >>> #three",
        "#news >>> #four",
    }
    assert [n.selector.endswith("#four") for n in rule.violations if n.frame] == [True]
    assert isinstance(evidence.dom, Dom)
    assert evidence.dom.title == "Cards"
    assert not [part for part in evidence.parts if part.kind == "closed-root"]
