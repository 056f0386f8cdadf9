"""Each language that reports are written in has what each rule says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope.rulebook.errors import RuleError
from civiscope.rulebook.page import Translation
from civiscope_reports.text.language import LANGUAGES

RULES = all_rules(load_rulebooks())
FOLDER = Path(str(files("civiscope_rules"))) / "languages"
AREAS = [(file.parent.name, file.stem) for file in sorted(FOLDER.glob("*/*.yaml"))]
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


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_area_has_its_file(code: str) -> None:
    assert {area for own, area in AREAS if own == code} == {rule.area for rule in RULES}


@pytest.mark.parametrize(("code", "area"), AREAS)
def test_a_file_of_an_area_lacks_nothing(code: str, area: str) -> None:
    rules = [rule for rule in RULES if rule.area == area]
    # Reasons are translated for all of an area or for none: a mixture reads as a mistake.
    with_reasons = any(rule.translations[code].why for rule in rules if code in rule.translations)
    lacking = [
        f"{rule.id}: {name}"
        for rule in rules
        for name in _lacking(rule, rule.translations.get(code, Translation()), with_reasons)
    ]

    assert lacking == []


@pytest.mark.parametrize(("code", "area"), AREAS)
def test_texts_are_translated_and_of_a_like_length(code: str, area: str) -> None:
    same: list[str] = []
    strange: list[str] = []
    for rule in (rule for rule in RULES if rule.area == area):
        for name, english, text in _pairs(rule, rule.translations.get(code, Translation())):
            if text == english and not _is_values_alone(english):
                same.append(f"{rule.id}: {name}")
            if not len(english) / 2 - 20 < len(text) < len(english) * 2 + 40:
                strange.append(f"{rule.id}: {name}")

    assert (same, strange) == ([], [])


@pytest.mark.parametrize(("code", "area"), AREAS)
def test_code_in_a_remedy_stays_as_it_is(code: str, area: str) -> None:
    rules = [rule for rule in RULES if rule.area == area]
    changed = [
        rule.id
        for rule in rules
        if _fences(rule.fix) != _fences(rule.translations.get(code, Translation()).fix)
    ]

    assert changed == []


def _lacking(rule: Rule, told: Translation, with_reasons: bool) -> Iterator[str]:
    for name in ("title", "fails", "fix", *(["why"] if with_reasons else [])):
        if not getattr(told, name):
            yield name
    for name in rule.facts.messages.keys() - told.messages.keys():
        yield f"messages: {name}"


def _pairs(rule: Rule, told: Translation) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the English text and the translation of each text of *rule*."""
    yield "title", rule.facts.title, told.title
    yield "fails", rule.facts.fails, told.fails
    yield "fix", rule.fix, told.fix
    if told.why:
        yield "why", rule.why, told.why
    for name, text in told.messages.items():
        yield name, rule.facts.messages[name], text


def _is_values_alone(message: str) -> bool:
    return not re.search(r"[^\W\d_]", re.sub(r"\{\w+\}|`[^`]*`", "", message))


def _fences(markdown: str) -> list[str]:
    """Return how many lines each block of code in *markdown* has, and its language.

    Sentences and comments in a block are words of the page, and translated.
    """
    blocks = re.findall(r"^```(\w*)\n(.*?)^```", markdown, re.M | re.S)
    return [f"{language}: {block.count(chr(10))}" for language, block in blocks]


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
