"""A link whose address ends like a file's leads to no file where the scan opened a page."""

from __future__ import annotations

from pathlib import Path

from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.testing import judge_pages, make_page

RULE = next(r for r in all_rules(load_rulebooks()) if r.id == "accessibility/link-to-file")
VIEWER = "https://www.example.gov/view/handbook.pdf"
FILE = "https://www.example.gov/budget.pdf"


def link(address: str) -> dict[str, object]:
    facts = {"name": "Handbook", "kind": "PDF"}
    found = {"verdict": "failed", "message": "silent", "facts": facts, "address": address}
    return {**found, "selector": f'a[href="{address}"]', "snippet": "<a>Handbook</a>"}


def test_a_link_to_a_page_at_an_address_like_a_files_is_left_alone(tmp_path: Path) -> None:
    answers = {RULE.id: [link(VIEWER), link(FILE)]}
    start = make_page(script_results=answers)

    results = judge_pages(tmp_path, [start, make_page(f"{VIEWER}?page=2")], RULE)

    assert [finding.selector for finding in results.findings] == [f'a[href="{FILE}"]']
