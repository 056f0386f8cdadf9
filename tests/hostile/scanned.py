"""Scan traps, each with a healthy page after it, and look at how the visits ended."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.hostile.server import HostileSite, hostile_site

from civiscope.audit.api import audit
from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.model import Page
from civiscope.results import Results
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.web.urls import canonical_url

# Seconds enough for a healthy page beside three stuck ones on two cores, and no more: a stuck page
# costs all of them.
ORDINARY = ScanSettings(
    page_timeout=8,
    script_timeout=5,
    max_depth=0,
    sitemaps=False,
    missing_page=False,
    max_pages=1000,
    tabs=3,
)
STUCK = replace(ORDINARY, page_timeout=2, script_timeout=4)
# Waiting costs nothing: many at a time, and longer than a busy machine takes to send a page's head.
# The healthy pages are all looked at at once.
WAITING = replace(ORDINARY, page_timeout=4, script_timeout=10, tabs=8)
# Rules on hosts are asked apart from pages, and may be right where no page was seen.
OF_HOSTS = {rule.id for rule in all_rules(load_rulebooks()) if rule.scope == "site"}


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
    targets = [url for name in names for url in (site.url(name), after(site, name))]
    begun = time.monotonic()
    results = audit(*targets, settings=settings, evidence=folder)
    seconds = time.monotonic() - begun
    pages = {canonical_url(page.url): page for page in EvidenceReader(folder).pages()}
    return Scanned(pages, results, seconds)


def after(site: HostileSite, name: str) -> str:
    """Return the address of the healthy page after a trap."""
    return site.url(f"healthy/after-{name}")


def check_that_all_end(expected: dict[str, set[str]], settings: ScanSettings, folder: Path) -> None:
    """Scan the traps of *expected*: each ends in time as told, and the page after it is seen."""
    with hostile_site() as site:
        scanned = scan(site, expected, folder, settings)
        told = {name: scanned.told(site.url(name)) for name in expected}
        seen_after = {name: scanned.told(after(site, name)) for name in expected}

    wrong = {name: said for name, said in told.items() if said not in expected[name]}
    assert wrong == {}, wrong
    assert seen_after == dict.fromkeys(expected, "complete")
    assert scanned.clean == []
    assert scanned.results.coverage.rules_crashed == ()
    # Three traps take 10 seconds each on an idle machine, and other tests run beside.
    assert scanned.seconds < 25 * len(expected)
