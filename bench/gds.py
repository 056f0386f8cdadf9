"""Tell which barriers of the GOV.UK accessibility tool audit are found, and by which rules.

    python -m bench.gds FOLDER [--depth deep] [--out DIR] [--keep]

FOLDER holds `barriers.json` and the pages. They are served on loopback and audited as a list of
addresses. A barrier counts as found when a rule that is about it, by `gds_rules.toml`, failed on
its page, or on the example page that its page only links to.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.listed import audit_listed, serve_folder
from civiscope.results import Results

SCORE = Path(__file__).parents[1] / "scanner" / "civiscope" / "docs" / "gds_score.json"
"""What docs/gds_barriers.md shows."""
RULES = Path(__file__).parent / "gds_rules.toml"
_AREA = "accessibility/"
_EXAMPLE = re.compile(r'href="\.\./(example-pages/[^"]+)"')


def main() -> int:
    """Serve, audit, compare and print; 0 when done, 2 when the folder is not there."""
    given = _arguments()
    listed = given.folder / "barriers.json"
    if not listed.is_file():
        print(f"Skipped: there are no barriers in {given.folder}.", file=sys.stderr)
        return 2
    barriers: list[dict[str, Any]] = json.loads(listed.read_text(encoding="utf-8"))
    about: dict[str, list[str]] = tomllib.loads(RULES.read_text(encoding="utf-8"))
    pages = [_pages(given.folder, each["file"]) for each in barriers]
    with tempfile.TemporaryDirectory() as folder, serve_folder(given.folder) as base:
        out = given.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        urls = [f"{base}/{path}" for paths in pages for path in paths]
        results = audit_listed(urls, out, depth=given.depth, tabs=given.tabs)
        found = found_on(results, base)
    rows = [
        row_of(barrier, about.get(barrier["name"], ()), [found.get(p, {}) for p in paths])
        for barrier, paths in zip(barriers, pages, strict=True)
    ]
    for row in rows:
        if not row["failed"]:
            print(f"{row['category']}: {row['name']}: {', '.join(row['review']) or 'nothing'}")
    failed = sum(bool(row["failed"]) for row in rows)
    seen = sum(bool(row["failed"] or row["review"]) for row in rows)
    print(f"{failed} of {len(rows)} found, {seen} with what a person has to look at")
    if given.keep:
        kept = {"measured": datetime.now(UTC).strftime("%Y-%m-%d"), "depth": given.depth}
        SCORE.write_text(json.dumps({**kept, "barriers": rows}, indent=2) + "\n", encoding="utf-8")
    return 0


def found_on(results: Results, base: str) -> dict[str, dict[str, set[str]]]:
    """Return by path of a page and outcome (failed, review) the rules with findings there."""
    found: dict[str, dict[str, set[str]]] = {}
    for finding in results.findings:
        if finding.rule.startswith(_AREA):
            sure = finding.outcome == "failed" and not finding.needs_review
            kind = "failed" if sure else "review"
            page = found.setdefault(finding.page.removeprefix(f"{base}/"), {})
            page.setdefault(kind, set()).add(finding.rule.removeprefix(_AREA))
    return found


def row_of(
    barrier: Mapping[str, Any],
    about: Collection[str],
    found: Sequence[Mapping[str, Collection[str]]],
) -> dict[str, Any]:
    """Return the line for *barrier*, of what was *found* on its pages by rules *about* it."""

    def named(kind: str) -> list[str]:
        return sorted({rule for page in found for rule in page.get(kind, ()) if rule in about})

    failed = named("failed")
    review = [rule for rule in named("review") if rule not in failed]
    facts = {"category": barrier["category"], "name": barrier["name"]}
    return {**facts, "failed": failed, "review": review}


def _pages(folder: Path, file: str) -> list[str]:
    """Return the paths of a barrier's page and of the example page it is on, if it is there."""
    path = f"tests/{file}"
    text = (folder / path).read_text(encoding="utf-8", errors="replace")
    examples = [each for each in _EXAMPLE.findall(text) if (folder / each).is_file()]
    return [path, *examples]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with barriers.json and the pages")
    parser.add_argument("--depth", choices=("quick", "standard", "deep"), default="deep")
    parser.add_argument("--tabs", type=int, help="pages at the same time")
    parser.add_argument("--out", type=Path, help="keep evidence here")
    parser.add_argument("--keep", action="store_true", help="write the table down for the docs")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
