"""Judging goes by the lists that it is given, and says which they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from civiscope.judge.engine import judge
from civiscope.lists import Lists
from civiscope.lists.update import update
from civiscope.results import Results
from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope.testing import page_of_data, write_evidence

URL = "https://collect.example.org/pixel"


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lists:
    monkeypatch.setenv("CIVISCOPE_LISTS", str(tmp_path / "lists"))
    source = tmp_path / "mine.txt"
    source.write_text("! Last modified: 05 Nov 2026\n||collect.example.org^\n")
    update("mine", source=str(source), licence="MIT")
    return Lists.in_use()


def judged(folder: Path, lists: Lists | None) -> Results:
    page = page_of_data(requests=[{"url": URL, "type": "image"}])
    return judge(write_evidence(folder, [page]), [_known_tracker()], (), lists)


def _known_tracker() -> Rule:
    rules = {rule.id: rule for rule in all_rules(load_rulebooks())}
    return rules["privacy/known-tracker"]


def test_two_sets_of_lists_differ_where_they_differ_and_say_which_they_were(
    tmp_path: Path, brought: Lists
) -> None:
    with_it = judged(tmp_path / "a", brought)
    without = judged(tmp_path / "b", Lists.packaged())

    assert [issue.rule for issue in with_it.issues] == ["privacy/known-tracker"]
    assert without.issues == ()
    assert {one.name for one in with_it.lists} - {one.name for one in without.lists} == {"mine"}


@pytest.mark.usefixtures("brought")
def test_without_lists_only_those_that_travel_with_civiscope_are_used(tmp_path: Path) -> None:
    assert judged(tmp_path / "a", None) == judged(tmp_path / "a", Lists.packaged())
