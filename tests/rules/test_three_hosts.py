"""A crawl of three hosts, of which one lacks a header here and there: one issue, right places."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scanner.crawl.site import ANYTHING, Answer, Asked, Site, page

from civiscope import ScanSettings, audit

pytestmark = pytest.mark.browser

HOSTS = ("example.gov", "www.example.gov", "api.example.gov")
LINKS = ("/a", "/b", "/c", "/d")
LACKING = ("/b", "/d")
RULES = ("security/content-type-options", "security/headers-everywhere")


def _answer(asked: Asked) -> Answer:
    host = asked.headers["host"].partition(":")[0]
    path = asked.path if asked.path in LINKS else "Home"
    plain = page(f"{path} of {host}", *LINKS)
    lacks = host == "www.example.gov" and asked.path in LACKING
    headers = {"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
    if not lacks:
        headers["X-Content-Type-Options"] = "nosniff"
    return Answer(plain.body, headers=headers)


def test_a_header_that_one_host_lacks_on_some_pages_is_one_issue(tmp_path: Path) -> None:
    with Site({ANYTHING: _answer, "/robots.txt": Answer(status=404)}) as site:
        results = audit(
            *(f"http://{host}:{site.port}/" for host in HOSTS),
            settings=ScanSettings(
                resolve=dict.fromkeys(HOSTS, "127.0.0.1"), sitemaps=False, missing_page=False
            ),
            evidence=tmp_path / "evidence",
            only=RULES,
        )
        places = {f"http://www.example.gov:{site.port}{path}" for path in LACKING}

    assert len(results.pages) == len(HOSTS) * (1 + len(LINKS))
    assert sorted((each.rule, each.occurrences) for each in results.issues) == [
        (rule, len(LACKING)) for rule in RULES
    ]
    for rule in RULES:
        assert {each.page for each in results.findings if each.rule == rule} == places
