"""Titles and messages of rules are plain English, and say what is right and what is wrong."""

from __future__ import annotations

import re

import pytest

from civiscope.rulebook import Rule, all_rules, load_rulebooks

RULES = all_rules(load_rulebooks())
MAX_TITLE_CHARACTERS = 90
QUAINT = re.compile(
    r"\b(?:mend(?:s|ed|ing)?|looked into|by telephone|takes no for|what is no|who wants)\b",
    re.IGNORECASE,
)
"""Words that readers stumble over; the glossary has the ones to use."""

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@each_rule
def test_a_rule_says_what_is_right_and_what_is_wrong(rule: Rule) -> None:
    title, fails = rule.facts.title, rule.facts.fails

    assert fails, "a rule page needs `fails:` below `title:`"
    assert fails.lower() != title.lower()
    for text in (title, fails):
        assert re.match(r"[A-Z]", text), text
        assert not text.endswith((".", "!", "?")), text
        assert len(text) <= MAX_TITLE_CHARACTERS, text


def test_no_two_rules_say_the_same() -> None:
    for told in ([rule.facts.title for rule in RULES], [rule.facts.fails for rule in RULES]):
        assert len(set(told)) == len(told)


@each_rule
def test_titles_and_messages_have_no_quaint_words(rule: Rule) -> None:
    texts = [rule.facts.title, rule.facts.fails, *rule.facts.messages.values()]

    assert [found[0] for text in texts if (found := QUAINT.search(text))] == []


@each_rule
def test_messages_are_sentences(rule: Rule) -> None:
    wrong = [
        text
        for text in rule.facts.messages.values()
        if not re.search(r"[.?}]$", text.rstrip("”\"')")) or text != text.strip()
    ]

    assert wrong == []
