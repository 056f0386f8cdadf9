"""The preload list that the user has brought is used by the grade and by the rule on preloading."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from civiscope.grade.visited import grades
from civiscope.lists import Lists
from civiscope.lists.hsts_preload import preload_list_in_use
from civiscope.lists.update import update
from civiscope.model import Host, Site
from civiscope.model.transport import RedirectHop, Walk
from civiscope.testing import page_of_data
from civiscope_rules.security import hsts_preload

ENTRIES = [
    {"name": "example.gov", "mode": "force-https", "include_subdomains": True},
    {"name": "alone.example.org", "mode": "force-https"},
    {"name": "pinned.example.net", "pins": "x"},
]


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    source, folder = tmp_path / "list.json", tmp_path / "lists"
    source.write_text("// Chromium's comments\n" + json.dumps({"entries": ENTRIES}))
    monkeypatch.setenv("CIVISCOPE_LISTS", str(folder))
    known = update("hsts-preload", folder, source=str(source))
    assert (known.kind, known.rules) == ("preloaded domains", 2)
    return folder


@pytest.mark.parametrize(
    ("host", "listed"),
    [
        ("example.gov", True),
        ("www.Example.gov", True),
        ("alone.example.org", True),
        ("www.alone.example.org", False),
        ("pinned.example.net", False),
        ("gov", False),
    ],
)
def test_a_host_is_listed_itself_or_with_those_above_it(
    brought: Path, host: str, listed: bool
) -> None:
    on_list = preload_list_in_use(brought)

    assert on_list is not None
    assert on_list(host) is listed


def test_without_a_list_nothing_is_known(tmp_path: Path) -> None:
    assert preload_list_in_use(tmp_path) is None


@pytest.mark.usefixtures("brought")
def test_the_grade_of_a_visited_origin_knows_the_list() -> None:
    page = page_of_data(
        url="https://www.example.gov/", headers={"content-type": "text/html"}, dom={}
    )

    ((_, grade),) = grades(Site((page,)), Lists.in_use())

    assert grade.tests["strict-transport-security"] == "hsts-preloaded"


def _site() -> Site:
    hop = RedirectHop("https://example.gov/", 200, hsts=("max-age=300; preload",))
    return Site((), hosts=(Host("example.gov", https_port=443, https=Walk((hop,))),))


@pytest.mark.usefixtures("brought")
def test_a_domain_on_the_list_passes() -> None:
    assert [
        each.verdict for each in hsts_preload.check(_site(), Lists.in_use(), required=False)
    ] == ["passed"]


@pytest.mark.usefixtures("brought")
def test_a_domain_that_is_ready_and_was_not_handed_in_is_shown_to_a_person() -> None:
    hop = RedirectHop(
        "https://example.edu/", 200, hsts=("max-age=63072000; includeSubDomains; preload",)
    )
    site = Site((), hosts=(Host("example.edu", https_port=443, https=Walk((hop,))),))

    (outcome,) = hsts_preload.check(site, Lists.in_use(), required=False)

    assert (outcome.verdict, outcome.message, outcome.confidence) == (
        "failed",
        "not-ready",
        "tentative",
    )
    assert f"not on the list of {datetime.now(UTC).date()}" in str(outcome.facts["lacking"])


def test_a_domain_off_the_list_has_to_keep_the_conditions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVISCOPE_LISTS", str(tmp_path))

    assert [
        each.message for each in hsts_preload.check(_site(), Lists.in_use(), required=True)
    ] == ["not-ready"]
