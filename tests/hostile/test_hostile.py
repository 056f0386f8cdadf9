"""Every trap ends in bounded time with a name, and the scan goes on to the next page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.hostile.crashing import let_pages_crash
from tests.hostile.outcomes import (
    ANSWERS,
    BREAKERS,
    CRASHES,
    FILES,
    FRAMES,
    HANGS,
    LEADS,
    LOOPS,
    MASSES,
    MOVES,
    TAMPERED,
    TEXTS,
)
from tests.hostile.scanned import ORDINARY, STUCK, after, check_that_all_end, scan
from tests.hostile.server import LISTENERS, TRAPS, hostile_site
from tests.hostile.tampering import KNOWN_VIOLATIONS

from civiscope.audit.api import audit
from civiscope.browser.find import find_browser
from civiscope.config.scan_options import ScanSettings
from civiscope.model import AxeResults, Page
from civiscope.web.urls import canonical_url

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("expected", "settings"),
    [
        pytest.param(ANSWERS, ORDINARY, id="answers that are none"),
        pytest.param(MOVES, ORDINARY, marks=pytest.mark.slow, id="pages that do not stay"),
        pytest.param(FRAMES, ORDINARY, marks=pytest.mark.slow, id="frames that are too many"),
        pytest.param(TEXTS, ORDINARY, id="texts that are none"),
    ],
)
def test_each_trap_ends_in_time_with_a_name_and_the_scan_goes_on(
    expected: dict[str, set[str]], settings: ScanSettings, tmp_path: Path
) -> None:
    check_that_all_end(expected, settings, tmp_path)


@pytest.mark.slow
def test_pages_that_fall_to_pieces_end_in_time_with_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_pages_crash(monkeypatch)

    check_that_all_end(CRASHES, ORDINARY, tmp_path)


def test_files_are_listed_and_never_judged_as_pages(tmp_path: Path) -> None:
    with hostile_site() as site:
        scanned = scan(site, FILES, tmp_path, ORDINARY)
        listed = {document.url for document in scanned.results.coverage.documents}
        judged = {page.url for page in scanned.results.pages}

    assert listed == {site.url(name) for name in FILES}
    assert judged == {after(site, name) for name in FILES}


def test_a_public_site_leads_nobody_into_a_private_network(tmp_path: Path) -> None:
    settings = replace(ORDINARY, resolve={"town.example.gov": "127.0.0.1"}, max_depth=1)

    with hostile_site(host="town.example.gov") as site:
        scanned = scan(site, LEADS, tmp_path, settings)
        told = {name: scanned.told(site.url(name)) for name in LEADS}
        seen_after = {name: scanned.told(after(site, name)) for name in LEADS}
        reached = tuple(site.reached)

    assert {name: said for name, said in told.items() if said not in LEADS[name]} == {}
    assert seen_after == dict.fromkeys(LEADS, "complete")
    assert scanned.clean == []
    assert reached == ()


def test_parts_of_a_public_page_come_from_no_private_address(tmp_path: Path) -> None:
    """Pictures, scripts, sockets, workers and pop-ups; what stops them is the browser's own wall
    between public and local networks, which has to be told that our loopback server is public."""
    with hostile_site(host="town.example.gov") as site:
        port = site.url("").rstrip("/").rpartition(":")[2]
        browser = tmp_path / "browser"
        browser.write_text(
            f'#!/bin/sh\nexec "{find_browser().path}" "$@" '
            f"--ip-address-space-overrides=127.0.0.1:{port}=public\n"
        )
        browser.chmod(0o755)
        settings = replace(ORDINARY, resolve={"town.example.gov": "127.0.0.1"}, browser=browser)
        scanned = scan(site, ["parts-private"], tmp_path / "evidence", settings)
        told = scanned.told(site.url("parts-private"))
        reached = tuple(site.reached)

    assert told == "complete"
    assert reached == ()


def test_a_page_cannot_hide_its_faults_from_the_engine(tmp_path: Path) -> None:
    with hostile_site() as site:
        scanned = scan(site, TAMPERED, tmp_path, ORDINARY)
        pages = {name: scanned.pages[canonical_url(site.url(name))] for name in TAMPERED}

    assert {
        name: _failed(page) & KNOWN_VIOLATIONS for name, page in pages.items()
    } == dict.fromkeys(TAMPERED, KNOWN_VIOLATIONS)


def test_a_page_that_breaks_the_engine_is_not_called_clean(tmp_path: Path) -> None:
    with hostile_site() as site:
        scanned = scan(site, BREAKERS, tmp_path, ORDINARY)
        judged = {page.url: page for page in scanned.results.pages}
        pages = [judged[site.url(name)] for name in BREAKERS]

    by_engine = [r.id for r in scanned.results.rules if r.checked_by == "axe-core"]
    assert by_engine
    assert {page.outcomes[rule].outcome for page in pages for rule in by_engine} <= {
        "cantTell",
        "untested",
    }


def test_frames_that_were_not_tested_leave_nothing_passed(tmp_path: Path) -> None:
    with hostile_site() as site:
        scanned = scan(site, ["inline-frames"], tmp_path, ORDINARY)
        page = next(p for p in scanned.results.pages if p.url == site.url("inline-frames"))

    by_engine = [r.id for r in scanned.results.rules if r.checked_by == "axe-core"]
    # The sandboxed one, in which no script runs, not even ours.
    assert [f.frame for f in scanned.results.coverage.frames_not_tested] == [site.url("healthy")]
    assert {page.outcomes[rule].outcome for rule in by_engine} <= {"failed", "cantTell", "untested"}


def test_a_service_worker_does_not_come_between_us_and_the_server(tmp_path: Path) -> None:
    with hostile_site() as site:
        scanned = scan(site, ["service-worker"], tmp_path, ORDINARY)
        page = scanned.pages[canonical_url(site.url("service-worker"))]
        next_page = scanned.pages[canonical_url(after(site, "service-worker"))]

    assert "label" in _failed(page)
    assert page.headers.get("strict-transport-security") is None
    assert next_page.dom.title.startswith("Opening hours")
    assert next_page.headers.get("strict-transport-security") is None


def test_a_crawl_of_ten_thousand_links_ends_at_its_limit(tmp_path: Path) -> None:
    settings = replace(STUCK, max_depth=None, max_pages=4, page_timeout=10)

    with hostile_site() as site:
        results = audit(site.url("links-10-000"), settings=settings, evidence=tmp_path)

    first = results.pages[0]
    assert (first.url, first.state) == (site.url("links-10-000"), "partial")
    assert len(results.pages) == 4
    assert results.coverage.found > 4_000
    assert {page.reason for page in results.coverage.skipped} == {"limit"}


def test_a_crawl_of_addresses_that_grow_for_ever_ends_by_itself(tmp_path: Path) -> None:
    settings = replace(ORDINARY, max_depth=None, max_pages=50)

    with hostile_site() as site:
        results = audit(site.url("nested-paths"), settings=settings, evidence=tmp_path)

    assert len(results.pages) < 20
    assert "trap" in {page.reason for page in results.coverage.skipped}


def test_every_trap_is_in_one_of_the_tests() -> None:
    tested = {
        *HANGS,
        *LOOPS,
        *CRASHES,
        *ANSWERS,
        *MOVES,
        *MASSES,
        *FRAMES,
        *TEXTS,
        *LEADS,
        *FILES,
        *TAMPERED,
        *BREAKERS,
        "inline-frames",
        "links-10-000",
        "parts-private",
    }

    assert tested == {*TRAPS, *LISTENERS}


def _failed(page: Page) -> set[str]:
    """Return the rules of axe-core that the page breaks."""
    axe = page.axe
    assert isinstance(axe, AxeResults)
    return {rule.id for rule in axe.rules if rule.failed}
