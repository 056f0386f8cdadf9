"""Elements that are written with a prefix are judged as those without."""

from __future__ import annotations

import re

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site

from civiscope.model import AxeResults

pytestmark = pytest.mark.browser

FAULTY = """<img src="a.png" id="picture"/><form><input type="image" src="a.png" id="search"/>
<input id="field"/><button id="press"></button></form><a href="/x" id="lead"></a>
<iframe src="/inside"></iframe>"""
RIGHT = """<img src="a.png" alt="Our seal"/><form><input type="image" src="a.png" alt="Search"/>
<label for="field">Street</label><input id="field"/><button>Send</button></form>
<p><a href="/x">Fees for 2026</a></p><iframe src="/inside" title="Map"></iframe>"""


def document(body: str, prefix: str = "") -> Answer:
    html = f'<html xml:lang="en"><head><title>T</title></head><body>{body}</body></html>'
    named = f' xmlns{":" * bool(prefix)}{prefix}="http://www.w3.org/1999/xhtml"'
    written = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}{':' * bool(prefix)}", html)
    head = '<?xml version="1.0"?>\n'
    return Answer(
        head + written.replace(" xml:lang", f"{named} xml:lang", 1), type="application/xhtml+xml"
    )


@pytest.fixture(scope="module")
def axe() -> dict[str, AxeResults]:
    main = "<main><h1>Your town</h1>{}</main>".format
    inside = document(main('<img src="a.png" id="inner"/>'), "h")
    pages = {
        "/plain": document(main(FAULTY)),
        "/prefix": document(main(FAULTY), "h"),
        "/right": document(main(RIGHT), "h"),
    }
    seen = visit(Site({**pages, "/inside": inside}), *pages)
    found = {path: result.evidence.axe for path, result in seen.items()}
    return {path: each for path, each in found.items() if isinstance(each, AxeResults)}


def failed(axe: AxeResults) -> dict[str, list[str]]:
    return {rule.id: [node.selector for node in rule.violations] for rule in axe.rules}


def test_they_fail_what_they_fail_without_the_prefix(axe: dict[str, AxeResults]) -> None:
    assert failed(axe["/prefix"]) == failed(axe["/plain"])
    assert failed(axe["/prefix"])["image-alt"] == ["#picture", "iframe >>> #inner"]
    assert failed(axe["/prefix"])["frame-title"] == ["iframe"]


def test_they_pass_with_names(axe: dict[str, AxeResults]) -> None:
    rules = {rule: found for rule, found in failed(axe["/right"]).items() if found}

    assert rules.pop("image-alt") == ["iframe >>> #inner"]
    assert not rules.keys() & {"label", "button-name", "link-name", "input-image-alt"}


def test_their_frames_count_as_tested(axe: dict[str, AxeResults]) -> None:
    assert axe["/prefix"].untested_frames == ()
    assert not [r for r in axe["/prefix"].rules if r.id == "frame-tested" and r.incomplete]
