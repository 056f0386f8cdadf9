"""How scripts change cookies and storage while a page is visited."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Site, page

from civiscope.model import Evidence, StateChange

pytestmark = pytest.mark.browser

SCRIPT = """<script>
localStorage.setItem("id", "ab");
localStorage.setItem("id", "abcd-secret");
localStorage.removeItem("id");
sessionStorage.setItem("step", "1");
document.cookie = "seen=yes";
</script>"""


def visited(site: Site, *paths: str) -> list[tuple[StateChange, ...]]:
    """Visit *paths* in one tab and return what changed at each."""
    seen = visit(site, *paths).values()
    for each in seen:
        assert b"secret" not in TypeAdapter(Evidence).dump_json(each.evidence)
    changes = [each.evidence.changes for each in seen]
    return [each for each in changes if isinstance(each, tuple)]


def test_changes_come_in_time_with_what_can_be_said_of_the_value() -> None:
    site = Site({"/": page("Home", body=SCRIPT), "/plain": page("Plain")})

    first, second = visited(site, "/", "/plain")

    origin = site.url("")
    # Areas tell of their changes at their own pace; each keeps its order.
    told = sorted(first, key=lambda change: change.area)
    assert [(c.area, c.action, c.name, c.length) for c in told] == [
        ("cookie", "added", "seen", 3),
        ("local", "added", "id", 2),
        ("local", "changed", "id", 11),
        ("local", "removed", "id", 0),
        ("session", "added", "step", 1),
    ]
    assert {c.origin for c in first if c.area != "cookie"} == {origin}
    assert all(0 <= c.at < 60 for c in first)
    assert told[1].entropy == 1.0
    assert second == ()
