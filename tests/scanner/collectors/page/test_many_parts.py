"""A page of very many parts is seen whole; one beyond all bounds says that it was not."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site

from civiscope.model import Dom

pytestmark = pytest.mark.browser

WRITE = """<!doctype html><html lang="en"><title>Questions</title><main id="all"></main><script>
let text = "";
for (let i = 0; i < COUNT; i++) text += `<h2>Question ${i}</h2>`;
document.getElementById("all").innerHTML = text;
</script>"""


@pytest.mark.parametrize(("count", "state"), [(1200, "complete"), (6000, "partial")])
def test_a_page_is_seen_whole_up_to_a_bound(count: int, state: str) -> None:
    seen = visit(Site({"/": Answer(WRITE.replace("COUNT", str(count)))}), "/")["/"]

    dom = seen.evidence.dom
    assert isinstance(dom, Dom)
    assert seen.visit.state == state
    assert len(dom.headings) == min(count, 5000)
