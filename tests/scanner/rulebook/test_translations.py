"""Files of translations: what they say of rules, and what is refused in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from civiscope.rulebook import Rule, load_rulebooks
from civiscope.rulebook.errors import RuleError
from civiscope.rulebook.page import Translation

PAGE = """---
title: Pages are right
fails: A page is wrong
severity: minor
since: "0.1"
standards: {}
axe: region
messages:
  wrong: "It has {count} faults in {place}."
  other: It is different.
---

Why.

## How to fix

Do it.
"""
WHOLE = """
right:
  title: Les pages sont justes
  fails: Une page est fausse
  messages:
    wrong: "{place} a {count} fautes."
  why: Pourquoi.
  fix: |
    Faites-le.
"""


def load(folder: Path, text: str, name: str = "fr/site.yaml", flat: str = "") -> Rule:
    (folder / "site").mkdir()
    (folder / "site" / "right.md").write_text(PAGE, encoding="utf-8")
    file = folder / "languages" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    if flat:
        (folder / "languages" / "fr.yaml").write_text(flat, encoding="utf-8")
    return load_rulebooks([folder])[-1].rules[0]


def test_a_file_an_area_says_all_that_a_page_says(tmp_path: Path) -> None:
    rule = load(tmp_path, WHOLE)

    assert rule.translations == {
        "fr": Translation(
            title="Les pages sont justes",
            fails="Une page est fausse",
            messages={"wrong": "{place} a {count} fautes."},
            why="Pourquoi.",
            fix="Faites-le.",
        )
    }
    assert rule.fails_in == {"fr": "Une page est fausse"}


def test_a_part_is_enough_and_stands_beside_a_list_of_what_is_wrong(tmp_path: Path) -> None:
    rule = load(tmp_path, "right: {title: Juste}", flat="site/right: Faux")

    assert rule.translations == {"fr": Translation(title="Juste", fails="Faux")}


def test_folders_that_are_no_language_and_other_files_are_left_alone(tmp_path: Path) -> None:
    assert load(tmp_path, "[", "__pycache__/site.yaml").translations == {}
    (tmp_path / "languages" / "fr").mkdir()
    (tmp_path / "languages" / "fr" / "README.md").write_text("[", encoding="utf-8")
    assert load_rulebooks([tmp_path])[-1].rules[0].translations == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wrong: {title: x}", "fr/site.yaml: there is no rule site/wrong"),
        ("right: {titel: x}", "there is no key right.titel; there are: title, fails, messages"),
        ("right: {title: 1}", "right.title is not as it must be"),
        ("right: x", "right is not as it must be"),
        ("right: {messages: {off: x}}", "the name False is not a text; put it in quotes"),
        ("- right", "the whole is not as it must be"),
        ("{", "the YAML cannot be read"),
        (
            "right: {messages: {wrng: x}}",
            "right: there is no message wrng; the page has: wrong, other",
        ),
        (
            "right: {messages: {wrong: '{count} fautes'}}",
            r"the message wrong has \{count\}, but the page has \{count\}, \{place\}",
        ),
        ("right: {messages: {other: '{x}'}}", r"other has \{x\}, but the page has nothing in"),
        ("right: {messages: {wrong: '{count'}}", "the message wrong cannot be read"),
    ],
)
def test_what_does_not_fit_the_page_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        load(tmp_path, text)
