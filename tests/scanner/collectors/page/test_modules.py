"""Modules that import others: what the browser tells of them, and what pins them."""

from __future__ import annotations

import base64
import hashlib

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.page.visit import VisitResult
from civiscope.model import Dom

pytestmark = pytest.mark.browser

CODE = "window.ran = true"
DIGEST = "sha384-" + base64.b64encode(hashlib.sha384(CODE.encode()).digest()).decode()
MAP = f'''<script type="importmap">{{"integrity": {{"/b.js": "{DIGEST}"}}}}</script>'''
BODY = """<script type="module">import "/a.js"; import "/b.js"; import("/c.js")</script>
<script>let s = document.createElement("script"); s.src = "/d.js"; document.head.append(s)</script>
<link rel="preload" as="script" href="/e.js">"""
SITE = {
    "/": page("Modules", head=MAP, body=BODY),
    **{f"/{name}.js": Answer(CODE, type="text/javascript") for name in "abcde"},
}


@pytest.fixture(scope="module")
def seen() -> VisitResult:
    return visit(Site(SITE), "/")["/"]


def test_only_import_statements_have_an_initiator_without_a_stack(seen: VisitResult) -> None:
    requests = seen.evidence.requests
    assert isinstance(requests, tuple)
    by_statement = {
        request.url[-5:]
        for request in requests
        if request.type == "script"
        and request.initiator.type == "script"
        and request.initiator.line is not None
        and not request.initiator.stack
    }

    assert by_statement == {"/a.js", "/b.js"}
    assert {"/c.js", "/d.js", "/e.js"} <= {request.url[-5:] for request in requests}


def test_what_an_import_map_pins_is_kept(seen: VisitResult) -> None:
    assert isinstance(seen.evidence.dom, Dom)
    assert [(url[-5:], value) for url, value in seen.evidence.dom.pinned] == [("/b.js", DIGEST)]
