"""What results say of visits for privacy, side by side."""

from __future__ import annotations

from typing import Any

from civiscope.judge.consent_comparison import comparison_of
from civiscope.lists import Lists
from civiscope.results import ConsentComparison, ConsentPass
from civiscope.testing import page_of_data

COUNT: dict[str, Any] = {"url": "https://www.google-analytics.com/g/collect?v=2", "type": "ping"}
OWN: dict[str, Any] = {"url": "https://www.example.gov/app.js", "type": "script"}
GA: dict[str, Any] = {
    "area": "cookie",
    "name": "_ga",
    "host": "example.gov",
    "length": 27,
    "entropy": 3.4,
}
SAID: dict[str, Any] = {"area": "local", "name": "consent", "host": "www.example.gov", "length": 3}
BANNER: dict[str, Any] = {
    "kind": "bar",
    "platform": "Example CMP",
    "choices": [
        {"text": "Accept all", "label": "accept"},
        {"text": "Settings", "label": "settings"},
        {"text": "Reject all", "label": "reject", "layer": 2},
    ],
    "layers": 2,
}


def test_a_page_that_was_not_visited_for_privacy_has_nothing_to_compare() -> None:
    assert comparison_of(page_of_data(), Lists.packaged()) is None


def test_the_visits_are_told_side_by_side() -> None:
    page = page_of_data(
        privacy={
            "passes": [
                {
                    "mode": "none",
                    "requests": [OWN],
                    "banner": BANNER,
                    "instruments": {"gaps": ["A worker was not watched."]},
                },
                {
                    "mode": "reject",
                    "banner": BANNER,
                    "chosen": True,
                    "requests_after": [OWN, COUNT],
                    "kept_after": [SAID],
                },
                {
                    "mode": "accept",
                    "banner": BANNER,
                    "chosen": True,
                    "requests_after": [OWN, COUNT, {**COUNT, "blocked": "csp"}],
                    "kept_after": [SAID, GA],
                },
                {"mode": "gpc", "state": "failed", "detail": "The page was not shown."},
            ]
        }
    )

    said = comparison_of(page, Lists.packaged())

    others: dict[str, Any] = {
        "third_parties": ("google-analytics.com",),
        "trackers": ("Google Analytics",),
    }
    kept = ("item in local storage: consent (www.example.gov)",)
    requests = "Google Analytics: requests to www.google-analytics.com"
    assert said == ConsentComparison(
        passes=(
            ConsentPass("none", "complete", "A worker was not watched.", requests=1),
            ConsentPass("reject", "complete", requests=2, storage=kept, **others),
            ConsentPass(
                "accept",
                "complete",
                requests=2,
                cookies=("_ga (example.gov)",),
                storage=kept,
                identifiers=("_ga (example.gov)",),
                **others,
            ),
            ConsentPass("gpc", "failed", "The page was not shown."),
        ),
        banner="A bar that stays in place asks about cookies and offers “Accept all”, “Settings”; "
        "behind that, “Reject all”.",
        platform="Example CMP",
        before=(),
        despite_no=(requests,),
        only_after_yes=("Google Analytics: the cookie _ga",),
    )


def test_a_choice_that_could_not_be_made_shows_nothing_as_clean() -> None:
    page = page_of_data(
        privacy={"passes": [{"mode": "none", "banner": BANNER}, {"mode": "reject", "kept": [GA]}]}
    )

    said = comparison_of(page, Lists.packaged())

    assert said is not None
    assert (said.passes[1], said.despite_no) == (
        ConsentPass("reject", "failed", "There was no way to say no."),
        None,
    )
