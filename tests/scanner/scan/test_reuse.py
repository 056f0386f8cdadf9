"""Nights of a small site, scanned with --reuse: what is visited, what is not, and what is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.plain_results import plain_results
from tests.scanner.crawl.site import Answer, Asked, Site, page

from civiscope.audit.audit import AuditRequest, run_audit
from civiscope.audit.gather import ScanRequest
from civiscope.audit.reporting import Reporting
from civiscope.audit.rules import RuleChoice, read_rules
from civiscope.config import Config
from civiscope.config.scan_options import ScanSettings
from civiscope.crawl.reuse import draw
from civiscope.crawl.reuse.state import read_state
from civiscope.results import Results

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IMAGE = '<img src="data:,">'
LOADS = '<p id="n"></p><script src="/a.js"></script>'
SCRIPT = "fetch('/d.json').then(r => r.json()).then(d => { n.innerHTML = d.text })"
RULES = ("accessibility/image-alt", "accessibility/title-text", "security/hsts")


@dataclass(frozen=True)
class Night:
    """One night: the results, the report, and the pages that the browser was sent to."""

    results: Results
    report: str
    visits: list[str]

    @property
    def counts(self) -> tuple[int, int]:
        coverage = self.results.coverage
        return coverage.visited, coverage.reused


class Town(Site):
    """Four pages; one gets its text from data."""

    def __init__(self) -> None:
        super().__init__({})
        self.text, self.to_browsers = "Open", ""
        links = ("/a", "/b", "/c")
        self.answers = {
            "/": page("Home", *links),
            "/a": page("A", "/", body=IMAGE),
            "/b": page("B", "/", body=LOADS),
            "/c": self._third,
            "/a.js": Answer(SCRIPT, type="text/javascript"),
            "/d.json": self._data,
        }

    def _data(self, _asked: Asked) -> Answer:
        return Answer(json.dumps({"text": self.text}), type="application/json")

    def _third(self, asked: Asked) -> Answer:
        return page("C", "/", body=self.to_browsers if _is_browser(asked) else "")

    def night(self, folder: Path, reuse: Path | None = None, **more: Any) -> Night:  # noqa: ANN401
        """Audit the site, and reuse the scan in the folder *reuse*."""
        self.asked.clear()
        request = AuditRequest(
            scan=ScanRequest(
                targets=(self.url(),),
                rules=read_rules(Config(), RuleChoice(only=RULES)),
                settings=ScanSettings(reuse=reuse, tabs=1, **more),
            ),
            folder=folder,
            reporting=Reporting(names=("markdown",)),
        )
        outcome = run_audit(request)
        (report,) = outcome.files
        visits = [asked.path for asked in self.asked if _is_browser(asked)]
        pages = [path for path in visits if path in {"/", "/a", "/b", "/c"}]
        return Night(outcome.results, report.read_text(encoding="utf-8"), pages)


def _is_browser(asked: Asked) -> bool:
    return "sec-fetch-mode" in asked.headers or "upgrade-insecure-requests" in asked.headers


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Path]]:
    """Return the site, and the folder of its first two nights, after which reuse is trusted."""
    folder = tmp_path_factory.mktemp("nights")
    with Town() as site, pytest.MonkeyPatch.context() as patch:
        # No page is drawn to be verified, but where a test asks for it.
        patch.setattr(draw, "SHARE", 0)
        first = site.night(folder / "1")
        second = site.night(folder / "2", folder / "1")
        assert sorted(first.visits) == sorted(second.visits) == ["/", "/a", "/b", "/c"]
        assert "nobody asked for its addresses before" in " ".join(second.results.coverage.notes)
        yield site, folder


def test_an_unchanged_site_is_not_visited_and_says_so(town: tuple[Town, Path]) -> None:
    site, folder = town
    before = plain_results(folder / "2")

    night = site.night(folder / "3", folder / "2")

    after = plain_results(folder / "3")
    assert night.visits == []
    assert night.counts == (0, 4)
    assert (before["findings"], before["issues"]) == (after["findings"], after["issues"])
    assert all(each["reused_from"] for each in after["pages"])
    assert "Not visited, because unchanged: 4 pages" in night.report
    assert "reused_from" not in json.dumps(before)
    state = read_state(folder / "3" / "evidence")
    assert state is not None
    assert state.secret not in json.dumps(after) + night.report


def test_only_what_has_changed_is_visited(town: tuple[Town, Path]) -> None:
    site, folder = town
    site.text = IMAGE
    try:
        night = site.night(folder / "changed", folder / "2")
    finally:
        site.text = "Open"

    assert night.visits == ["/b"]
    assert night.counts == (1, 3)
    assert {site.url("/a"), site.url("/b")} == {found.page for found in night.results.findings}


def test_other_settings_reuse_nothing_and_say_why(town: tuple[Town, Path]) -> None:
    site, folder = town

    night = site.night(folder / "wide", folder / "2", viewport=(1600, 900))

    assert night.counts == (4, 0)
    (note,) = [note for note in night.results.coverage.notes if "reused" in note]
    assert note == "No page of the earlier scan was reused, because --viewport was another."


def test_reuse_that_was_wrong_is_noticed_and_costs_its_trust(
    town: tuple[Town, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, folder = town
    monkeypatch.setattr(draw, "SHARE", 1)
    # Browsers get another page than whoever asks plainly.
    site.to_browsers = IMAGE
    try:
        wrong = site.night(folder / "wrong", folder / "2")
        monkeypatch.setattr(draw, "SHARE", 0)
        later = site.night(folder / "later", folder / "wrong")
    finally:
        site.to_browsers = ""

    assert wrong.counts == (4, 0)
    assert "Reuse was wrong" in " ".join(wrong.results.coverage.notes)
    assert later.counts == (4, 0)
    assert "reuse was wrong before" in " ".join(later.results.coverage.notes)
