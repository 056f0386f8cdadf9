"""A build that changes nothing for people changes nothing for the gate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.ci.churned import build

from civiscope import ScanSettings, audit
from civiscope.demo import DemoSite
from civiscope.results import Results
from civiscope_ci import Against, decide
from civiscope_ci.baseline import create

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/",
    "/services/",
    "/services/licence-renewal/",
    "/services/bins/",
    "/services/parking-permit/",
    "/report-a-problem/",
    "/contact/",
    "/news/flood-defences/",
    "/visit-us/",
    "/council/councillors/",
)


def seen(site: DemoSite, folder: Path, seed: int, *, banner: bool) -> Results:
    with build(site, seed, banner=banner) as base:
        listed = folder / f"{seed}.txt"
        listed.write_text("".join(f"{base}{path}\n" for path in PAGES), encoding="utf-8")
        return audit(
            f"@{listed}",
            evidence=folder / str(seed),
            settings=ScanSettings(seed=1, judge_local_headers=True),
        )


def test_another_build_with_a_banner_has_nothing_new_and_nothing_fixed(tmp_path: Path) -> None:
    with DemoSite() as site:
        before = seen(site, tmp_path, 1, banner=False)
        after = seen(site, tmp_path, 2, banner=True)

    baseline = create(before)
    decision = decide(after, against=Against(baseline, today=date(2026, 11, 23)))

    told = {
        state: [(e.entry.rule, e.entry.component) for e in decision.comparison.of(state)]
        for state in ("new", "fixed", "unverified", "reopened", "engine-new")
    }
    assert told == {state: [] for state in told}
    assert decision.comparison.counts == {"existing": len(baseline.issues)}
    assert len(baseline.issues) > 25
    assert decision.exit_code == 0
