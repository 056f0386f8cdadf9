"""The only page of a scan is looked at while the engine is proved, and kept when it is."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.canary import EXPECTED
from civiscope.collectors.canary import prove as prove_engine
from civiscope.collectors.pool import Pool
from civiscope.config.scan_options import ScanSettings
from civiscope.errors import InternalError
from civiscope.evidence import EvidenceReader
from civiscope.scan import preparation, scan

SCAN = importlib.import_module("civiscope.scan.scan")

pytestmark = pytest.mark.browser


def _scan(site: Site, folder: Path, pages: int = 1, path: str = "/") -> EvidenceReader:
    settings = ScanSettings(depth="quick", max_pages=pages, sitemaps=False)
    return asyncio.run(scan([site.url(path)], settings, folder, force=True))


async def _asked(site: Site, path: str, seconds: float) -> bool:
    for _ in range(int(seconds / 0.05)):
        if path in site.paths():
            return True
        await asyncio.sleep(0.05)
    return False


@pytest.fixture(autouse=True)
def two_tabs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count on memory for two tabs, whatever the machine has."""
    monkeypatch.setattr(preparation, "default_tabs", lambda: 2)


def test_the_page_does_not_wait_for_the_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Site({"/": page("Bins")}) as site:

        async def prove(pool: Pool) -> None:
            assert await _asked(site, "/", 20)
            await prove_engine(pool)

        monkeypatch.setattr(SCAN, "prove", prove)
        evidence = _scan(site, tmp_path / "out")

        assert [one.url for one in evidence.pages()] == [site.url("/")]
        assert site.paths().count("/") == 1


def test_an_engine_that_is_not_proved_leaves_the_earlier_scan_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Site({"/": page("Bins")}) as site:
        _scan(site, tmp_path / "out")
        before = {each: each.read_bytes() for each in (tmp_path / "out").rglob("*.json*")}

        async def prove(pool: Pool) -> None:
            assert await _asked_twice(site)
            await prove_engine(pool)

        async def _asked_twice(site: Site) -> bool:
            for _ in range(400):
                if site.paths().count("/") == 2:
                    return True
                await asyncio.sleep(0.05)
            return False

        monkeypatch.setattr("civiscope.collectors.canary.EXPECTED", EXPECTED | {"never"})
        monkeypatch.setattr(SCAN, "prove", prove)
        with pytest.raises(InternalError, match="does not see known faults"):
            _scan(site, tmp_path / "out")

    assert before
    assert {each: each.read_bytes() for each in (tmp_path / "out").rglob("*.json*")} == before


def test_where_there_are_more_pages_none_is_begun_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Site({"/": page("Bins", "/b"), "/b": page("Glass")}) as site:

        async def prove(pool: Pool) -> None:
            assert not await _asked(site, "/", 1)
            await prove_engine(pool)

        monkeypatch.setattr(SCAN, "prove", prove)

        assert len(list(_scan(site, tmp_path / "out", pages=2).pages())) == 2


def test_a_page_that_must_not_be_visited_is_not_begun(tmp_path: Path) -> None:
    robots = Answer("User-agent: *\nDisallow: /private/\n", type="text/plain")
    with Site({"/robots.txt": robots, "/private/": page("Private")}) as site:
        _scan(site, tmp_path / "out", path="/private/")

        assert "/private/" not in site.paths()
