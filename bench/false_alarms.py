"""Count false alarms of the rules that look for numbers, secrets and inner addresses.

    python -m bench.false_alarms [--pages 1000]

Made pages hold ids, codes, hashes, versions, placeholders and telephone numbers beside telling
words; none is anybody's. As many pages hold one national number with its own label, so that silence
does not win.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from bench.made_pages import ordinary_page, telling_page
from civiscope.collectors.page.html import read_html
from civiscope.model import Code, Evidence, FetchedData, Missing, Page, Request, Response
from civiscope_rules.privacy import exposed_identifier
from civiscope_rules.security import (
    debug_page,
    directory_listing,
    internal_address,
    secret_in_source,
)

LATEST = Path(__file__).parent / "results" / "false_alarms.json"
URL = "https://www.example.gov/"
CHECKS = {
    "privacy/exposed-identifier": exposed_identifier.check,
    "security/debug-page": debug_page.check,
    "security/directory-listing": directory_listing.check,
    "security/internal-address": internal_address.check,
    "security/secret-in-source": secret_in_source.check,
}


def main() -> int:
    """Count, write the figures down; 0 when no page failed and no number was missed."""
    parser = argparse.ArgumentParser(description="Count false alarms on made pages.")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print every page that is told of")
    parser.add_argument("--out", type=Path, default=LATEST, help="where to write the figures")
    given = parser.parse_args()
    failed, review = count(range(given.seed, given.seed + given.pages), show=given.show)
    missed = sum(not _found(*telling_page(seed)) for seed in range(given.pages))
    report = {
        "pages": given.pages,
        "pages_with_a_false_failure": dict(sorted(failed.items())),
        "pages_with_a_review": dict(sorted(review.items())),
        "pages_with_a_number": given.pages,
        "numbers_missed": missed,
    }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))
    return 1 if any(failed.values()) or missed else 0


def count(seeds: range, *, show: bool = False) -> tuple[Counter[str], Counter[str]]:
    """Return on how many pages each rule failed, and on how many it asked for a look."""
    failed = Counter(dict.fromkeys(CHECKS, 0))
    review = Counter(dict.fromkeys(CHECKS, 0))
    for seed in seeds:
        source = ordinary_page(seed)
        for rule, verdicts in judge(source).items():
            failed[rule] += "failed" in verdicts
            review[rule] += "cannot_tell" in verdicts
            if show and verdicts - {"passed"}:
                print(seed, rule, sorted(verdicts), source, sep="\n", file=sys.stderr)
    return failed, review


def judge(source: str) -> dict[str, set[str]]:
    """Return the verdicts of each rule on a page with this *source*."""
    page = _page(source)
    return {rule: {one.verdict for one in check(page)} for rule, check in CHECKS.items()}


def _found(source: str, scheme: str) -> bool:
    found = _page(source).raw_html.exposed.identifiers
    return any(one.scheme == scheme and not one.doubtful for one in found)


def _page(source: str) -> Page:
    unseen = Missing("not-gathered", "This measurement does not need it.")
    main = Request(URL, "document", main=True, hops=(Response(URL, 200),))
    return Page(
        URL,
        Evidence(
            requests=(main,),
            cookies=(),
            console=(),
            dom=unseen,
            raw_html=read_html(source, URL, "", ()),
            axe=unseen,
            code=Code(),
            data=FetchedData(),
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
