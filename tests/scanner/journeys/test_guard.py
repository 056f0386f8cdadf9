"""What a journey may send, and where its pages may lead."""

from __future__ import annotations

from civiscope.journeys.guard import JourneyGuard

OWN = "https://www.example.gov/apply"
ELSEWHERE = "https://evil.example/apply"


def test_reading_is_free_and_pages_stay_at_hosts_that_are_named() -> None:
    guard = JourneyGuard(["example.gov"])

    assert guard.decide(OWN, "GET", True) == ""
    assert guard.decide(ELSEWHERE, "GET", False) == ""
    assert "evil.example" in guard.decide(ELSEWHERE, "GET", True)


def test_a_form_is_sent_only_while_a_step_says_so() -> None:
    guard = JourneyGuard(["example.gov"])

    assert "add sends = true" in guard.decide(OWN, "POST", True)
    guard.begin(sends=True)
    assert guard.decide(OWN, "POST", True) == ""
    assert guard.decide(OWN, "PUT", False) == ""
    assert list(guard.sent) == [f"POST {OWN}", f"PUT {OWN}"]
    assert "does not name" in guard.decide(ELSEWHERE, "POST", True)
    assert f"POST {ELSEWHERE}" in guard.held
