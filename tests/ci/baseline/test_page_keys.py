"""Pages have one key wherever the site is served, and other sites keep their host."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.ci.known import results

from civiscope.testing import make_page_result
from civiscope_ci.baseline.page_keys import PageKeys


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.example.gov/", "/"),
        ("http://www.example.gov:80/a/", "/a"),
        ("https://WWW.example.gov/a?b=2&a=1&utm_source=x#top", "/a?a=1&b=2"),
        ("https://www.example.gov/a/index.html", "/a"),
        ("https://www.example.gov/index.htm", "/"),
        ("https://www.example.gov/a;jsessionid=1F", "/a"),
        ("https://forms.example.gov/a", "https://forms.example.gov/a"),
        ("", ""),
    ],
)
def test_a_page_of_the_site_is_known_by_its_path(url: str, key: str) -> None:
    assert PageKeys.of(results()).page(url) == key


def test_the_address_that_a_target_leads_to_is_the_site_as_well() -> None:
    start = make_page_result("http://example.gov/", final_url="https://www.example.gov/")

    keys = PageKeys.of(replace(results(), pages=(start,)))

    assert keys.page("https://www.example.gov/a") == "/a"
    assert keys.page("http://example.gov/a") == "/a"


def test_the_address_that_was_made_up_has_the_same_key_every_time() -> None:
    made_up = make_page_result("https://www.example.gov/civiscope-12ab-not-there", kind="missing")
    now = results()

    keys = PageKeys.of(replace(now, pages=(*now.pages, made_up)))

    assert keys.page(made_up.url) == "/{no such page}"


def test_a_pattern_in_base_urls_stands_for_one_part() -> None:
    homes = {"https://*.preview.example.gov/pr-*/": "https://www.example.gov"}

    keys = PageKeys.of(results(), homes)

    assert keys.page("https://a.preview.example.gov/pr-7/x") == "/x"
    assert keys.page("https://a.preview.example.gov/pr/x") == ("https://a.preview.example.gov/pr/x")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("www.example.gov", "{site}"),
        ("link to https://www.example.gov/x", "link to {site}/x"),
        ("old.www.example.gov", "old.www.example.gov"),
        ("www.example.gov.evil.example.org", "www.example.gov.evil.example.org"),
        ("www.example.gov:8080", "www.example.gov:8080"),
        ("strict-transport-security", "strict-transport-security"),
    ],
)
def test_the_sites_own_host_is_left_out_of_names(text: str, kept: str) -> None:
    assert PageKeys.of(results()).text(text) == kept


def test_results_without_a_page_have_keys() -> None:
    keys = PageKeys.of(replace(results(), pages=()))

    assert keys.page("https://www.example.gov/a") == "/a"


@pytest.mark.parametrize(
    ("was", "now", "same"),
    [
        ("/news?v=1732867200000000000", "/news?v=1732867299999999999", True),
        ("/a?_=1732867200000&returnUrl=/", "/a?_=1732867299123&returnUrl=/", True),
        (
            "/a?requestId=1b4e28ba-2fa1-11d2-883f-0016d3cca427",
            "/a?requestId=6fa459ea-ee8a-3ca4-894e-db77e160355e",
            True,
        ),
        ("/a?n=k3jd8Fh2kLq9wZx7P", "/a?n=Zp0w8Rt5yUi3oPa1S", True),
        ("/a?h=3f2a9c1b", "/a?h=91c0d2ee", True),
        ("/a?t=2026-11-29T10:11:12Z", "/a?t=2026-11-30T07:00:00Z", True),
        ("/a?t=20261129T101112", "/a?t=20261130T070000", True),
        ("/a?s=eyJhbGciOi.eyJzdWIiOiIx.c2ln", "/a?s=eyJhbGciOi.eyJzdWIiOiIy.czJn", True),
        ("/a?n=aGVsbG8gd29ybGQxMjM%3D", "/a?n=b3RoZXIgdGV4dCAxMjM%3D", True),
        ("/f?p=100:7:1234567890123:::", "/f?p=100:7:9876543210987:::", True),
        ("/f?p=100:7:1234567890123:::", "/f?p=100:8:9876543210987:::", False),
        ("/a?day=2026-11-29", "/a?day=2026-11-30", False),
        ("/a?word=deadbeef", "/a?word=facadeed", False),
        ("/item?id=5", "/item?id=6", False),
        ("/a?v=1732867200000", "/b?v=1732867299999", False),
        ("/a?v=1732867200000&page=1", "/a?v=1732867299999&page=2", False),
    ],
)
def test_an_address_that_is_new_at_each_visit_stands_for_the_one_before(
    was: str, now: str, same: bool
) -> None:
    home = "https://www.example.gov"

    keys = PageKeys.of(results()).standing_in([was], [home + now])

    assert (keys.page(home + now) == was) is same


def test_an_address_that_was_met_again_is_itself() -> None:
    home, was = "https://www.example.gov", "/a?v=1732867200000"

    keys = PageKeys.of(results()).standing_in([was], [home + was, home + "/a?v=1732867299999"])

    assert keys.page(home + was) == was
    assert keys.page(home + "/a?v=1732867299999") == "/a?v=1732867299999"


def test_a_session_in_the_path_of_most_pages_stands_for_the_one_before() -> None:
    home, was, now = "https://www.example.gov", "9f8e7d6c5b4a3928", "0a1b2c3d4e5f6071"
    known = ["/", *(f"/s/{was}/{name}" for name in ("home", "jobs", "news"))]

    keys = PageKeys.of(results()).standing_in(
        known, [f"{home}/", *(f"{home}/s/{now}/{name}" for name in ("home", "jobs", "fees"))]
    )

    assert keys.page(f"{home}/s/{now}/jobs") == f"/s/{was}/jobs"
    assert keys.page(f"{home}/s/{now}/fees") == f"/s/{now}/fees"


def test_the_number_of_a_document_in_a_path_is_no_session() -> None:
    home, was, now = "https://www.example.gov", "9f8e7d6c5b4a3928", "0a1b2c3d4e5f6071"
    others = ["/", "/news", "/jobs", "/fees"]

    keys = PageKeys.of(results()).standing_in(
        [*others, f"/acts/{was}/text", f"/acts/{was}/notes"],
        [f"{home}{path}" for path in (*others, f"/acts/{now}/text", f"/acts/{now}/notes")],
    )

    assert keys.page(f"{home}/acts/{now}/text") == f"/acts/{now}/text"
