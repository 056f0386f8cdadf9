"""What rules say is in the reader's language where the rulebook has it, and marked where not."""

# ruff: noqa: RUF001 - French, as it is written
from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.samples import CONTEXT, footer_results

from civiscope.results import Finding, Results, RuleTranslation
from civiscope.testing import make_finding, make_issue, make_results
from civiscope_reports.content.rule_texts import RuleTexts, Said, filled_in
from civiscope_reports.formats import html
from civiscope_reports.text.language import ENGLISH, language

TITLE = "Une image n’a pas d’alternative textuelle"
FRENCH = RuleTranslation(
    title="Les images ont une alternative textuelle",
    why="Qui ne voit pas l’image n’en sait rien.",
    fix="Écrivez ce qu’elle montre dans `alt`.",
    messages={"lacks": "L’image {name} n’a rien, à {ratio} près."},
)


def french_results() -> Results:
    results = footer_results()
    image, *others = results.rules
    told = replace(image, fails_in={"fr": TITLE}, translations={"fr": FRENCH})
    return replace(results, rules=(told, *others))


def test_a_report_in_french_has_what_rules_say_in_french() -> None:
    results = french_results()

    french = html.render(results, replace(CONTEXT, language="fr"))
    english = html.render(results, CONTEXT)

    assert f"<span>{TITLE}</span></h3>" in french
    assert TITLE in french.partition('id="summary"')[2].partition("</section>")[0]
    assert "<div><p>Qui ne voit pas l’image n’en sait rien.</p>" in french
    assert "<div><p>Écrivez ce qu’elle montre dans <code>alt</code>.</p>" in french
    assert f"<span>{FRENCH.title}</span>" in french
    # What is not translated says so to screen readers.
    assert '<span lang="en">Pages tell browsers to stay on HTTPS</span></h3>' in french
    assert not [text for text in (TITLE, FRENCH.title, FRENCH.why) if text in english]
    assert 'lang="en">Pages' not in english


def test_the_printed_report_has_them_too() -> None:
    printed = html.render_printed(french_results(), replace(CONTEXT, language="fr"))

    assert "<div><p>Écrivez ce qu’elle montre dans <code>alt</code>.</p>" in printed


def said_of(found: Finding, code: str = "fr") -> tuple[Said, Said]:
    """Return what is said of *found*, and of an issue whose first place it is."""
    image, *others = footer_results().rules
    messages = {"lacks": "The image {name} has nothing, give or take {ratio}."}
    told = replace(image, messages=messages, fails_in={"fr": TITLE}, translations={"fr": FRENCH})
    found = replace(found, rule=image.id, message="In English.")
    issue = make_issue(found.issue, rule=image.id, message=found.message)
    results = make_results(issue, rules=(told, *others), findings=(found,))
    words = RuleTexts(results, ENGLISH if code == "en" else language(code))
    return words.message(found), words.message(issue)


@pytest.mark.parametrize(
    ("message_id", "values", "said"),
    [
        (
            "lacks",
            {"name": "{x}.png", "ratio": 4.5},
            Said("L’image {x}.png n’a rien, à 4,5 près.", True),
        ),
        ("lacks", {"name": "a"}, Said("In English.", False)),
        ("", {}, Said(f"{TITLE}.", True)),
        ("", {"detail": "aria-x"}, Said(f"{TITLE}\u00a0: aria-x.", True)),
        (
            "",
            {"text": "#777", "behind": "#fff", "ratio": "4.4", "need": "4.5"},
            Said(
                f"{TITLE}\u00a0: #777 sur #fff a un contraste de 4,4 pour 1\u00a0; "
                "il en faut 4,5 pour 1.",
                True,
            ),
        ),
    ],
)
def test_messages_are_filled_in(
    message_id: str, values: dict[str, str | int | float], said: Said
) -> None:
    found = make_finding(make_issue(), message_id=message_id, values=values)

    assert said_of(found) == (said, said)
    assert said_of(found, "en") == (Said("In English.", True),) * 2
    assert said_of(found, "es") == (Said("In English.", False),) * 2


def test_phrases_of_a_rule_are_translated_and_words_of_the_page_are_not() -> None:
    said = RuleTranslation(messages={"asks": "« {label} » : {what}, {lasts}."})
    image, *_ = footer_results().rules
    told = replace(image, messages={"asks": "{label}{what}{lasts}"}, translations={"fr": said})
    values: dict[str, str | int | float] = {"label": "name", "what": "name", "lasts": "2 days"}
    found = make_finding(make_issue(), rule=image.id, message_id="asks", values=values)
    results = make_results(rules=(told,), findings=(found,))

    assert RuleTexts(results, language("fr")).message(found).text == "« name » : nom, 2 jours."


@pytest.mark.parametrize("template", ["{", "{a.__class__}", "{a[0]}", "{b}"])
def test_a_template_that_reaches_further_says_nothing(template: str) -> None:
    assert filled_in(template, {"a": "x"}) == ""


def test_a_width_in_a_template_takes_no_space() -> None:
    assert filled_in("{a:>999999999}!", {"a": "x"}) == "x!"
