"""Load pages and run axe with Playwright, and nothing else: what anybody would write first.

With `--fresh`, a new page for each address and axe's WCAG rules, as the guides show it. With
`--warm`, the floor to compare with: tabs reused from page to page, every rule of axe.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Error, Page, async_playwright

# One string, not an object: Playwright takes objects apart piece by piece, which costs far more.
_RUN_WCAG = """
axe.run(document, {runOnly: {type: 'tag', values: [
    'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}}).then(JSON.stringify)
"""
_RUN_ALL = """
axe.run(document, {runOnly: {type: 'rule', values: axe.getRules()
    .filter((rule) => !rule.tags.includes('deprecated')).map((rule) => rule.ruleId),
}}).then(JSON.stringify)
"""


async def run(given: argparse.Namespace, urls: Sequence[str], axe: str) -> list[dict[str, Any]]:
    """Visit every address and return what came of each, with the time it was done."""
    done: list[dict[str, Any]] = []
    waiting = iter(urls)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=given.browser, chromium_sandbox=os.geteuid() != 0
        )

        async def visit_warm(context_page: Page) -> None:
            for url in waiting:
                done.append(await _visit(context_page, url, axe, _RUN_ALL))

        async def visit_fresh(browser: Browser) -> None:
            context = browser.contexts[0]
            for url in waiting:
                page = await context.new_page()
                done.append(await _visit(page, url, axe, _RUN_WCAG))
                await page.close()

        context = await browser.new_context(viewport={"width": 1280, "height": 900})
        if given.warm:
            tabs = [await context.new_page() for _ in range(given.tabs)]
            await asyncio.gather(*(visit_warm(tab) for tab in tabs))
        else:
            await asyncio.gather(*(visit_fresh(browser) for _ in range(given.tabs)))
        await browser.close()
    return done


async def _visit(page: Page, url: str, axe: str, call: str) -> dict[str, Any]:
    try:
        await page.goto(url, wait_until="load")
        await page.evaluate(axe)
        found = json.loads(await page.evaluate(call))
    except Error as error:
        return {"url": url, "done": time.time(), "rules": 0, "error": error.message[:300]}
    rules = len(found["violations"]) + len(found["passes"])
    return {"url": found["url"], "done": time.time(), "rules": rules}


def main() -> None:
    """Run with the arguments of the command line and write a report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", required=True)
    parser.add_argument("--urls", required=True)
    parser.add_argument("--axe", required=True)
    parser.add_argument("--report", required=True)
    parser.add_argument("--tabs", type=int, default=1)
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--warm", action="store_true")
    how.add_argument("--fresh", action="store_true")
    given = parser.parse_args()
    urls = Path(given.urls).read_text(encoding="utf-8").split()
    axe = Path(given.axe).read_text(encoding="utf-8")
    report = asyncio.run(run(given, urls, axe))
    Path(given.report).write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main()
