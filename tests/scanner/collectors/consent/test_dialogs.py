"""What is taken for a consent notice, in the real browser, and that nothing else is answered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.scanner.collectors.consent.designs import visits
from tests.scanner.collectors.consent.dialogs import CONSENT, IN_FRAME, OTHERS
from tests.scanner.crawl.site import Answer

from civiscope.browser.emulation import BrowserView
from civiscope.collectors.consent.making import Pace
from civiscope.model import Missing
from civiscope.model.privacy import PrivacyMode, PrivacyPass, PrivacyVisit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOTH: tuple[PrivacyMode, ...] = ("reject", "accept")
PACE = Pace(load=0.15, choice=0.1, most=2.0, scroll=0.5, banner=2.5, again=0.4)


@pytest.fixture(scope="module")
def seen() -> dict[str, PrivacyVisit | Missing]:
    """What the visits saw, by path."""
    pages = {**OTHERS, **CONSENT}
    others = {"/closed-platform": Answer(IN_FRAME)}
    return visits(dict.fromkeys(pages, BOTH), pages, pace=PACE, others=others)


def visit_to(seen: Mapping[str, PrivacyVisit | Missing], path: str) -> PrivacyVisit:
    found = seen[path]
    assert isinstance(found, PrivacyVisit), found
    return found


def answered(seen: Mapping[str, PrivacyVisit | Missing], path: str) -> PrivacyPass:
    found = visit_to(seen, path).of("reject")
    assert found is not None
    return found


@pytest.mark.parametrize("path", OTHERS)
def test_what_asks_something_else_is_not_answered_and_is_told_of(
    seen: Mapping[str, PrivacyVisit | Missing], path: str
) -> None:
    visit = visit_to(seen, path)
    first = visit.of("none")

    assert visit.banner is None
    assert [one.mode for one in visit.passes] == ["none"]
    assert first is not None
    assert first.search is not None
    assert first.search.seconds == PACE.banner
    assert [told for told in first.search.passed_over if "was not answered: it " in told]


@pytest.mark.parametrize(
    ("path", "pressed"),
    [
        ("/govuk", ("Reject analytics cookies",)),
        ("/old", ("Set cookie preferences", "No", "Save cookie settings")),
        ("/old-german", ("Cookie-Einstellungen", "Nein", "Speichern")),
        ("/two-layers", ("Cookie settings", "Only necessary")),
        ("/boxes", ("Save choices",)),
        ("/boxes-ticked", ("Statistics", "Save choices")),
        ("/boxes-italian", ("Salva le preferenze",)),
        ("/boxes-selected", ("Auswahl erlauben",)),
        ("/radios", ("No", "Save")),
        ("/radios-no", ("Save",)),
        ("/french", ("Tout refuser",)),
        ("/closed", ("Afvis alle",)),
        ("/closed-declared", ("Reject all",)),
        ("/late", ("Reject all",)),
        ("/scrolled", ("Reject all",)),
        ("/closed-in-frame", ("Reject all",)),
        ("/switches", ("Save",)),
        ("/beside-newsletter", ("Reject all",)),
        ("/programs", ("Reject all",)),
        ("/fades", ("Reject all",)),
        ("/borlabs", ("Nur essenzielle Cookies akzeptieren",)),
    ],
)
def test_consent_notices_are_refused_in_the_way_that_they_offer(
    seen: Mapping[str, PrivacyVisit | Missing], path: str, pressed: tuple[str, ...]
) -> None:
    reject = answered(seen, path)

    assert reject.pressed == pressed
    assert (reject.state, reject.detail) == ("complete", "")
    assert (reject.closed, reject.asked_again) == (True, False)


def test_a_page_of_settings_is_no_banner(seen: Mapping[str, PrivacyVisit | Missing]) -> None:
    assert visit_to(seen, "/settings-page").banner is None


def test_what_does_not_come_in_time_is_said_not_to_have_been_waited_for(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    first = visit_to(seen, "/too-late").of("none")

    assert first is not None
    assert first.search is not None
    assert (first.banner, first.search.seconds, first.search.scrolled) == (None, 2.5, True)


def test_how_a_banner_was_found_is_kept(seen: Mapping[str, PrivacyVisit | Missing]) -> None:
    at_once, scrolled = (visit_to(seen, path).of("none") for path in ("/boxes", "/scrolled"))

    assert at_once is not None
    assert scrolled is not None
    assert at_once.search is not None
    assert scrolled.search is not None
    assert (at_once.search.scrolled, scrolled.search.scrolled) == (False, True)


def test_fields_are_typed_into_on_the_page_itself_after_its_settings_were_looked_at(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    assert visit_to(seen, "/old-with-form").fields == 1


def test_fields_below_a_modal_banner_are_said_not_to_have_been_typed_into(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    visit = visit_to(seen, "/modal-with-form")
    first = visit.of("none")

    assert first is not None
    assert (visit.fields, visit.fields_shown) == (0, 1)
    assert first.detail.startswith("None of 1 fields could be typed into")


def test_what_lies_over_a_banner_is_not_pressed_in_its_place(
    seen: Mapping[str, PrivacyVisit | Missing],
) -> None:
    reject = answered(seen, "/under-newsletter")

    assert visit_to(seen, "/under-newsletter").banner is not None
    assert (reject.pressed, reject.chosen) == ((), False)
    assert reject.detail == "“Reject all” could not be pressed."
    assert [
        item.name for one in visit_to(seen, "/under-newsletter").passes for item in one.kept_after
    ] == []


def test_a_notice_that_hides_from_programs_is_not_found_when_they_say_so() -> None:
    pages = {"/programs": CONSENT["/programs"]}
    view = BrowserView(admits_automation=True)
    found = visits({"/programs": ()}, pages, pace=PACE, view=view)
    first = visit_to(found, "/programs").of("none")

    assert first is not None
    assert (first.state, first.banner) == ("complete", None)
