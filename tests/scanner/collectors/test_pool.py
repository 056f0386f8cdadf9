"""Tabs that are given a new process: what pages share is not fetched again, nothing else stays."""

from __future__ import annotations

import asyncio

import pytest
from tests.scanner.collectors.page.visiting import pool_of
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors import pool as pools
from civiscope.model import Evidence, Missing

PAGES = 22
KEEPS = """document.cookie = (document.cookie ? "again" : "once") + "=1";
document.cookie = (localStorage.length ? "kept" : "nothing") + "=1"; localStorage.kept = 1;"""

pytestmark = pytest.mark.browser


def test_a_new_process_keeps_what_pages_share_and_nothing_of_visits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pools, "HEAP_BOUND", 0)
    head = f"<script src='/shared.js'></script><script>{KEEPS}</script>"
    answers = {f"/{number}": page("Page", head=head) for number in range(PAGES)}
    cached = {"Cache-Control": "max-age=600"}
    answers["/shared.js"] = Answer("var shared = 1", type="text/javascript", headers=cached)

    async def work(site: Site) -> tuple[int, list[Evidence]]:
        async with pool_of(1) as pool:
            seen = [await pool.visit(site.url(f"/{number}")) for number in range(PAGES)]
            return pool.replaced, [each.evidence for each in seen]

    with Site(answers) as site:
        replaced, seen = asyncio.run(work(site))
        fetched = site.paths().count("/shared.js")

    assert replaced == PAGES // 10
    assert fetched == 1
    for evidence in seen:
        assert not isinstance(evidence.cookies, Missing)
        assert {cookie.name for cookie in evidence.cookies} == {"once", "nothing"}
        assert not isinstance(evidence.code, Missing)
        assert len(evidence.code.files) == 1
