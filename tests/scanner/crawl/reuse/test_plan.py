"""How trust in reuse is earned and lost, and what is taken down for the next night."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from civiscope.crawl.reuse import plan as plans
from civiscope.crawl.reuse.earlier import EarlierScan
from civiscope.crawl.reuse.plan import ReusePlan
from civiscope.crawl.reuse.questions import Tonight
from civiscope.crawl.reuse.state import ReusablePage, ReuseState, ReuseTrust, read_state
from civiscope.crawl.reuse.validators import Validator
from civiscope.crawl.reuse.verdict import PageVerdict
from civiscope.evidence.schema import PageFile
from civiscope.model import Page
from civiscope.testing import make_page

HOME = "https://www.example.gov/"
TRUSTED = ReuseTrust(earned=True, verified="2026-11-28")


class OnePage(EarlierScan):
    """An earlier scan of one page, without files."""

    def read(self, url: str) -> PageFile | None:
        return PageFile(make_page(HOME)) if url == HOME else None


def plan(
    monkeypatch: pytest.MonkeyPatch,
    trust: ReuseTrust,
    *,
    finds: list[str],
    why: str = "",
    night: str = "2026-11-29",
) -> ReusePlan:
    """Return the plan of a night on which the page is judged unchanged, if it was asked for."""
    state = ReuseState(trust=trust, pages=(ReusablePage(HOME, "2026-11-28T02:00:00Z"),))
    found = iter(finds)
    made = ReusePlan(OnePage(state, None, why), {}, lambda _page: next(found), f"{night}T02:00:00Z")
    asked = Tonight(
        {HOME: PageVerdict("unchanged")},
        {HOME: Validator(HOME, 200, HOME, sha256="a")},
        frozenset({HOME}),
        (),
        {HOME: state.pages[0]},
    )
    monkeypatch.setattr(made, "_tonight", asked)
    return made


def visited() -> Page:
    return make_page(HOME)


def after(made: ReusePlan, folder: Path) -> ReuseState:
    made.finish(folder)
    state = read_state(folder)
    assert state is not None
    return state


def test_other_findings_on_an_unchanged_page_cost_trust_for_thirty_nights(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = plan(monkeypatch, TRUSTED, finds=["one", "other"])

    wrong.note_visit(visited())

    trust = after(wrong, tmp_path).trust
    assert (trust.earned, trust.lost_until) == (False, "2026-12-29")
    assert wrong.notes()[0].startswith(f"Reuse was wrong: {HOME} was judged unchanged")
    assert "is not believed until 2026-12-29" in plan(monkeypatch, trust, finds=[]).why_not()
    later = plan(monkeypatch, trust, finds=[], night="2026-12-29")
    assert "two scans have to come to the same findings" in later.why_not()


def test_the_same_findings_on_an_unchanged_page_verify_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    right = plan(monkeypatch, TRUSTED, finds=["one", "one"])

    right.note_visit(visited())

    assert after(right, tmp_path).trust == replace(TRUSTED, verified="2026-11-29")
    assert right.notes() == []


def test_a_scan_that_found_nothing_unchanged_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    night = plan(monkeypatch, TRUSTED, finds=["one", "one"])
    monkeypatch.setattr(night, "_tonight", Tonight())

    night.note_visit(visited())

    assert night.notes() == [
        "No page of the earlier scan was reused, because none was found unchanged at the same "
        "address."
    ]


def test_no_trust_is_earned_in_the_nights_without_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lost = ReuseTrust(lost_until="2026-12-20")
    night = plan(monkeypatch, lost, finds=["one", "one"])

    night.note_visit(visited())

    assert not after(night, tmp_path).trust.earned


def test_what_the_next_night_needs_is_taken_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    night = plan(monkeypatch, TRUSTED, finds=["one", "one"])

    night.note_visit(visited())
    state = after(night, tmp_path)

    assert state.pages == (ReusablePage(HOME, "2026-11-29T02:00:00Z"),)
    assert set(state.validators) == {HOME}
    assert plans.DISTRUST_DAYS == 30


def test_a_page_that_was_not_seen_whole_is_asked_for_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    night = plan(monkeypatch, TRUSTED, finds=[])

    night.note_visit(make_page(HOME, status=503))

    assert after(night, tmp_path).pages == ()
