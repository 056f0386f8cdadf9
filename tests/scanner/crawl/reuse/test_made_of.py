"""What a page is made from, and the pages of which nobody can know by asking."""

from __future__ import annotations

from typing import Any

import pytest

from civiscope.crawl.reuse.made_of import made_of
from civiscope.model import Page, Request
from civiscope.testing import make_page

HOME = "https://www.example.gov/"


def visited(*requests: Request) -> Page:
    return make_page(HOME, *requests)


def asked(url: str, kind: str = "fetch", **changes: Any) -> Request:  # noqa: ANN401 - of a request
    return Request(url, kind, **changes)


def test_scripts_styles_frames_and_data_of_the_site_are_parts_once_each() -> None:
    page = visited(
        asked(HOME + "a.js", "script"),
        asked(HOME + "a.js", "script"),
        asked("https://static.example.gov/a.css#x", "stylesheet"),
        asked(HOME + "frame", "document"),
        asked(HOME + "data?page=2", "xhr"),
        asked(HOME + "a.png", "image"),
        asked("https://cdn.example.com/b.js", "script"),
    )

    found = made_of(page)

    assert found.parts == (
        HOME + "a.js",
        "https://static.example.gov/a.css",
        HOME + "frame",
        HOME + "data?page=2",
    )
    assert found.live == ""
    assert found.third_parties


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (asked("wss://www.example.gov/live", "websocket"), "WebSocket"),
        (asked(HOME + "log", "ping", method="POST"), "POST"),
        (asked(HOME + "events", "eventsource"), "stream of events"),
        (asked(HOME + "d?_=1764400000000"), "another at each visit"),
        (asked(HOME + "d?nocache=a8f3k2j1"), "another at each visit"),
        (asked(HOME + "a.js?1764400000", "script"), "another at each visit"),
        (asked(HOME + "d?r=0.8374659123"), "another at each visit"),
        (asked(HOME + "d?token=%5B12%20characters%5D"), "does not keep whole"),
        (asked(HOME + "d?token=[12%20characters]"), "does not keep whole"),
        (asked(HOME + "d;jsessionid=[hidden]"), "does not keep whole"),
    ],
)
def test_a_page_that_lives_is_never_reused(request_: Request, sentence: str) -> None:
    assert sentence in made_of(visited(request_)).live


@pytest.mark.parametrize("query", ["v=2", "t=4", "page=2026", "v=1.2.3", "id=10000", "_=1"])
def test_ordinary_queries_are_no_cache_busters(query: str) -> None:
    assert made_of(visited(asked(f"{HOME}a.js?{query}", "script"))).live == ""


def test_a_page_with_very_much_data_is_live() -> None:
    many = [asked(f"{HOME}d/{n}") for n in range(21)]

    assert made_of(visited(*many[:20])).live == ""
    assert "more than 20 times" in made_of(visited(*many)).live


def test_others_may_post_and_listen_without_making_the_page_live() -> None:
    page = visited(asked("https://stats.example.com/", "ping", method="POST"))

    assert made_of(page).live == ""
    assert made_of(page).third_parties
