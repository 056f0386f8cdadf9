"""Frameworks select the rules that their law or standard asks for, and no others."""

from __future__ import annotations

import pytest

from civiscope.rulebook import Framework, all_rules, load_rulebooks
from civiscope.rulebook.select import belongs

BOOKS = load_rulebooks()
RULES = all_rules(BOOKS)
STANDARDS = {name: standard for book in BOOKS for name, standard in book.standards.items()}
FRAMEWORKS = {framework.id: framework for book in BOOKS for framework in book.frameworks}
ACCESSIBILITY = [
    "wcag20-aa",
    "wcag21-aa",
    "wcag22-a",
    "wcag22-aa",
    "us-508",
    "en301549-3.2.1",
    "en301549-4.1.1",
    "trusted-tester-5",
    "rgaa-4.1",
    "in-gigw-accessibility",
]
COUNTRIES = {"ee-avts32": "EE AvTS", "in-gigw-quality": "GIGW 3.0 quality", "sg-dss": "SG DSS"}
"""Country packs with clauses of their own, each with the standard that holds them."""
MANDATES = [
    "us-https",
    "us-bod-20-01",
    "uk-https",
    "nl-open-standards",
    "de-bsi-tls",
    "au-ism",
    "ca-https",
    "sg-im8",
    "in-gigw-security",
    "in-gigw-quality",
    "owasp-asvs-5",
]
PRIVACY = [
    "eu-gdpr-eprivacy",
    "uk-pecr",
    "us-federal-privacy",
    "fr-cnil",
    "in-dpdp",
    "sg-pdpa",
]
BINDING = [name for name in ACCESSIBILITY if name != "rgaa-4.1"]
"""RGAA makes requirements of some things that elsewhere are best practice."""


def selected(framework_id: str) -> set[str]:
    framework = FRAMEWORKS[framework_id]
    return {rule.id for rule in RULES if belongs(rule, framework, STANDARDS)}


def test_the_frameworks_are_these() -> None:
    assert set(FRAMEWORKS) >= {*ACCESSIBILITY, *MANDATES}


@pytest.mark.parametrize("framework_id", MANDATES)
def test_each_clause_of_a_mandate_has_a_rule_or_says_why_not(framework_id: str) -> None:
    cited = {
        (name, key) for rule in RULES for name, keys in rule.facts.standards.items() for key in keys
    }
    entries = {
        (name, key): entry
        for name in FRAMEWORKS[framework_id].standards
        for key, entry in STANDARDS[name].entries.items()
    }

    assert [clause for clause, one in entries.items() if clause not in cited and not one.note] == []
    assert [
        clause for clause, one in entries.items() if one.outside != "yes" and not one.note
    ] == []
    assert [clause for clause, one in entries.items() if not one.title] == []


def test_no_rule_cites_a_clause_that_cannot_be_seen_from_outside() -> None:
    wrong = [
        f"{rule.id} {name} {key}"
        for rule in RULES
        for name, keys in rule.facts.standards.items()
        for key in keys
        if name in STANDARDS and key in STANDARDS[name].entries
        if STANDARDS[name].entries[key].outside == "no"
    ]

    assert wrong == []


@pytest.mark.parametrize("framework_id", MANDATES)
def test_a_mandate_known_from_others_only_says_so(framework_id: str) -> None:
    framework = FRAMEWORKS[framework_id]
    sources = {
        entry.source for name in framework.standards for entry in STANDARDS[name].entries.values()
    }

    assert ("not read in the original" in " ".join(framework.limits.split())) == (
        "secondary" in sources
    )


@pytest.mark.parametrize("framework_id", PRIVACY)
def test_a_privacy_law_has_rules_a_date_and_no_verdict(framework_id: str) -> None:
    framework = FRAMEWORKS[framework_id]
    cited = {
        (name, key) for rule in RULES for name, keys in rule.facts.standards.items() for key in keys
    }
    standards = {name: STANDARDS[name] for name in framework.standards}

    assert [
        (name, key)
        for name, standard in standards.items()
        for key, entry in standard.entries.items()
        if (name, key) not in cited and not entry.note
    ] == []
    assert framework.in_force
    assert all(standard.date and standard.url for standard in standards.values())
    assert "calls it a possible issue; it gives no legal verdict" in " ".join(
        framework.limits.split()
    )


def test_privacy_laws_hold_what_they_are_known_for() -> None:
    assert {"privacy/notice-contents-us", "privacy/external-links-marked"} <= selected(
        "us-federal-privacy"
    )
    assert "privacy/consent-before-choice" in selected("uk-pecr") & selected("fr-cnil")
    assert "privacy/exposed-identifier" in selected("in-dpdp") & selected("sg-pdpa")
    assert "privacy/notice-contents" in selected("eu-gdpr-eprivacy")
    assert "privacy/notice-contents" not in selected("us-federal-privacy")


@pytest.mark.parametrize(("framework_id", "standard"), COUNTRIES.items())
def test_each_clause_of_a_country_has_a_rule_or_says_why_not(
    framework_id: str, standard: str
) -> None:
    cited = {key for rule in RULES for key in rule.facts.standards.get(standard, ())}
    entries = STANDARDS[standard].entries

    assert [key for key, each in entries.items() if key not in cited and not each.note] == []
    assert [key for key, each in entries.items() if each.outside != "yes" and not each.note] == []
    assert [key for key in cited if entries[key].outside == "no"] == []
    assert FRAMEWORKS[framework_id].url.startswith("https://")
    assert len(FRAMEWORKS[framework_id].limits) > 200


def test_countries_hold_what_they_are_known_for() -> None:
    assert {"statement/reachable", "accessibility/image-alt"} <= selected("ee-avts32")
    assert {"privacy/external-links-marked", "site/broken-links"} <= selected("in-gigw-quality")
    assert selected("in-gigw-accessibility") == selected("wcag21-aa")
    assert "accessibility/color-contrast" in selected("sg-dss")
    assert "accessibility/color-contrast-enhanced" not in selected("sg-dss")


def test_mandates_hold_what_they_are_known_for() -> None:
    assert "security/security-txt" in selected("au-ism") & selected("nl-open-standards")
    assert "security/wellknown-disclosure-policy" in selected("us-bod-20-01")
    assert "security/tls-weak-ciphers" in selected("us-https") & selected("ca-https")
    assert "security/tls-forward-secrecy" in selected("de-bsi-tls")
    assert "security/hsts" in selected("sg-im8") & selected("uk-https")
    assert "security/certificate-key" in selected("in-gigw-security")
    assert "security/csp-missing" in selected("owasp-asvs-5")


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=lambda each: each.id)
def test_selection_names_standards_and_entries_that_exist(framework: Framework) -> None:
    for name, selection in framework.standards.items():
        entries = STANDARDS[name].entries

        assert set(selection.entries or ()) - set(entries) == set()
        assert set(selection.levels or ()) - {entry.level for entry in entries.values()} == set()
        assert selection.until is None or any(
            entry.since == selection.until for entry in entries.values()
        )


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=lambda each: each.id)
def test_framework_says_what_a_scan_cannot_show(framework: Framework) -> None:
    assert len(framework.limits) > 150
    assert framework.limits.strip().endswith(".")
    assert framework.url.startswith("https://")


@pytest.mark.parametrize("framework_id", ACCESSIBILITY)
def test_accessibility_frameworks_hold_the_rules_everybody_knows(framework_id: str) -> None:
    found = selected(framework_id)

    # Some speak of documents besides pages, and of the source that makes them.
    areas = {rule.partition("/")[0] for rule in found}
    assert areas - {"documents", "source"} == {"accessibility"}
    assert {
        "accessibility/image-alt",
        "accessibility/label",
        "accessibility/link-name",
        "accessibility/button-name",
        "accessibility/document-title",
        "accessibility/html-has-lang",
    } - found == set()


@pytest.mark.parametrize("framework_id", BINDING)
def test_best_practice_is_in_no_framework_that_binds(framework_id: str) -> None:
    kinds = {rule.id: rule.facts.kind for rule in RULES}

    assert sorted(rule for rule in selected(framework_id) if kinds[rule] == "best-practice") == []


def test_versions_of_wcag_build_on_each_other() -> None:
    assert selected("wcag20-aa") < selected("wcag21-aa") < selected("wcag22-aa")
    assert selected("wcag22-a") < selected("wcag22-aa")


def test_contrast_is_level_aa_and_in_every_version() -> None:
    contrast = "accessibility/color-contrast"

    assert contrast not in selected("wcag22-a")
    assert contrast in selected("wcag20-aa")


def test_what_came_with_wcag_2_2_is_only_in_what_follows_wcag_2_2() -> None:
    holding = [name for name in ACCESSIBILITY if "accessibility/target-size" in selected(name)]

    assert holding == ["wcag22-aa", "en301549-4.1.1"]


def test_what_came_with_wcag_2_1_is_not_in_what_follows_wcag_2_0() -> None:
    holding = [
        name for name in ACCESSIBILITY if "accessibility/autocomplete-valid" in selected(name)
    ]

    assert "wcag20-aa" not in holding
    assert "us-508" not in holding
    assert {"wcag21-aa", "wcag22-aa", "en301549-3.2.1", "en301549-4.1.1"} - set(holding) == set()


def test_section_508_is_wcag_2_0_and_european_standards_are_their_wcag() -> None:
    assert selected("us-508") == selected("wcag20-aa")
    assert selected("en301549-3.2.1") == selected("wcag21-aa")
    assert selected("en301549-4.1.1") == selected("wcag22-aa")


def test_us_https_policy_is_about_transport_only() -> None:
    assert {
        "security/hsts",
        "security/https-redirect",
        "security/mixed-content",
    } <= selected("us-https")
    assert {rule.partition("/")[0] for rule in selected("us-https")} == {"security"}
