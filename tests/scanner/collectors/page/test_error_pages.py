"""What a server answers with an error is read as any page is, whatever its type and status."""

from __future__ import annotations

import json

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site

from civiscope.model import RawHtml

pytestmark = pytest.mark.browser

TRACE = "TypeError: x\n    at JSON.parse (<anonymous>)\n    at go (/srv/permits/a.js:1:2)\n"
SITE = {
    "/page": Answer(f"<pre>{TRACE}</pre>", 500),
    "/gone": Answer(f"<pre>{TRACE}</pre>", 410),
    "/data": Answer(json.dumps({"stack": TRACE}), 400, "application/json"),
    "/text": Answer(TRACE, 503, "text/plain"),
}


def test_a_trace_on_an_error_page_is_in_the_evidence() -> None:
    seen = visit(Site(SITE), *SITE)

    for path, answer in SITE.items():
        raw = seen[path].evidence.raw_html
        assert isinstance(raw, RawHtml), path
        assert [sign.kind for sign in raw.debugging] == ["node"]
        requests = seen[path].evidence.requests
        assert isinstance(requests, tuple)
        assert [r.response.status for r in requests if r.main and r.response] == [answer.status]
