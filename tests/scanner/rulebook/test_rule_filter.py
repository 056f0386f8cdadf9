"""Rules are found by area, criterion, severity, kind and framework."""

from __future__ import annotations

import pytest

from civiscope.errors import UsageError
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.rulebook.rule_filter import RuleFilter, filter_rules

_BOOKS = load_rulebooks()
_RULES = all_rules(_BOOKS)
_FRAMEWORKS = [framework for book in _BOOKS for framework in book.frameworks]
_STANDARDS = {name: standard for book in _BOOKS for name, standard in book.standards.items()}


def _find(**wanted: tuple[str, ...]) -> set[str]:
    found = filter_rules(_RULES, RuleFilter(**wanted), frameworks=_FRAMEWORKS, standards=_STANDARDS)
    return {rule.id for rule in found}


def test_nothing_asked_for_is_every_rule() -> None:
    assert _find() == {rule.id for rule in _RULES}


def test_several_of_one_thing_are_added_up_and_two_things_narrow_each_other() -> None:
    privacy, site = _find(areas=("privacy",)), _find(areas=("Site",))

    assert privacy
    assert site
    assert _find(areas=("privacy", "site")) == privacy | site
    serious = _find(severities=("serious",))
    assert _find(areas=("privacy",), severities=("serious",)) == privacy & serious
    assert _find(kinds=("requirement", "best-practice")) == _find()
    assert not _find(kinds=("requirement",)) & _find(kinds=("best-practice",))


@pytest.mark.parametrize("word", ["1.4.3", "WCAG 1.4.3", "wcag 2.2  1.4.3", "9.1.4.3", "1.4"])
def test_a_criterion_is_named_by_its_number_or_its_beginning(word: str) -> None:
    assert "accessibility/color-contrast" in _find(criteria=(word,))


def test_a_bare_number_of_wcag_is_not_taken_for_the_same_number_of_another_standard() -> None:
    cited = {rule.id: rule.facts.standards for rule in _RULES}
    found = _find(criteria=("1.1",))
    in_rgaa = _find(criteria=("RGAA 1.1",))

    assert all(any(key.startswith("1.1.") for key in cited[rule]["WCAG 2.2"]) for rule in found)
    assert all(any(f"{key}.".startswith("1.1.") for key in cited[rule]["RGAA"]) for rule in in_rgaa)
    assert found != in_rgaa
    assert in_rgaa < _find(criteria=("RGAA",))


def test_a_framework_has_the_rules_that_cite_what_it_asks_for() -> None:
    found = _find(frameworks=("PDF-UA-1", "us-https"))

    assert {"documents/pdf-ua-1", "security/hsts"} < found
    assert "accessibility/color-contrast" not in found


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (
            {"areas": ("privcy",)},
            "There is no area 'privcy'; did you mean 'privacy'? Choose among: accessibility, "
            "documents, privacy, security, site, source, statement.",
        ),
        (
            {"severities": ("high",)},
            "There is no severity 'high'; did you mean 'serious'? Choose among: critical, "
            "serious, moderate, minor, info.",
        ),
        (
            {"kinds": ("advice",)},
            "There is no kind 'advice'. Choose among: requirement, best-practice.",
        ),
        (
            {"frameworks": ("wcag22aa",)},
            "There is no framework 'wcag22aa'; did you mean 'wcag22-aa'? "
            "`civiscope frameworks` lists them all.",
        ),
        (
            {"criteria": ("1.4.99",)},
            "No standard has a criterion '1.4.99'; did you mean '1.4.9'? Give its number as in "
            "1.4.3, its beginning as in 1.4, or another standard's name as in 'RGAA 3.2' or "
            "'RGAA'; `civiscope rules list --json` names the criteria of each rule.",
        ),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(
    wanted: dict[str, tuple[str, ...]], sentence: str
) -> None:
    with pytest.raises(UsageError) as raised:
        _find(**wanted)

    assert str(raised.value) == sentence
