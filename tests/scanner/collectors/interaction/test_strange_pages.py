"""Views, media, movement and forms on pages that are not made like others, or will not have it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.scanner.collectors.interaction.looking import looked
from tests.scanner.crawl.site import Answer, page

from civiscope.model import Missing, Page
from civiscope.model.media import Media
from civiscope.model.viewport import Viewport

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "You need your number plate, proof of where you live and a bank card to renew your permit."
ALL = ("contrast", "media", "viewport", "forms", "motion")
PAGES = {
    "/hangs": page(
        "Hangs",
        body="<script>addEventListener('resize', () => {"
        " for (const end = Date.now() + 60000; Date.now() < end;); })</script>",
    ),
    "/leaves": page("Leaves", body="<script>onresize = () => { location = '/away' }</script>"),
    "/away": page("Away"),
    "/grows": page(
        "Grows",
        body="<script>setInterval(() => document.body.append("
        "Object.assign(document.createElement('p'), { textContent: 'More and more' })), 50)"
        "</script>",
    ),
    "/quirks": Answer(f"<title>Quirks</title><p style='width: 900px'>{LONG}"),
    "/drawing": Answer(
        '<svg xmlns="http://www.w3.org/2000/svg"><text y="20">Map of the town</text></svg>',
        type="image/svg+xml",
    ),
    "/data": Answer("<list><entry>Permit</entry></list>", type="application/xml"),
    "/frames": Answer("<!doctype html><title>Old</title><frameset><frame src='/away'></frameset>"),
    "/strict": Answer(
        f"<!doctype html><title>Strict</title><div id='box'><p>{LONG}</p></div>"
        "<link rel='stylesheet' href='/strict.css'>",
        headers={"Content-Security-Policy": "default-src 'none'; style-src 'self'"},
    ),
    "/strict.css": Answer(
        "#box { width: 260px; line-height: 18px; height: 58px; overflow: hidden } p { margin: 0 }",
        type="text/css",
    ),
}
STRANGE = ("/quirks", "/drawing", "/data", "/frames", "/strict")


@pytest.fixture(scope="module")
def seen() -> Mapping[str, Page]:
    """Look at all of them once."""
    probes = {path: ALL for path in STRANGE}
    wild = {"/hangs": ("viewport", "media"), "/leaves": ("viewport",), "/grows": ("viewport",)}
    return looked(PAGES, {**wild, **probes})


@pytest.mark.parametrize("path", STRANGE)
def test_a_page_unlike_others_is_looked_at_all_the_same(
    seen: Mapping[str, Page], path: str
) -> None:
    answers = seen[path].evidence.probes

    assert {name: type(answers[name]) for name in ALL} == dict.fromkeys(ALL, dict)


def test_text_of_a_page_in_quirks_mode_is_measured(seen: Mapping[str, Page]) -> None:
    narrow = seen["/quirks"].probe("viewport", Viewport).narrow

    assert narrow is not None
    assert [text.room for text in narrow.wide] == [320]


def test_spacing_is_put_on_a_page_that_forbids_styles_of_others(seen: Mapping[str, Page]) -> None:
    views = seen["/strict"].probe("viewport", Viewport)

    assert views.spaced is not None
    assert [cut.spot.selector for cut in views.spaced.clipped] == ["#box"]


def test_a_page_that_hangs_when_it_is_made_narrow_costs_that_look_only(
    seen: Mapping[str, Page],
) -> None:
    answers = seen["/hangs"].evidence.probes

    assert isinstance(answers["viewport"], Missing)
    assert answers["viewport"].missing == "not-gathered"
    assert seen["/hangs"].probe("media", Media) == Media(())


def test_a_page_that_would_go_elsewhere_when_it_is_made_narrow_stays(
    seen: Mapping[str, Page],
) -> None:
    views = seen["/leaves"].probe("viewport", Viewport)

    assert views.narrow is not None
    assert views.narrow.texts == views.first.texts


def test_a_page_that_grows_for_ever_comes_to_an_end(seen: Mapping[str, Page]) -> None:
    views = seen["/grows"].probe("viewport", Viewport)

    assert views.narrow is not None
    assert views.narrow.texts > 2
