"""Every trap ends in bounded time with a name, and the scan goes on to the next page."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.hostile.server import LISTENERS, TRAPS, HostileSite, hostile_site
from tests.hostile.tampering import KNOWN_VIOLATIONS

from civiscope.api import audit
from civiscope.browser.find import find_browser
from civiscope.evidence import EvidenceReader
from civiscope.model import AxeResults, Page
from civiscope.results import Results
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.settings import ScanSettings
from civiscope.urls import canonical_url

pytestmark = pytest.mark.browser

# Rules on hosts are asked apart from pages, and may be right where no page was seen.
OF_HOSTS = {rule.id for rule in all_rules(load_rulebooks()) if rule.scope == "site"}

# State and reason of the visit of each trap. More than one where it depends on the machine's speed
# how far the page gets before its time is up.
HANGS = {
    "hanging": {"failed timeout"},
    "hanging-after-head": {"failed timeout"},
    "hanging-parts": {"partial timeout", "partial hung"},
    "slow-drip": {"partial timeout"},
    "slow-head": {"failed timeout"},
    "endless-page": {"failed hung", "failed too-large", "partial hung", "partial timeout"},
    "endless-interim": {"failed timeout"},
    "goto-ftp": {"partial timeout"},
    "tls-silent": {"failed timeout"},
}
LOOPS = {
    "loop-at-load": {"failed hung"},
    "loop-after-load": {"failed hung"},
    "loop-later": {"complete", "partial hung", "failed hung"},
    "loop-in-microtasks": {"failed hung"},
    "loop-in-regexp": {"failed hung"},
    "looping-frame": {"failed hung"},
    "dialogs-without-end": {"failed hung"},
    "writes-without-pause": {"failed hung", "failed crashed"},
    "style-bomb": {"failed hung"},
    "console-flood": {"failed hung", "partial timeout", "partial hung", "complete"},
}
CRASHES = {
    "crash": {"failed crashed"},
    "crash-after-load": {"failed crashed"},
    "crash-later": {"complete", "failed crashed", "partial hung"},
    "crashing-frame": {"failed crashed"},
    "memory": {"failed crashed"},
    "closes-itself": {"complete"},
    "no-document-element": {"failed no-document"},
    "no-body": {"complete"},
    "svg-document-element": {"complete"},
    "writes-for-ever": {"complete"},
    "debugger": {"complete"},
    "never-still": {"complete"},
    "endless-scroll": {"complete"},
    "looping-worker": {"complete"},
}
ANSWERS = {
    "redirect-loop": {"failed redirects"},
    "redirect-ever-on": {"failed redirects"},
    "reset": {"partial connection"},
    "garbage": {"failed invalid"},
    "no-content": {"failed no-page"},
    "empty": {"complete"},
    "password": {"failed login"},
    "not-packed": {"failed invalid"},
    "many-headers": {"complete"},
    "too-many-headers": {"failed invalid"},
    "header-repeated": {"complete"},
    "header-bytes": {"complete"},
    "png-as-html": {"complete"},
    "no-type": {"complete"},
    "broken-xhtml": {"complete"},
    "wrong-charset": {"complete"},
    "tls-untrusted": {"failed tls"},
    "tls-expired": {"failed tls"},
    "tls-plain": {"failed tls"},
    "refused": {"failed refused"},
    "redirect-file": {"failed redirects"},
    "redirect-data": {"failed redirects"},
    "goto-file": {"complete"},
    "websocket-flood": {"complete"},
    "event-stream": {"complete"},
    "request-flood": {"complete"},
}
FILES = (
    "download",
    "endless-download",
    "html-as-bytes",
    "json",
    "plain-text",
    "redirect-nowhere",
    "replaced-pages",
)
MOVES = {
    "location-bomb": {"failed navigation-loop"},
    "location-flood": {"failed navigation-loop", "partial timeout"},
    "location-after-load": {"failed navigation-loop"},
    "reload-loop": {"failed navigation-loop"},
    "meta-refresh": {"failed navigation-loop"},
    "refresh-header": {"failed navigation-loop"},
    "form-loop": {"failed navigation-loop"},
    "history-bomb": {"complete"},
    "history-without-end": {"complete"},
    "hash-bomb": {"complete"},
    "blank": {"failed left"},
    "unload-question": {"failed navigation-loop", "failed hung", "complete"},
    "dialogs": {"complete"},
    "dialogs-after-load": {"complete"},
    "popups": {"complete"},
    "popups-of-popups": {"complete"},
    "offered-download": {"complete"},
    "permissions": {"complete"},
    "service-worker": {"complete"},
    "cookie-jar": {"complete"},
    "storage-bomb": {"complete"},
    "error-flood": {"complete"},
}
MASSES = {
    "brotli-bomb": {"failed hung", "failed timeout", "partial hung", "partial timeout"},
    "gzip-bomb": {"failed hung", "failed timeout", "partial hung", "partial timeout"},
    "console-huge": {"complete", "partial timeout", "partial hung"},
    "links-100-000": {"failed hung", "partial hung"},
    "long-title": {"complete", "partial hung"},
    "many-attributes": {"complete", "partial hung"},
    "many-violations": {"complete", "partial hung"},
    "huge-inline-script": {"complete", "partial timeout"},
    "pixel-bomb": {"complete", "partial hung"},
    "tall": {"complete", "partial hung"},
    "entity-bomb": {"complete", "partial hung"},
    "shadow-tower": {"complete", "partial hung"},
}
FRAMES = {
    "frames-60-deep": {"complete", "partial timeout"},
    "frames-without-end": {"partial timeout", "partial hung", "failed hung"},
    "frames-300": {"partial timeout", "partial hung", "complete"},
}
TEXTS = {
    "control-codes": {"complete"},
    "half-characters": {"complete"},
    "strange-names": {"complete"},
    "frameset": {"complete"},
    "no-links": {"complete"},
    "calendar": {"complete"},
    "nested-paths": {"complete"},
    "links-odd": {"complete"},
    "links-schemes": {"complete"},
}
# From a site that is not on a private network. Nothing of these may be reached.
LEADS = {
    "goto-private": {"failed private"},
    "goto-metadata": {"failed private"},
    "goto-inner": {"failed private"},
    "goto-inner-after-load": {"failed private"},
    "goto-elsewhere": {"failed private"},
    "refresh-inner": {"failed private"},
    "redirect-private": {"failed private"},
    "redirect-metadata": {"failed private"},
    "links-private": {"complete"},
    "base-private": {"complete"},
}
TAMPERED = (
    "violations",
    "hidden-elements",
    "broken-language",
    "fake-engine",
    "stopped-clocks",
    "clobbered-document",
)
BREAKERS = ("clobbered-form", "many-elements")
"""Pages on which axe-core itself breaks."""

# Seconds enough for a healthy page beside three stuck ones on two cores, and no more: a stuck page
# costs all of them.
ORDINARY = ScanSettings(
    page_timeout=3,
    script_timeout=5,
    max_depth=0,
    sitemaps=False,
    missing_page=False,
    max_pages=1000,
    tabs=3,
)
STUCK = replace(ORDINARY, page_timeout=2, script_timeout=4)
# Waiting costs nothing: many at a time.
WAITING = replace(ORDINARY, page_timeout=2, tabs=8)


@dataclass(frozen=True)
class Scanned:
    """A scan of traps, with a healthy page after each."""

    pages: dict[str, Page]
    """By address."""
    results: Results
    seconds: float

    def told(self, url: str) -> str:
        """Return state and reason of the visit to *url*, or why there was none."""
        page = self.pages.get(canonical_url(url))
        if page is not None:
            return f"{page.visit.state} {page.visit.reason}".strip()
        skipped = {canonical_url(s.url): s.reason for s in self.results.coverage.skipped}
        return f"skipped {skipped.get(canonical_url(url), 'without a word')}"

    @property
    def clean(self) -> list[tuple[str, str]]:
        """Page and rule wherever something not wholly seen is said to be in order."""
        return [
            (page.url, rule)
            for page in self.results.pages
            for rule, outcome in page.outcomes.items()
            if page.state != "complete" and outcome.outcome == "passed" and rule not in OF_HOSTS
        ]


def scan(site: HostileSite, names: Iterable[str], folder: Path, settings: ScanSettings) -> Scanned:
    """Scan each trap with a healthy page after it."""
    targets = [url for name in names for url in (site.url(name), _after(site, name))]
    begun = time.monotonic()
    results = audit(*targets, settings=settings, evidence=folder)
    seconds = time.monotonic() - begun
    pages = {canonical_url(page.url): page for page in EvidenceReader(folder).pages()}
    return Scanned(pages, results, seconds)


def _after(site: HostileSite, name: str) -> str:
    return site.url(f"healthy/after-{name}")


@pytest.mark.parametrize(
    ("expected", "settings"),
    [
        pytest.param(HANGS, WAITING, id="pages that never end"),
        pytest.param(LOOPS, STUCK, id="scripts that never end"),
        pytest.param(CRASHES, ORDINARY, id="pages that fall to pieces"),
        pytest.param(ANSWERS, ORDINARY, id="answers that are none"),
        pytest.param(MOVES, ORDINARY, id="pages that do not stay"),
        pytest.param(MASSES, ORDINARY, id="pages that are too much"),
        pytest.param(FRAMES, ORDINARY, id="frames that are too many"),
        pytest.param(TEXTS, ORDINARY, id="texts that are none"),
    ],
)
def test_each_trap_ends_in_time_with_a_name_and_the_scan_goes_on(
    expected: dict[str, set[str]], settings: ScanSettings, tmp_path: Path
) -> None:
    with hostile_site() as site:
        scanned = scan(site, expected, tmp_path, settings)
        told = {name: scanned.told(site.url(name)) for name in expected}
        after = {name: scanned.told(_after(site, name)) for name in expected}

    assert {name: said for name, said in told.items() if said not in expected[name]} == {}
    assert after == dict.fromkeys(expected, "complete")
    assert scanned.clean == []
    assert scanned.results.coverage.rules_crashed == ()
    assert scanned.seconds < 15 * len(expected)


def test_files_are_listed_and_never_judged_as_pages(tmp_path: Path) -> None:
    with hostile_site() as site:
        scanned = scan(site, FILES, tmp_path, ORDINARY)
        listed = {document.url for document in scanned.results.coverage.documents}
        judged = {page.url for page in scanned.results.pages}

    assert listed == {site.url(name) for name in FILES}
    assert judged == {_after(site, name) for name in FILES}


def test_a_public_site_leads_nobody_into_a_private_network(tmp_path: Path) -> None:
    settings = replace(ORDINARY, resolve={"town.example.gov": "127.0.0.1"}, max_depth=1)

    with hostile_site(host="town.example.gov") as site:
        scanned = scan(site, LEADS, tmp_path, settings)
        told = {name: scanned.told(site.url(name)) for name in LEADS}
        after = {name: scanned.told(_after(site, name)) for name in LEADS}
        reached = tuple(site.reached)

    assert {name: said for name, said in told.items() if said not in LEADS[name]} == {}
    assert after == dict.fromkeys(LEADS, "complete")
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
        after = scanned.pages[canonical_url(_after(site, "service-worker"))]

    assert "label" in _failed(page)
    assert page.headers.get("strict-transport-security") is None
    assert after.dom.title.startswith("Opening hours")
    assert after.headers.get("strict-transport-security") is None


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
