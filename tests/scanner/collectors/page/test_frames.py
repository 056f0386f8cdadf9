"""Which document an element that axe names is in."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.model import AxeResults, Box

pytestmark = pytest.mark.browser

INNER = Answer('<!doctype html><html lang="en"><title>Inner</title><main><img src="x"></main>')
OUTER = Answer(
    '<!doctype html><html lang="en"><title>Outer</title><main>'
    '<div id="host"></div><script>host.attachShadow({mode: "open"}).innerHTML ='
    ' `<iframe src="/inner?token=abcdefghijklmnop0123456789" title="Inner">`</script></main>'
)

BUSY = Answer(
    '<!doctype html><html lang="en"><title>Busy</title><main><img src="x"></main><script>'
    "let turns = 0; const timer = setInterval(() => {"
    " const end = performance.now() + 3000; while (performance.now() < end);"
    " if (++turns === 3) clearInterval(timer); }, 100)</script>"
)


def test_an_element_in_a_frame_bears_the_address_of_that_frame() -> None:
    body = '<img src="x"><iframe src="/outer" title="Outer"></iframe>'
    site = Site({"/": page("Home", body=body), "/outer": OUTER, "/inner": INNER})

    seen = visit(site, "/")["/"]

    assert isinstance(seen.evidence.axe, AxeResults)
    rule = seen.evidence.axe.rule("image-alt")
    assert rule is not None
    found = {node.selector: node.frame for node in rule.violations}
    frames = {selector.count(" >>> "): frame.partition("?") for selector, frame in found.items()}
    assert frames[0] == ("", "", "")
    assert frames[3][0] == site.url("/inner")
    assert "abcdefghijklmnop" not in frames[3][2]


def test_an_area_has_the_box_of_its_part_of_the_picture() -> None:
    body = (
        '<img usemap="#m" src="/x.png" width="200" height="100" alt="Map"'
        ' style="position: absolute; left: 20px; top: 30px">'
        '<map name="m"><area href="/" shape="rect" coords="10,20,60,80">'
        '<area href="/" shape="circle" coords="100,50,10"></map>'
    )

    seen = visit(Site({"/": page("Home", body=body)}), "/")["/"]

    assert isinstance(seen.evidence.axe, AxeResults)
    rule = seen.evidence.axe.rule("area-alt")
    assert rule is not None
    assert [node.box for node in rule.violations] == [
        Box(30, 50, 50, 60),
        Box(110, 70, 20, 20),
    ]


def test_a_frame_that_answers_late_as_its_page_does_is_judged() -> None:
    body = '<div style="height: 9000px"></div><iframe loading="lazy" src="/busy" title="Busy">'
    site = Site({"/": page("Home", body=f"{body}</iframe>"), "/busy": BUSY})

    seen = visit(site, "/")["/"]

    assert isinstance(seen.evidence.axe, AxeResults)
    rule = seen.evidence.axe.rule("image-alt")
    assert seen.evidence.axe.untested_frames == ()
    assert rule is not None
    assert [node.selector for node in rule.violations] == ["iframe >>> img"]
