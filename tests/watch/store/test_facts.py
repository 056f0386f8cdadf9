"""What a run says of a site as a whole: that it leads to another one that is watched."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.watch.scans import scan
from tests.watch.web.dashboards import browsing

from civiscope.results import Results
from civiscope.testing import START
from civiscope_watch.store.facts import told_twice
from civiscope_watch.store.history import History
from civiscope_watch.store.record import record
from civiscope_watch.store.sites import NewSite, add_site, find_site


def redirected(to: str) -> Results:
    results = scan("2026-11-28", {"seal": ["/"]})
    [start] = results.pages
    return replace(results, pages=(replace(start, final_url=to),))


@pytest.mark.parametrize(
    ("to", "other", "is_told"),
    [
        ("https://new.example.org/home", "https://new.example.org/", True),
        ("http://www.example.gov/", "http://www.example.gov/", True),
        (f"{START}en/", "https://new.example.org/", False),
        # Two parts of one host are two sites when somebody watches them so.
        (f"{START}en/", f"{START}taxes/", False),
    ],
)
def test_a_site_that_redirects_to_another_that_is_watched_is_told(
    history: History, to: str, other: str, is_told: bool
) -> None:
    with history.database.writing() as connection:
        one, _ = add_site(connection, NewSite(url=START, name="Old"))
        two, _ = add_site(connection, NewSite(url=other, name="New"))

    record(history.database, history.archive, one, redirected(to))

    with history.database.reading() as connection:
        told = told_twice(connection, find_site(connection, str(one)))
        assert told_twice(connection, find_site(connection, str(two))) == ""
    words = f"{START} redirects to {to}, which is watched as New (number {two}): its pages are "
    assert told.startswith(words) == bool(told) == is_told
    with browsing(history) as client:
        assert ("Scanned twice" in client.get(f"/sites/{one}").text) == is_told
