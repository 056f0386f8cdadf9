"""Cells of levels: what stands there, in other words and languages, and never a guess."""

from __future__ import annotations

import pytest

from civiscope_reports.conformance.levels import level_of, read_level_cell, split_remarks


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Supports", "supports"),
        ("SUPPORTS.", "supports"),
        ("• Supports*", "supports"),
        ("Supported", "supports"),
        ("Supports (1)", "supports"),
        ("Partially\nSupports", "partially-supports"),
        ("Partially Sup-\nports", "partially-supports"),
        ("Not\nApplicabl\ne", "not-applicable"),
        ("Supports with Exceptions", "partially-supports"),
        ("Supports w/ Exceptions", "partially-supports"),
        ("Supports (with exceptions)", "partially-supports"),
        ("Does not support", "does-not-support"),
        ("Doesn't support", "does-not-support"),
        ("Not Supported", "does-not-support"),
        ("N/A", "not-applicable"),
        ("n.a.", "not-applicable"),
        ("Not-applicable", "not-applicable"),
        ("Not Tested", "not-evaluated"),
        ("Supports2", "supports"),
        ("Teilweise unterstützt", "partially-supports"),
        ("Prend partiellement en charge", "partially-supports"),
        ("No compatible", "does-not-support"),
        ("Non applicabile", "not-applicable"),
        ("Ondersteunt gedeeltelijk", "partially-supports"),
        ("Suporta parcialmente", "partially-supports"),
        ("Nie dotyczy", "not-applicable"),
        ("Stöder delvis", "partially-supports"),
        ("Ei sovelleta", "not-applicable"),
    ],
)
def test_a_level_is_read_in_other_words(text: str, level: str) -> None:
    assert level_of(text) == level


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes",
        "Pass",
        "Fail",
        "Supports when combined with compatible AT",
        "Supports, except in charts",
        "Supports - with limits",
        "Supports\nwith some remarks",
        "Mostly supports",
        "Does not fully support",
        "Supports / Not Applicable",
        "Supports\nDoes Not Support",
        "Support for this is planned",
        "See remarks",
        "☒ Supports ☒ Not Applicable ☐ Does Not Support",
        "Hỗ trợ",
        "Supports: the new editor\nPartially Supports: the old one",
        "Supports: Web\nPartially Supports",
    ],
)
def test_what_is_no_level_is_never_taken_for_one(text: str) -> None:
    cell = read_level_cell(text)

    assert cell.levels == ()
    assert cell.reason


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Web: Supports", [("web", "supports")]),
        (
            "Web: Not\nEvaluated Electronic Docs: Supports",
            [("web", "not-evaluated"), ("electronic-docs", "supports")],
        ),
        ("Web and Software: Supports", [("web", "supports"), ("software", "supports")]),
        ("Web\nSupports\nSoftware\nN/A", [("web", "supports"), ("software", "not-applicable")]),
        (
            "Web\nDoes Not\nSupport\nSoftware\nPartially\nSupports",
            [("web", "does-not-support"), ("software", "partially-supports")],
        ),
        ("Web Supports\nSoftware N/A", [("web", "supports"), ("software", "not-applicable")]),
        ("Supports (Web), N/A (Software)", [("web", "supports"), ("software", "not-applicable")]),
        ("Web: Supports\nAuthoring Tool:", [("web", "supports"), ("authoring-tool", None)]),
        ("Web: Yes\nSoftware: N/A", [("web", None), ("software", "not-applicable")]),
        ("iOS: Supports\nAndroid: N/A", [("iOS", "supports"), ("Android", "not-applicable")]),
        ("☐ Supports ☒ Not Applicable", [("", "not-applicable")]),
        ("Supports\nSupports", [("", "supports")]),
        ("Supports. All of it was tried.", [("", "supports")]),
        ("Partially Supports Charts lack text", [("", "partially-supports")]),
        ("Documents électroniques : Sans objet", [("electronic-docs", "not-applicable")]),
        ("Webseite: Unterstützt", [("web", "supports")]),
        (
            "Supports: Web\nPartially Supports: Software",
            [("web", "supports"), ("software", "partially-supports")],
        ),
        (
            "Windows: Supports; Mac: Does not support; iOS:\nPartially supports",
            [
                ("Windows", "supports"),
                ("Mac", "does-not-support"),
                ("iOS", "partially-supports"),
            ],
        ),
    ],
)
def test_levels_for_components_are_read(text: str, levels: list[tuple[str, str | None]]) -> None:
    assert [(each.component, each.level) for each in read_level_cell(text).levels] == levels


@pytest.mark.parametrize("text", ["Heading cell – no response required", "See WCAG 2.0 section"])  # noqa: RUF001
def test_rows_that_only_head_others_have_no_level(text: str) -> None:
    assert read_level_cell(text).heading


def test_remarks_are_split_by_component_only_where_a_line_begins_with_one() -> None:
    text = "General.\nWeb: Images of the\nweb: site are fine.\nSoftware: none of the web: kind"

    assert split_remarks("Web: a\nb\nSoftware: see web: c") == {
        "": "",
        "web": "a b",
        "software": "see web: c",
    }
    assert split_remarks(text)[""] == "General."
