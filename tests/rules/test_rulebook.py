"""Rule pages and their checks agree, cite what exists, and read well."""

from __future__ import annotations

import asyncio
import re
from importlib.resources import files
from typing import Any

import pytest
import yaml

from civiscope.browser.find import find_browser
from civiscope.collectors.page.visit import Plan
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import SEVERITIES, Missing
from civiscope.model.page_script import PageScript
from civiscope.rulebook import AFFECTED, Rule, all_rules, load_rulebooks

BOOKS = load_rulebooks()
RULES = all_rules(BOOKS)
STANDARDS = {name: standard for book in BOOKS for name, standard in book.standards.items()}
NEVER_PASS = {
    "accessibility/server-side-image-map": "axe-core finds such maps and leaves them to a person",
}
"""Rules without a passed example, and why there can be none."""

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
every_python_rule = pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.check is not None], ids=lambda rule: rule.id
)


@every_python_rule
def test_options_of_the_page_are_the_keyword_only_parameters_of_the_check(rule: Rule) -> None:
    assert rule.check is not None
    assert rule.signature is not None
    assert rule.signature.options == rule.facts.options.keys()


TELL_OF_GAPS = {"accessibility/frame-tested", "accessibility/hidden-content"}
"""Rules that find no fault in a page, and say only whether all of it was judged."""


@every_rule
def test_rule_looks_at_a_page_or_a_site(rule: Rule) -> None:
    assert rule.scope in {"page", "site", "document", "source"}
    assert rule.scope == "page" or rule.checked_by == "python"


@every_rule
def test_headings_of_examples_are_verdicts(rule: Rule) -> None:
    messages = "|".join(map(re.escape, rule.facts.messages)) or "(?!)"
    # What axe-core itself says has no name.
    named = f"(?:: (?:{messages})){'?' if rule.facts.axe else ''}"
    verdict = re.compile(rf"passed|inapplicable|untested|(?:failed|cannot tell){named}")

    wrong = [each.expected for each in rule.examples if not verdict.fullmatch(each.expected)]

    assert wrong == []
    assert [each.number for each in rule.examples if not each.fences] == []


WITHOUT_EXAMPLE = {"accessibility/aria-hidden-focus": {"guard"}}
"""Messages for pages that no probe acted on; examples of such rules always run the probes."""


@every_rule
def test_each_message_has_an_example(rule: Rule) -> None:
    shown = {example.expected.partition(": ")[2] for example in rule.examples}

    assert set(rule.facts.messages) - shown == WITHOUT_EXAMPLE.get(rule.id, set())
    assert rule.facts.messages or rule.facts.axe or rule.id in TELL_OF_GAPS


@every_rule
def test_there_is_an_example_of_a_pass_and_of_a_fault(rule: Rule) -> None:
    verdicts = {example.expected.partition(": ")[0] for example in rule.examples}

    assert "passed" in verdicts or rule.id in NEVER_PASS
    # Some rules of axe-core leave every fault to a person.
    assert verdicts & ({"untested"} if rule.id in TELL_OF_GAPS else {"failed", "cannot tell"})


def test_rules_that_never_pass_are_rules() -> None:
    assert set(NEVER_PASS) - {rule.id for rule in RULES} == set()


@every_rule
def test_cited_clauses_stand_in_the_table(rule: Rule) -> None:
    unknown = [
        f"{name} {key}"
        for name, keys in rule.facts.standards.items()
        for key in keys
        if name not in STANDARDS or key not in STANDARDS[name].entries
    ]

    assert unknown == []
    assert [
        name for name, keys in rule.facts.standards.items() if len(set(keys)) != len(keys)
    ] == []


@every_rule
def test_a_requirement_names_who_requires_it(rule: Rule) -> None:
    assert rule.facts.standards or rule.facts.kind == "best-practice"


@every_rule
def test_best_practice_is_not_serious(rule: Rule) -> None:
    assert rule.facts.kind == "requirement" or rule.severity not in {"critical", "serious"}


@every_rule
def test_what_is_told_as_a_part_of_another_problem_is_no_worse_than_that(rule: Rule) -> None:
    # The problem has the severity of the rule that leads it, and gates go by that.
    leading = [other for other in RULES if other.id in rule.facts.same_as]
    assert len(leading) == len(rule.facts.same_as)
    for other in leading:
        assert SEVERITIES.index(other.severity) <= SEVERITIES.index(rule.severity), other.id


@every_rule
def test_wcag_en_301_549_and_section_508_are_cited_alike(rule: Rule) -> None:
    entries = STANDARDS["WCAG 2.2"].entries
    cited = [key for key in rule.facts.standards.get("WCAG 2.2", ()) if key in entries]
    required = [key for key in cited if entries[key].level in {"A", "AA"}]

    clauses = [key for key in rule.facts.standards.get("EN 301 549", ()) if key.count(".") == 3]

    # Clause 9 is WCAG, criterion by criterion, and clause 10 for documents, without the criteria on
    # sets of pages; Section 508 is WCAG 2.0.
    chapter, left_out = (10, {"2.4.5"}) if rule.scope == "document" else (9, set[str]())
    assert sorted(clauses) == sorted(f"{chapter}.{k}" for k in required if k not in left_out)
    assert ("E205.4" in rule.facts.standards.get("Section 508", ())) == any(
        entries[key].since == "2.0" for key in required
    )


@every_rule
def test_affected_groups_are_known(rule: Rule) -> None:
    assert rule.facts.affects
    assert set(rule.facts.affects) - set(AFFECTED) == set()


@every_rule
def test_title_says_what_is_right(rule: Rule) -> None:
    title = rule.facts.title

    assert len(title) <= 90
    assert not title.endswith(".")
    assert title[0].isupper()
    # Sentence case: after the first, only names and abbreviations begin with a capital.
    assert [w for w in title.split()[1:] if w.istitle() and w not in _NAMES] == []
    assert not re.search(r"\b(must|should|shall)\b", title)


_NAMES = {"Content", "Security", "Policy", "JavaScript", "I", "English", "Tab", "Office"}


@every_rule
def test_messages_are_sentences(rule: Rule) -> None:
    # No stop behind an address: it would be taken for its end. The name of a header, a directive, a
    # placeholder or the page's own words may come first.
    wrong = [
        text
        for text in rule.facts.messages.values()
        if not (text.endswith((".", "}")) and re.match(r"[A-Z{“]|[a-z]+-[a-z-]+ ", text))
    ]

    assert wrong == []


@every_rule
def test_page_tells_why_and_how(rule: Rule) -> None:
    assert len(rule.why) > 80
    assert len(rule.fix) > 20
    assert "TODO" not in rule.text


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.area == "accessibility"], ids=lambda rule: rule.id
)
def test_page_of_an_accessibility_rule_says_what_is_known_of_its_false_alarms(rule: Rule) -> None:
    assert rule.false_alarms.endswith(".")


def test_ids_and_aliases_are_given_once() -> None:
    names = [name for rule in RULES for name in (rule.id, *rule.facts.aliases)]

    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert [
        name for name in names if not re.fullmatch(r"[a-z0-9]+/[a-z0-9]+(-[a-z0-9]+)*", name)
    ] == []


@pytest.mark.browser
def test_each_rule_of_axe_is_mapped_once_or_left_out_with_the_reason() -> None:
    mapped = [rule.facts.axe for rule in RULES if rule.facts.axe]
    left_out = yaml.safe_load((files("civiscope_rules") / "axe_left_out.yaml").read_bytes())

    rules = asyncio.run(_axe_rules())

    assert sorted([*mapped, *left_out]) == sorted(rules)
    assert [name for name, reason in left_out.items() if len(str(reason)) < 40] == []
    assert [name for name in mapped if "deprecated" in rules[name]] == []


async def _axe_rules() -> dict[str, list[str]]:
    """Ask the installed axe-core itself for its rules and their tags."""
    script = "() => axe.getRules().map(({ ruleId, tags }) => ({ id: ruleId, tags }))"
    plan = Plan(scripts=(PageScript("axe", script, {}),))

    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    settings = BrowserSettings(find_browser().path, {}, ())
    async with open_pool(settings, world=world_script(), allow=allow, plan=plan, tabs=1) as pool:
        seen = await pool.visit("data:text/html,<title>Empty</title>")
    answer: Any = seen.evidence.script_results["axe"]
    assert not isinstance(answer, Missing)
    return {rule["id"]: rule["tags"] for rule in answer}
