"""A policy in a meta element counts where browsers follow it: as a child of the head."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site

from civiscope.model import Dom

pytestmark = pytest.mark.browser

META = """<meta http-equiv="Content-Security-Policy" content="script-src 'none'">"""
RUN = "<script>document.title = 'ran'</script>"


@pytest.mark.parametrize(
    ("markup", "in_head"),
    [
        (f"<head>{META}<title>held</title></head><body>{RUN}", True),
        (f"<head><title>held</title></head>{META}<body>{RUN}", True),
        (f"<title>held</title><body>{META}{RUN}", False),
        (f"<title>held</title><svg><foreignObject>{META}</foreignObject></svg>{RUN}", False),
    ],
    ids=["head", "behind-the-head", "body", "picture"],
)
def test_what_evidence_says_of_a_policy_is_what_the_browser_does(
    markup: str, in_head: bool
) -> None:
    page = f'<!doctype html><html lang="en">{markup}'

    seen = visit(Site({"/": Answer(page)}), "/")["/"]

    dom = seen.evidence.dom
    assert isinstance(dom, Dom)
    assert [meta.in_head for meta in dom.meta if meta.http_equiv] == [in_head]
    assert dom.title == ("held" if in_head else "ran")
