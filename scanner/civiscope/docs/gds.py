"""Which barriers of the GOV.UK accessibility tool audit are found, by the last measurement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

_PAGE = """\
# Measured against the GOV.UK accessibility tool audit

The Government Digital Service made pages with one deliberate barrier each, and held thirteen tools
against them. On {total} of these pages, measured on {measured} at depth `{depth}`:

| | |
|---|---|
| barriers with a failed finding about them | {failed} ({failed_share:.0%}) |
| or with a place put before a person | {seen} ({seen_share:.0%}) |

Only rules that are about a barrier count for it. `bench/gds_rules.toml` names them; a barrier that
no rule is about counts as not found. `python -m bench.gds FOLDER` measures it again.

| | Barrier | Failed | To be looked at by a person |
|---|---|---|---|
"""


def barriers_page() -> str:
    """Return the page: totals, and a line for each barrier. Empty when nobody has measured yet."""
    kept = files("civiscope.docs") / "gds_score.json"
    if not kept.is_file():
        return ""
    score: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = score["barriers"]
    failed = sum(bool(row["failed"]) for row in rows)
    seen = sum(bool(row["failed"] or row["review"]) for row in rows)
    head = _PAGE.format(
        total=len(rows),
        measured=score["measured"],
        depth=score["depth"],
        failed=failed,
        failed_share=failed / len(rows),
        seen=seen,
        seen_share=seen / len(rows),
    )
    return head + "".join(map(_line, rows))


def _line(row: dict[str, Any]) -> str:
    cells = (row["category"], _cell(row["name"]), _links(row["failed"]), _links(row["review"]))
    return f"| {' | '.join(cells)} |\n"


def _links(rules: Sequence[str]) -> str:
    return ", ".join(f"[{rule}](rules/accessibility/{rule}.md)" for rule in rules)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
