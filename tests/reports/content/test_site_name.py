"""A report is headed by what the site is called, and by where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civiscope.results import Results
from civiscope.testing import make_page_result, make_results
from civiscope_reports.content.site_name import site_hosts, site_name

HOME = "http://127.0.0.1:9104/"


def titled(*titles: str, target: str = HOME, **settings: str) -> Results:
    pages = tuple(
        replace(make_page_result(f"{target}{number}"), title=title)
        for number, title in enumerate(titles)
    )
    results = make_results(pages=pages)
    scan = replace(results.scan, targets=(target,), settings={**results.scan.settings, **settings})
    return replace(results, scan=scan)


def test_two_servers_of_one_machine_are_told_apart() -> None:
    assert site_name(titled()) == "127.0.0.1:9104"


@pytest.mark.parametrize(
    "titles",
    [
        ("Bins - Example Council", "Parking - Example Council", "Home - Example Council"),
        ("Example Council | Bins", "Example Council | Parking", "Example Council | Home"),
    ],
)
def test_what_titles_have_in_common_is_the_name_of_the_site(titles: tuple[str, ...]) -> None:
    assert site_name(titled(*titles)) == "Example Council (127.0.0.1:9104)"


@pytest.mark.parametrize(
    "titles",
    [
        ("Bins", "Parking", "Home"),
        ("Bins - Example Council", "Parking"),
        ("Bins - One", "Parking - Two", "Home - Three"),
        (f"Bins - {'x' * 200}", f"Parking - {'x' * 200}", f"Home - {'x' * 200}"),
        ("x" * 1_000_000, "y" * 1_000_000, "- " * 500_000),
    ],
    ids=["no common words", "too few pages", "all different", "too long", "a megabyte"],
)
def test_without_common_words_the_host_is_the_name(titles: tuple[str, ...]) -> None:
    assert site_name(titled(*titles)) == "127.0.0.1:9104"


def test_a_name_that_was_given_goes_before_all_others() -> None:
    results = titled("Bins - A", "Parking - A", "Home - A", name="Bins service")

    assert site_name(results) == "Bins service (127.0.0.1:9104)"
    assert site_hosts(results) == "127.0.0.1:9104"
