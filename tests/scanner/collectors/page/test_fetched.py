"""The data that scripts of a page fetch: read, bounded, and nothing of it kept but what is told."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope import ScanSettings, audit
from civiscope.browser.tab import Tab
from civiscope.collectors.page.fetched import read_fetched
from civiscope.collectors.page.visit import VisitResult
from civiscope.model import FetchedData, Missing

RECORD = {"name": "Avery Example", "ssn": "536-22-8741", "email": "avery@example.gov"}
JSON = "application/json"
CALLS = (
    "<p>Teachers</p><script>"
    "fetch('/api/teachers?token=abcdefghijklmnop0123456789').then(a => a.json());"
    "const x = new XMLHttpRequest(); x.open('GET', '/api/notes'); x.send();"
    "fetch('/api/huge').then(a => a.text()); fetch('/picture').then(a => a.blob());"
    "fetch('/gone').then(a => a.text());"
    "</script>"
)


@pytest.fixture(scope="module")
def seen() -> VisitResult:
    site = Site(
        {
            "/": page("Teachers", body=CALLS),
            "/api/teachers": Answer(json.dumps([RECORD]), type=JSON),
            "/api/notes": Answer("Nothing of note", type="text/plain"),
            "/api/huge": Answer("ssn: 536-22-8742 " + "x" * 1_100_000, type=JSON),
            "/picture": Answer("ssn: 536-22-8743", type="image/png"),
        }
    )

    return visit(site, "/")["/"]


@pytest.mark.browser
def test_numbers_in_what_scripts_fetch_are_found_and_not_kept(seen: VisitResult) -> None:
    data = seen.evidence.data

    assert not isinstance(data, Missing)
    (answer,) = data.answers
    assert [(one.scheme, one.place) for one in answer.exposed.identifiers] == [("us-ssn", "data")]
    assert answer.exposed.emails == 1
    assert answer.url.rpartition("/")[2].startswith("teachers")
    assert not any(secret in repr(data) for secret in ("536-22", "avery", "abcdefghijklmnop"))


@pytest.mark.browser
def test_what_frames_of_other_hosts_and_workers_fetch_is_read_too(tmp_path: Path) -> None:
    frame = "<script>fetch('/api/frame').then(a => a.text())</script>"
    body = (
        "<iframe src='http://forms.example.net:PORT/frame'></iframe>"
        "<script>new Worker('/w.js')</script>"
    )
    answers = {
        "/frame": page("Frame", body=frame),
        "/api/frame": Answer('{"ssn": "536-22-8741"}', type=JSON),
        "/api/worker": Answer('{"ssn": "536-22-8742"}', type=JSON),
        "/w.js": Answer("fetch('/api/worker').then(a => a.text())", type="text/javascript"),
    }
    site = Site(answers, host="www.example.gov")
    with site:
        home = page("Home", body=body.replace("PORT", str(site.port)))
        site.answers = {**site.answers, "/": home}
        pinned = {"www.example.gov": "127.0.0.1", "forms.example.net": "127.0.0.1"}
        settings = ScanSettings(resolve=pinned, missing_page=False, sitemaps=False)
        rule = ["privacy/exposed-identifier"]
        results = audit(site.url("/"), settings=settings, evidence=tmp_path, only=rule)

    urls = {found.message for found in results.findings}
    assert {path for path in ("/api/frame", "/api/worker") if any(path in u for u in urls)} == {
        "/api/frame",
        "/api/worker",
    }


@pytest.mark.browser
def test_pictures_and_errors_are_not_read_and_what_is_too_large_is_told(seen: VisitResult) -> None:
    data = seen.evidence.data

    assert not isinstance(data, Missing)
    assert (data.read, data.unread) == (2, 1)


def test_a_page_without_such_answers_costs_nothing() -> None:
    tab: Tab = object.__new__(Tab)  # it is not asked for anything
    begin = time.process_time()

    data = asyncio.run(read_fetched(tab, (), "https://www.example.gov/"))

    assert data == FetchedData()
    assert time.process_time() - begin < 0.02
