"""The table of barriers counts only rules that are about the barrier."""

from __future__ import annotations

import tomllib

from bench.gds import RULES, row_of

from civiscope.docs.gds import barriers_page
from civiscope.rulebook import all_rules, load_rulebooks

BARRIER = {"category": "Tables", "name": "Empty header", "file": "tables.html"}


def test_rules_that_fail_for_other_reasons_do_not_count() -> None:
    page = {"failed": {"region", "document-title"}, "review": {"table-scope"}}

    row = row_of(BARRIER, ["empty-table-header"], [page])

    assert row == {"category": "Tables", "name": "Empty header", "failed": [], "review": []}


def test_a_barrier_may_be_on_the_page_that_its_page_links_to() -> None:
    pages = [
        {"failed": {"region"}},
        {"failed": {"empty-table-header"}, "review": {"td-has-header"}},
    ]

    row = row_of(BARRIER, ["empty-table-header", "td-has-header"], pages)

    assert (row["failed"], row["review"]) == (["empty-table-header"], ["td-has-header"])


def test_what_failed_is_not_named_a_second_time_for_review() -> None:
    pages = [{"failed": {"link-text"}}, {"review": {"link-text"}}]

    row = row_of(BARRIER, ["link-text"], pages)

    assert (row["failed"], row["review"]) == (["link-text"], [])


def test_rules_said_to_be_about_a_barrier_exist() -> None:
    known = {rule.id.removeprefix("accessibility/") for rule in all_rules(load_rulebooks())}

    named = {rule for rules in tomllib.loads(RULES.read_text()).values() for rule in rules}

    assert named - known == set()


def test_the_page_counts_what_its_table_shows() -> None:
    page = barriers_page()

    lines = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][4:]
    failed = sum(line[2].startswith("[") for line in lines)
    assert f"| barriers with a failed finding about them | {failed} (" in page
    assert f"On {len(lines)} of these pages" in page
