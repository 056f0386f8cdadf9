"""Frames are documents of their own: what counts is counted in each, and each has an address."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.page.visit import VisitResult
from civiscope.model import AxeResults, AxeRule

pytestmark = pytest.mark.browser


def _inner(body: str, head: str = "") -> Answer:
    return Answer(
        f'<!doctype html><html lang="en"><head><title>Inner</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def _framed(*paths: str, after: str = "") -> Answer:
    frames = "".join(f'<iframe src="{path}" title="{path}"></iframe>' for path in paths)
    return page("Framed", body=f"<h2>Parts</h2><h3>First</h3>{frames}{after}")


SITE = {
    "/apart": _framed("/whole", after="<h3>Second</h3>"),
    "/whole": _inner('<nav><a href="#a">Rates</a></nav><main id="a"><h1>Rates</h1></main>'),
    "/at-fault": _framed("/skips", "/twins"),
    "/skips": _inner("<main><h1>Roads</h1><h4>Works</h4></main>"),
    "/twins": _inner('<nav><a href="/a">A</a></nav><nav><a href="/b">B</a></nav>'),
    "/untested": page(
        "Untested",
        body='<iframe src="/quiet?n=1" sandbox title="One"></iframe>'
        '<iframe src="/quiet?n=2" sandbox title="Two"></iframe>'
        '<iframe src="/data" title="Data"></iframe>'
        '<iframe src="/waiting" sandbox title="Waiting"></iframe>',
    ),
    "/waiting": _inner('<iframe src="never?a=1" title="Never"></iframe>'),
    # Nothing comes for the frame, so it keeps the empty document that it began with.
    "/never?a=1": Answer(status=204),
    "/quiet": _inner('<iframe src="/whole" title="Whole"></iframe>'),
    "/data": Answer("<rates><rate>1</rate></rates>", type="text/xml"),
    "/deep": _inner('<main><iframe src="/deeper" title="Deeper"></iframe></main>'),
    "/deeper": _inner('<main><iframe src="/deepest" title="Deepest"></iframe></main>'),
    "/deepest": _inner('<main><img src="x"></main>'),
    "/notices": _framed("/modal", "/plain"),
    "/modal": _inner(
        '<main><h1>Map of works</h1><img src="x"><p>Roads are closed until Monday.</p></main>'
        '<dialog id="d" aria-label="Notice"><p>The map is old.</p><button>Close</button></dialog>'
        "<script>d.showModal()</script>"
    ),
    "/plain": _inner(
        '<main><h1>Rates</h1><p>Rates are due in May.</p><p class="more">Ask for <b>terms</b></p>'
        "<details><summary>More</summary><p>Pay by post.</p></details></main>",
        "<style>.more { display: none }</style>",
    ),
    "/painted": _framed("/effects", "/plain"),
    "/effects": _inner(
        '<main><h1>Rates</h1><p id="faint">Rates are due in May.</p><p id="dim">Pay by post.</p>'
        '<p id="pale">Ask at the desk.</p><input aria-label="Street" placeholder="Name of street">',
        "<style>#faint { color: #999; filter: brightness(0.2) } #pale { color: #bbb }"
        " #dim { filter: opacity(0.2) }</style>",
    ),
    "/banner": Answer(
        '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/look.xsl"?>'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"/>',
        type="application/xhtml+xml",
    ),
    "/look.xsl": Answer(
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        '<xsl:template match="/"><html lang="en"><head><title>Notices</title></head><body><main>'
        "<h1>Notices</h1></main></body></html></xsl:template></xsl:stylesheet>",
        type="text/xsl",
    ),
}
FAR = {
    "/far.css": Answer("p { color: black }", type="text/css"),
    "/turning.css": Answer("@media (orientation: portrait) { p { color: #111 } }", type="text/css"),
}
PATHS = (
    *("/apart", "/at-fault", "/untested", "/deep", "/stylish", "/turning", "/banner"),
    *("/notices", "/painted"),
)


@pytest.fixture(scope="module")
def seen() -> dict[str, VisitResult]:
    with Site(FAR) as far:
        link = '<link rel="stylesheet" href="{}">'
        framed = '<iframe src="/whole" title="Whole"></iframe>'
        styled = {
            "/stylish": page("Stylish", head=link.format(far.url("/far.css")), body=framed),
            "/turning": page("Turning", head=link.format(far.url("/turning.css"))),
        }
        return visit(Site({**SITE, **styled}), *PATHS)


def _rule(seen: VisitResult, name: str) -> AxeRule:
    assert isinstance(seen.evidence.axe, AxeResults)
    return seen.evidence.axe.rule(name) or AxeRule(name)


def _path(url: str) -> str:
    return "/" + url.partition("//")[2].partition("/")[2]


@pytest.mark.parametrize("rule", ["heading-order", "landmark-unique"])
def test_headings_and_landmarks_of_a_frame_are_not_those_of_the_page(
    seen: dict[str, VisitResult], rule: str
) -> None:
    assert not _rule(seen["/apart"], rule).violations


@pytest.mark.parametrize(
    ("rule", "path", "selector"),
    [
        ("heading-order", "/skips", 'iframe[src$="skips"] >>> h4'),
        ("landmark-unique", "/twins", 'iframe[src$="twins"] >>> nav:nth-child(1)'),
    ],
)
def test_a_fault_within_a_frame_is_found_and_names_the_frame(
    seen: dict[str, VisitResult], rule: str, path: str, selector: str
) -> None:
    found = _rule(seen["/at-fault"], rule).violations

    assert [(_path(node.frame), node.selector) for node in found] == [(path, selector)]


def test_each_frame_that_was_not_tested_is_named_with_its_address(
    seen: dict[str, VisitResult],
) -> None:
    axe = seen["/untested"].evidence.axe

    assert isinstance(axe, AxeResults)
    assert [_path(url) for url in axe.untested_frames] == [
        *("/data", "/never?a=1", "/quiet?n=1", "/quiet?n=2", "/waiting", "/whole", "/whole"),
    ]


def _parts(seen: VisitResult) -> list[tuple[str, str, str]]:
    parts = seen.evidence.parts
    return sorted((part.kind, _path(part.frame), part.selector) for part in parts)


def test_what_a_frame_hides_or_keeps_behind_a_dialog_is_named(
    seen: dict[str, VisitResult],
) -> None:
    assert _parts(seen["/notices"]) == [
        ("covered-frame", "/modal", "#d"),
        ("hidden", "/plain", "html > body > main > details"),
        ("hidden", "/plain", "html > body > main > p:nth-of-type(2)"),
    ]


def test_contrast_under_effects_in_a_frame_is_neither_failed_nor_passed(
    seen: dict[str, VisitResult],
) -> None:
    contrast = _rule(seen["/painted"], "color-contrast")

    assert [node.selector for node in contrast.violations] == ['iframe[src$="effects"] >>> #pale']
    assert sorted(node.selector for node in contrast.incomplete) == [
        'iframe[src$="effects"] >>> #dim',
        'iframe[src$="effects"] >>> #faint',
    ]
    (told,) = (part for part in seen["/painted"].evidence.parts if part.kind == "painted")
    assert _path(told.frame) == "/effects"
    assert "those under filter: brightness(0.2), filter: opacity(0.2) and 1 of style" in told.reason


def test_frames_in_frames_in_frames_are_tested(seen: dict[str, VisitResult]) -> None:
    found = _rule(seen["/deep"], "image-alt").violations

    assert [_path(node.frame) for node in found] == ["/deepest"]


def test_a_style_sheet_of_another_host_is_read_for_what_it_says_of_orientation(
    seen: dict[str, VisitResult],
) -> None:
    assert not _rule(seen["/stylish"], "css-orientation-lock").incomplete
    assert _rule(seen["/stylish"], "css-orientation-lock").passed
    assert _rule(seen["/turning"], "css-orientation-lock").incomplete


def test_what_the_browser_adds_to_a_page_is_not_judged(seen: dict[str, VisitResult]) -> None:
    axe = seen["/banner"].evidence.axe

    assert isinstance(axe, AxeResults)
    named = [node for rule in axe.rules for node in (*rule.violations, *rule.incomplete)]
    assert not [node for node in named if "xslt-warning-banner" in node.selector + node.snippet]
    assert _rule(seen["/banner"], "document-title").passed
