"""What documents without a background are painted on: dark schemes and what is behind a frame."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site

from civiscope.model import AxeResults

pytestmark = pytest.mark.browser

DARK = "<style>:root { color-scheme: dark }</style>"
NONE: set[str] = set()
TEXTS = '<p id="black" style="color: #000">Black words</p><p id="pale" style="color: #ccc">Pale</p>'


def document(body: str, head: str = "") -> Answer:
    return Answer(
        f'<!doctype html><html lang="en"><head><title>Town</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def judged(pages: dict[str, Answer]) -> tuple[set[str], set[str]]:
    """Return the ids of texts whose contrast fails, and of those that are left open."""
    axe = visit(Site(pages), "/")["/"].evidence.axe
    assert isinstance(axe, AxeResults)
    rule = axe.rule("color-contrast")
    assert rule is not None
    failed, left = (
        {node.selector.rpartition("#")[2] for node in nodes}
        for nodes in (rule.violations, rule.incomplete)
    )
    return failed, left


@pytest.mark.parametrize(
    "head",
    [
        DARK,
        '<meta name="color-scheme" content="dark">',
        "<style>html{color-scheme:only dark}</style>",
    ],
)
def test_a_dark_document_is_not_white(head: str) -> None:
    assert judged({"/": document(TEXTS, head)}) == ({"black"}, NONE)


@pytest.mark.parametrize("head", ["", '<meta name="color-scheme" content="light dark">'])
def test_a_document_that_may_be_dark_is_white_here(head: str) -> None:
    assert judged({"/": document(TEXTS, head)}) == ({"pale"}, NONE)


def test_a_background_of_its_own_counts() -> None:
    white = "<style>body { background: #fff }</style>"

    assert judged({"/": document(TEXTS, DARK + white)}) == ({"pale"}, NONE)


@pytest.mark.parametrize(
    ("around", "inner", "expected"),
    [
        ("background: #333", "", ({"black"}, NONE)),
        ("background: #fff", "", ({"pale"}, NONE)),
        ("background: #3333; opacity: 1", "", ({"pale"}, NONE)),
        ("background: linear-gradient(#000, #fff)", "", (NONE, {"black", "pale"})),
        # A frame that is dark on a light page has a canvas of its own.
        ("background: #fff", DARK, ({"black"}, NONE)),
    ],
    ids=["dark", "white", "pale", "unknown", "own scheme"],
)
def test_a_frame_shows_what_is_behind_it(
    around: str, inner: str, expected: tuple[set[str], set[str]]
) -> None:
    frame = f'<div style="{around}"><iframe src="/inner" title="Inner"></iframe></div>'

    assert judged({"/": document(frame), "/inner": document(TEXTS, inner)}) == expected
