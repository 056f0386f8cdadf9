"""What `fetchLater` sends belongs to the page that asked for it, and to no other."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.page.visit import VisitResult
from civiscope.model import Request

pytestmark = pytest.mark.browser

INLINE = "<script>fetchLater('/count', {method: 'POST', body: 'x'})</script>"
# Where nobody finds it in the source, it is sent when the next page has begun.
HIDDEN = "<script>window['fetch' + 'Later']('/hidden')</script>"
SITE = {
    "/inline": page("Inline", body=INLINE),
    "/file": page("File", body='<script src="/defer.js"></script>'),
    "/defer.js": Answer("fetchLater('/count-file')", type="text/javascript"),
    "/hidden-late": page("Hidden", body=HIDDEN),
    "/clean": page("Clean"),
    "/soon": page("Soon", body="<script>fetchLater('/now', {activateAfter: 0})</script>"),
}


@pytest.fixture(scope="module")
def seen() -> dict[str, VisitResult]:
    return visit(Site(SITE), "/inline", "/file", "/hidden-late", "/clean", "/soon")


def fetched(seen: VisitResult) -> list[Request]:
    requests = seen.evidence.requests
    assert isinstance(requests, tuple)
    return [request for request in requests if request.type == "fetch"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/inline", ["/count"]),
        ("/file", ["/count-file"]),
        ("/hidden-late", []),
        ("/clean", []),
        ("/soon", ["/now"]),
    ],
)
def test_a_request_that_is_put_off_is_told_of_its_own_page(
    seen: dict[str, VisitResult], path: str, asked: list[str]
) -> None:
    found = fetched(seen[path])

    assert [request.url.partition("127.0.0.1")[2].partition("/")[2] for request in found] == [
        each.removeprefix("/") for each in asked
    ]
    assert all(request.mixed_content == "none" for request in found)
    assert all(request.frame_url.endswith(path) for request in found)
    assert seen[path].visit.state == "complete"
