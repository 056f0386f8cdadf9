"""Each language that reports are written in has the title of what each rule finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.rulebook.errors import RuleError
from civiscope_reports.text.language import LANGUAGES

RULES = all_rules(load_rulebooks())
PAGE = """---
title: Pages are right
fails: A page is wrong
severity: minor
since: "0.1"
standards: {}
axe: region
---

Why.
"""


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_rule_says_what_is_wrong_in_every_language(code: str) -> None:
    lacking = [rule.id for rule in RULES if not rule.fails_in.get(code)]
    long = [rule.id for rule in RULES if len(rule.fails_in.get(code, "")) > 110]
    same = [rule.id for rule in RULES if rule.fails_in.get(code) == rule.facts.fails]
    texts = [rule.fails_in.get(code) for rule in RULES]

    assert (lacking, long, same) == ([], [], [])
    assert len(set(texts)) == len(texts)


def book(folder: Path, catalogue: str) -> Path:
    for name in ("site", "languages"):
        (folder / name).mkdir()
    (folder / "site" / "right.md").write_text(PAGE, encoding="utf-8")
    (folder / "languages" / "fr.yaml").write_text(catalogue, encoding="utf-8")
    return folder


def test_a_rulebook_of_somebody_else_may_have_catalogues(tmp_path: Path) -> None:
    books = load_rulebooks([book(tmp_path, "site/right: Une page est fausse")])

    assert books[-1].rules[0].fails_in == {"fr": "Une page est fausse"}


@pytest.mark.parametrize(
    ("catalogue", "said"),
    [
        ("site/wrong: Faux", "there is no rule site/wrong"),
        ("- site/right", "is not a list of rules"),
        ("site/right: [1]", "is not a list of rules"),
        ("{", "is not a list of rules"),
    ],
)
def test_a_catalogue_that_is_wrong_is_refused(tmp_path: Path, catalogue: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        load_rulebooks([book(tmp_path, catalogue)])
