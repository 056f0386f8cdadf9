"""A whole scan of a site whose notice, forms and fetched data are not in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope import ScanSettings, audit

pytestmark = pytest.mark.browser

HOME, CHAT = "www.example.gov", "widget.intercom.io"
PAD = "<p>The council runs schools, parks, libraries and roads for all who live here.</p>" * 14
NOTICE = "<p>We collect your name to answer you. Write to clerk@example.gov.</p>" + PAD
FORM = (
    '<form action="/send" method="post"><label>Your name <input name="who" autocomplete="name">'
    "</label> <button>Send</button></form>"
)
RULES = (
    "exposed-identifier",
    "notice-answers",
    "notice-by-forms",
    "notice-contents-us",
    "third-parties-named",
)


def test_what_is_amiss_is_told_and_no_number_is_kept(tmp_path: Path) -> None:
    data = json.dumps([{"name": "A", "ssn": "536-22-8741"}])
    site = Site(
        {
            "/api": Answer(data, type="application/json"),
            "/chat.js": Answer("", type="text/javascript"),
            "/privacy": page("Privacy policy", body=NOTICE),
            "/form": page("Ask us", body=FORM),
        },
        host=HOME,
    )
    with site:
        body = (
            f'<script src="http://{CHAT}:{site.port}/chat.js"></script>'
            "<script>fetch('/api').then(a => a.json())</script>"
        )
        site.answers = {**site.answers, "/": page("Home", "/privacy", "/form", body=body)}
        settings = ScanSettings(
            resolve={HOME: "127.0.0.1", CHAT: "127.0.0.1"}, missing_page=False, sitemaps=False
        )
        results = audit(
            site.url("/"),
            settings=settings,
            evidence=tmp_path / "evidence",
            only=[f"privacy/{rule}" for rule in RULES],
        )

    found = {(f.rule.partition("/")[2], f.message_id, f.component) for f in results.findings}
    assert found == {
        ("exposed-identifier", "number", "us-ssn"),
        ("notice-by-forms", "missing", "form without a name"),
        ("notice-contents-us", "lacking", "privacy notice"),
        ("third-parties-named", "not-named", "Intercom"),
    }
    assert "536-22" not in repr(results)
    assert "cookies" in next(f.message for f in results.findings if "contents" in f.rule)
    assert {one.kind for one in results.lists} >= {"filters", "parties"}


def test_the_notice_is_read_although_there_is_room_for_few_pages_only(tmp_path: Path) -> None:
    many = [f"/page-{number}" for number in range(9)]
    links = "".join(f'<p><a href="{path}">Page</a></p>' for path in many)
    site = Site(
        {
            "/": page("Home", body=links + '<p><a href="/about-data">Privacy notice</a></p>'),
            **{path: page(f"Page {path}") for path in many},
            "/about-data": page("Privacy notice", body=NOTICE),
        },
        host=HOME,
    )
    with site:
        settings = ScanSettings(
            resolve={HOME: "127.0.0.1"}, max_pages=3, missing_page=False, sitemaps=False
        )
        results = audit(site.url("/"), settings=settings, evidence=tmp_path / "evidence")

    assert [one.url.rpartition("/")[2] for one in results.pages] == ["", "about-data", "page-0"]
