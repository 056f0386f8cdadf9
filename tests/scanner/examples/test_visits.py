"""Examples of rules write visits for privacy in short forms that are what evidence has."""

from __future__ import annotations

from typing import Any

import pytest

from civiscope.examples.blocks import ExampleError
from civiscope.examples.visits import with_visits


def test_short_forms_are_what_evidence_has() -> None:
    whole = {"area": "local", "name": "id", "host": "www.example.gov", "length": 36}
    page = {
        "url": "https://www.example.gov/",
        "privacy": {"fields": 2},
        "visits": [
            {"mode": "none", "banner": "bar: Yes, please (accept), Reject all (reject)"},
            {
                "mode": "reject",
                "kept_after": ["cookie _fbp of example.gov", whole],
                "requests_after": ["ping https://stats.example.org/collect?v=2"],
            },
        ],
    }

    assert with_visits(page) == {
        "url": "https://www.example.gov/",
        "privacy": {
            "fields": 2,
            "passes": [
                {
                    "mode": "none",
                    "banner": {
                        "kind": "bar",
                        "choices": [
                            {"text": "Yes, please", "label": "accept"},
                            {"text": "Reject all", "label": "reject"},
                        ],
                    },
                },
                {
                    "mode": "reject",
                    "kept_after": [
                        {"area": "cookie", "name": "_fbp", "host": "example.gov"},
                        whole,
                    ],
                    "requests_after": [
                        {"type": "ping", "url": "https://stats.example.org/collect?v=2"}
                    ],
                },
            ],
        },
    }


def test_a_page_without_visits_stays() -> None:
    page: dict[str, Any] = {"url": "https://www.example.gov/", "privacy": {"passes": []}}

    assert with_visits(page) is page


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ({"visits": "none"}, "visits is not a list"),
        ({"visits": [], "privacy": {"passes": []}}, "not both"),
        ({"visits": [{"mode": "none", "banner": "Accept all"}]}, "KIND: TEXT"),
        ({"visits": [{"mode": "none", "banner": "bar: Accept all"}]}, "KIND: TEXT"),
        ({"visits": [{"mode": "none", "banner": "bar: Accept (accept), Reject"}]}, "KIND: TEXT"),
        ({"visits": [{"mode": "none", "kept": ["_fbp"]}]}, "cookie NAME of HOST"),
        ({"visits": [{"mode": "none", "requests": ["ping /collect"]}]}, "TYPE ADDRESS"),
    ],
)
def test_what_cannot_be_read_is_said(page: dict[str, Any], says: str) -> None:
    with pytest.raises(ExampleError, match=says):
        with_visits(page)
