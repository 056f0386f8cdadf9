"""No English text changes under its translation unnoticed."""

from __future__ import annotations

import pytest
from tests.rules.translations import Pair, languages, pairs, read, stale, updated

from civiscope.rulebook import all_rules, load_rulebooks

RULES = all_rules(load_rulebooks())
HSTS = Pair("security/hsts", "title", "Pages ask for HTTPS", "Les pages demandent HTTPS")
OTHER = Pair("security/csp", "fix", "Send a policy.", "Envoyez une politique.")


@pytest.mark.parametrize("code", languages(RULES))
def test_no_english_text_was_changed_under_its_translation(code: str) -> None:
    """Correct what is named here and run `make docs`; tests/rules/translations.py says more."""
    changed = stale(pairs(RULES, code), read(code))

    assert [f"{code}/{pair.rule} {pair.name}" for pair in changed] == []


@pytest.mark.parametrize("code", languages(RULES))
def test_every_translation_is_recorded(code: str) -> None:
    """`make docs` records what is new."""
    assert updated(list(pairs(RULES, code)), read(code)) == read(code)


def test_a_text_is_stale_when_only_its_english_was_changed() -> None:
    record = updated([HSTS, OTHER], {})
    english = HSTS._replace(english="Pages insist on HTTPS")
    both = english._replace(translation="Les pages exigent HTTPS")

    assert stale([HSTS, OTHER], record) == []
    assert stale([english, OTHER], record) == [english]
    assert stale([both, OTHER], record) == []


def test_lines_broken_elsewhere_are_no_change() -> None:
    broken = OTHER._replace(english="Send a\npolicy.")

    assert broken.digests == OTHER.digests


def test_a_stale_text_stays_stale_until_a_person_names_its_rule() -> None:
    record = updated([HSTS, OTHER], {})
    english = HSTS._replace(english="Pages insist on HTTPS")

    again = updated([english, OTHER], record)
    assert stale([english], again) == [english]

    reviewed = updated([english, OTHER], again, {"security/hsts"})
    assert stale([english], reviewed) == []


def test_a_rule_that_is_gone_leaves_the_record() -> None:
    record = updated([HSTS, OTHER], {})

    assert updated([OTHER], record).keys() == {"security/csp"}
