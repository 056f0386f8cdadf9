"""Visits for privacy to pages with banners of every make, in the real browser."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.scanner.collectors.consent.designs import HOST, HOSTS, PAGES, visits
from tests.scanner.crawl.site import Answer, Site

from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.judge.engine import judge
from civiscope.model import Missing
from civiscope.model.privacy import DecoratedLink, PrivacyMode, PrivacyPass, PrivacyVisit
from civiscope.results import file as results_file
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.scan import scan

REJECT: tuple[PrivacyMode, ...] = ("reject",)
PATHS: Mapping[str, tuple[PrivacyMode, ...]] = {
    "/bar": ("reject", "accept"),
    "/modal": REJECT,
    "/government": REJECT,
    "/shadow": REJECT,
    "/frame": REJECT,
    "/sourcepoint": REJECT,
    "/early": (),
    "/ignores": REJECT,
    "/wall": REJECT,
    "/forgetful": REJECT,
    "/german": REJECT,
    "/estonian": REJECT,
    "/hindi": REJECT,
    "/onetrust": ("reject", "accept"),
    "/complianz": REJECT,
    "/moves": REJECT,
    "/crowd": (),
    "/tells": (),
    "/ids": REJECT,
    "/linker": REJECT,
    "/no-reject": REJECT,
    "/reappears": REJECT,
    "/leads-away": REJECT,
    "/never-loads": (),
    "/bomb": (),
    "/asks": ("gpc",),
    "/hides": (),
}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def seen() -> dict[str, PrivacyVisit | Missing]:
    """What the visits saw, by path."""
    return visits(PATHS)


def visit_to(seen: Mapping[str, PrivacyVisit | Missing], path: str) -> PrivacyVisit:
    found = seen[path]
    assert isinstance(found, PrivacyVisit), found
    return found


def rejecting(seen: Mapping[str, PrivacyVisit | Missing], path: str) -> PrivacyPass:
    found = visit_to(seen, path).of("reject")
    assert found is not None
    return found


def trackers(one: PrivacyPass | None) -> tuple[bool, bool]:
    """Say whether the counter was told of the visit before the choice, and after it."""
    assert one is not None
    before, after = ({r.host for r in part} for part in (one.requests, one.requests_after))
    return "www.google-analytics.com" in before, "www.google-analytics.com" in after


@pytest.mark.parametrize(
    ("path", "kind", "pressed"),
    [
        ("/bar", "bar", ("Reject all cookies",)),
        ("/modal", "dialog", ("Cookie settings", "Statistics cookies", "Save my choices")),
        ("/government", "inline", ("Reject additional cookies",)),
        ("/shadow", "bar", ("Reject all cookies",)),
        ("/frame", "bar", ("Reject all",)),
        ("/sourcepoint", "bar", ("Reject all",)),
        ("/onetrust", "bar", ("Shoo",)),
        ("/complianz", "bar", ("✕",)),
        ("/moves", "bar", ("Reject all",)),
        ("/german", "bar", ("Nur notwendige Cookies",)),
        ("/estonian", "bar", ("Keeldun",)),
        ("/hindi", "bar", ("सभी अस्वीकार करें",)),
    ],
)
def test_a_banner_is_found_and_refused_and_the_refusal_holds_on_the_next_page(
    seen: Mapping[str, PrivacyVisit | Missing], path: str, kind: str, pressed: tuple[str, ...]
) -> None:
    reject = rejecting(seen, path)

    banner = visit_to(seen, path).banner
    assert banner is not None
    assert (banner.kind, reject.pressed, reject.closed) == (kind, pressed, True)
    assert (reject.next_url.endswith(f"{path}/next"), reject.asked_again) == (True, False)
    assert reject.ways_back == ("Cookie settings",)
    assert [item.name for item in reject.kept_after] == ["cookie_consent"]
    assert trackers(reject) == (False, False)


@pytest.mark.parametrize(
    ("path", "platform"),
    [
        ("/onetrust", "OneTrust"),
        ("/complianz", "Complianz banner"),
        ("/sourcepoint", "Sourcepoint"),
        ("/bar", ""),
    ],
)
def test_a_known_platform_is_named_and_its_buttons_known_whatever_they_say(
    seen: Mapping[str, PrivacyVisit | Missing], path: str, platform: str
) -> None:
    banner = visit_to(seen, path).banner

    assert banner is not None
    assert banner.platform == platform
    assert {"accept", "reject"} <= {choice.label for choice in banner.choices}


def test_values_made_for_one_browser_are_told_from_others_and_followed_to_whom_they_are_sent(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    first = visit_to(seen, "/ids").of("none")

    assert first is not None
    assert {item.name: (item.own, item.sent_to) for item in first.kept} == {
        "who": (True, ("google-analytics.com",)),
        "me": (True, ("example.net",)),
        "theme": (False, ()),
        "now": (False, ()),
    }
    link = DecoratedLink(
        "static.example.net", "http://static.example.net/goodbye", "vid", "local", "me"
    )
    assert first.decorated == (link,)
    assert [call.script for call in first.calls if call.api == "window.name"] == [
        "http://www.example.gov/ids"
    ]
    assert first.referred == ()


def test_a_counters_number_is_known_in_what_it_sends_and_in_links_it_changes_when_pressed(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    first = visit_to(seen, "/linker").of("none")

    assert first is not None
    assert [(item.name, item.sent_to) for item in first.kept] == [
        ("counted", ("google-analytics.com",))
    ]
    assert [(link.host, link.parameter, link.name) for link in first.decorated] == [
        ("static.example.net", "_gl", "counted")
    ]


def test_who_is_told_the_whole_address_is_seen(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    tells, keeps = (visit_to(seen, path).of("none") for path in ("/tells", "/crowd"))

    assert tells is not None
    assert keeps is not None
    assert (tells.referred, keeps.referred) == (("example.net",), ())


def test_a_page_that_talks_to_hundreds_of_others_is_told_whole(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    crowd = visit_to(seen, "/crowd").of("none")

    assert crowd is not None
    others = {request.host for request in crowd.requests if request.host.startswith("c")}
    assert len(others) == 300


def test_a_banner_without_a_refusal_is_not_pressed(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    reject = rejecting(seen, "/no-reject")

    assert (reject.pressed, reject.chosen, reject.kept_after) == ((), False, ())


def test_what_comes_only_after_yes_is_told_apart(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    accept = visit_to(seen, "/bar").of("accept")

    assert trackers(accept) == (False, True)
    assert accept is not None
    kept = {item.name: (item.area, item.by) for item in accept.kept_after}
    script = ("http://www.example.gov/bar",)
    assert kept == {
        "_ga": ("cookie", script),
        "cookie_consent": ("cookie", script),
        "visitor_id": ("local", script),
    }


def test_what_comes_before_the_choice_and_in_spite_of_no_is_seen(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    early = visit_to(seen, "/early").of("none")

    assert trackers(early) == (True, False)
    assert trackers(rejecting(seen, "/ignores")) == (False, True)


def test_the_layer_behind_the_settings_is_read_with_what_is_ticked_there(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    banner = visit_to(seen, "/modal").banner

    assert banner is not None
    assert (banner.layers, banner.covers) == (2, 1.0)
    assert [(box.text, box.layer, box.needed) for box in banner.ticked] == [
        ("Statistics cookies", 2, False)
    ]
    assert [(c.text, c.layer, c.link) for c in banner.choices] == [
        ("Accept all", 1, False),
        ("Cookie settings", 1, True),
        ("Save my choices", 2, False),
    ]


def test_a_wall_without_a_refusal_is_not_pressed(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    reject = rejecting(seen, "/wall")

    banner = visit_to(seen, "/wall").banner
    assert banner is not None
    assert (banner.covers, banner.refusals) == (1.0, ())
    assert (reject.chosen, reject.pressed) == (False, ())


def test_banners_that_forget_or_come_back_are_told_apart(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    forgetful, reappears = rejecting(seen, "/forgetful"), rejecting(seen, "/reappears")

    assert (forgetful.closed, forgetful.asked_again) == (True, True)
    assert (reappears.closed, reappears.asked_again) == (False, True)


def test_a_refusal_that_leads_away_makes_the_visit_one_in_part(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    reject = rejecting(seen, "/leads-away")

    assert reject.state == "partial"
    assert reject.detail.startswith("The choice led away from the site, to http://static.example")


def test_global_privacy_control_is_told_by_header_and_to_scripts(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    asks = visit_to(seen, "/asks")

    assert trackers(asks.of("none")) == (True, False)
    assert trackers(asks.of("gpc")) == (False, False)


def test_frames_that_never_load_and_full_storage_are_bounded_and_explained(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    never, bomb = visit_to(seen, "/never-loads").of("none"), visit_to(seen, "/bomb").of("none")

    assert never is not None
    assert (never.state, "still loading after 3 seconds" in never.detail) == ("partial", True)
    assert bomb is not None
    assert bomb.state == "partial"
    assert "the first 300 are listed" in bomb.detail
    assert sum(item.area == "local" for item in bomb.kept) == 300


def test_a_page_that_stays_blank_for_programs_is_not_called_clean(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    blank = "The page stayed blank when it was visited for privacy; it may hide from scanners."

    assert seen["/hides"] == Missing("not-gathered", blank)


def test_a_scan_keeps_what_the_visits_saw_and_judging_it_again_says_the_same(
    tmp_path: Path,
) -> None:
    rules = all_rules(load_rulebooks())
    chosen = [rule for rule in rules if rule.id == "privacy/consent-before-choice"]
    with Site({"/": Answer(PAGES["/early"]), "/collect": Answer(type="image/gif")}) as site:
        pinned = dict.fromkeys(HOSTS, "127.0.0.1")
        settings = ScanSettings(
            resolve=pinned, max_pages=1, missing_page=False, sitemaps=False, privacy="start"
        )
        asyncio.run(scan([f"http://{HOST}:{site.port}/"], settings, tmp_path))

    once, again = (judge(EvidenceReader(tmp_path), chosen) for _ in range(2))

    assert {f.rule for f in once.findings} == {"privacy/consent-before-choice"}
    assert once == again
    told = once.pages[0].consent
    assert told is not None
    assert {one.mode: one.trackers for one in told.passes if one.state != "failed"} == {
        "none": ("Google Analytics",),
        "reject": (),
        "accept": ("Google Analytics",),
        "gpc": ("Google Analytics",),
    }
    assert results_file.from_bytes(results_file.to_bytes(once)) == once
    assert (tmp_path / "privacy" / "000000.json.gz").exists()
    assert b"a81f3c09-77d2" not in gzip.decompress(
        (tmp_path / "privacy" / "000000.json.gz").read_bytes()
    )
