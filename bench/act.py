"""Score the rules against test cases whose right answers are known: W3C's ACT cases.

    python -m bench.act FOLDER [--depth deep] [--only ACT-RULE] [--out DIR]

FOLDER holds `cases.json` and the pages, with the scorer `score.py` beside them. It is served on
loopback, its pages are audited as a list of addresses, and the report is scored as the W3C does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.listed import audit_listed, serve_folder
from civiscope_reports import FORMATS

_EARL = FORMATS["earl"]

SCORE = Path(__file__).parents[1] / "scanner" / "civiscope" / "docs" / "act_score.json"
"""What docs/coverage.md shows; written by a run over all cases."""
_SHOWN = ("--rules", "--misses")
_CASES = "/WAI/content-assets/wcag-act-rules/"


def main() -> int:
    """Serve, audit, score and print; 0 when scored, 2 when the folder is not there."""
    given = _arguments()
    cases_file = given.folder / "cases.json"
    if not cases_file.is_file():
        print(f"Skipped: there are no test cases in {given.folder}.", file=sys.stderr)
        return 2
    cases = _cases(cases_file, given.only)
    with tempfile.TemporaryDirectory() as folder, serve_folder(given.folder) as base:
        out = given.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        urls = [base + _CASES + case["relativePath"] for case in cases]
        results = audit_listed(urls, out, depth=given.depth, tabs=given.tabs)
        _EARL.write(results, out / _EARL.file_name)
        (out / "cases.json").write_text(json.dumps({"testcases": cases}), encoding="utf-8")
        said = subprocess.run(  # noqa: S603 - the scorer of the folder that was named
            [
                sys.executable,
                given.folder / "score.py",
                out / "cases.json",
                out / _EARL.file_name,
                *_SHOWN,
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    print(said, end="")
    if given.keep and not given.only:
        _keep(json.loads(said.splitlines()[-1]), given.depth)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with cases.json, score.py and the pages")
    parser.add_argument("--depth", choices=("quick", "standard", "deep"), default="deep")
    parser.add_argument("--only", nargs="*", default=[], help="ids of ACT rules to look at")
    parser.add_argument("--tabs", type=int, help="pages at the same time")
    parser.add_argument("--out", type=Path, help="keep evidence and the EARL report here")
    parser.add_argument("--keep", action="store_true", help="write the score down for the docs")
    return parser.parse_args()


def _cases(file: Path, only: Sequence[str]) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["testcases"]
    return [case for case in cases if not only or case["ruleId"] in only]


def _keep(figures: dict[str, Any], depth: str) -> None:
    kept = {"measured": datetime.now(UTC).strftime("%Y-%m-%d"), "depth": depth, **figures}
    SCORE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
