"""Audit a site from a program with an event loop of its own, and make a list of one's own of it.

    python examples/audit_site.py https://www.example.gov/

Prints JSON: for each page seen, which rules failed there and which a person must decide.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from civiscope import Results, ScanSettings, audit_async
from civiscope.model import Page
from civiscope.scan import Listener

SETTINGS = ScanSettings(
    # Where the server on this machine sends the header fields that the site will have.
    judge_local_headers=True,
    max_pages=20,
    exclude=("/archive/*",),
    page_timeout=30,
    tabs=2,
)


async def main(url: str, evidence: Path) -> dict[str, dict[str, list[str]]]:
    """Audit the site at *url*, keep what was seen in *evidence*, and return the list."""
    results = await audit_async(
        url,
        settings=SETTINGS,
        evidence=evidence,
        only=["accessibility/image-alt", "accessibility/label", "security/csp-missing"],
        listener=Listener(page=_seen),
    )
    if not results.coverage.start_page_seen:
        # What was not seen is not clean: say so instead of giving an empty list.
        unseen = (*results.coverage.failed, *results.coverage.skipped)
        raise SystemExit(f"{url} was not seen. {unseen[0].detail if unseen else ''}")
    return by_page(results)


def by_page(results: Results) -> dict[str, dict[str, list[str]]]:
    """Return the rules that failed, and those that a person must decide, by page."""
    return {
        page.url: {
            outcome: [rule for rule, said in page.outcomes.items() if said.outcome == outcome]
            for outcome in ("failed", "cantTell")
        }
        for page in results.pages
        if page.kind == "page"
    }


def _seen(page: Page, waiting: int) -> None:
    print(f"{page.url} ({waiting} more known)", file=sys.stderr)


if __name__ == "__main__":
    found = asyncio.run(main(sys.argv[1], Path("example-evidence")))
    print(json.dumps(found, indent=2))
