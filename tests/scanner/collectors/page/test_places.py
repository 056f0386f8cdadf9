"""Where findings lie on the page."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Site, page

from civiscope.model import AxeResults

pytestmark = pytest.mark.browser

MAP = """<div style="position: absolute; left: 100px; top: 200px; width: 300px; height: 300px">
<img src="/map.png" alt="Parks" usemap="#parks" width="300" height="300" style="display: block">
<map name="parks">
<area href="/mill" shape="rect" coords="10,20,60,90">
<area href="/lane" shape="circle" coords="150,150,30">
</map></div>"""


def test_a_part_of_an_image_map_lies_where_its_coordinates_say() -> None:
    axe = visit(Site({"/": page("Home", body=MAP)}), "/")["/"].evidence.axe
    assert isinstance(axe, AxeResults)
    answer = axe.rule("area-alt")
    assert answer is not None

    boxes = {node.snippet.split('"')[1]: node.box for node in answer.violations}

    mill, lane = boxes["/mill"], boxes["/lane"]
    assert mill is not None
    assert lane is not None
    assert (mill.x, mill.y, mill.width, mill.height) == (110, 220, 50, 70)
    assert (lane.x, lane.y, lane.width, lane.height) == (220, 320, 60, 60)
