"""Measure what civiscope's own checks add to a page: beside axe, and when pages are acted upon.

    python -m bench.probes [--pages 30]

One tab, one page after the other. `quick` is timed within the page: axe's run, then everything else
that is asked of the page, as a share of axe's time. Each probe is measured in CPU seconds of the
browser and of civiscope itself, the reloading of the page included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.meter import cpu_seconds
from bench.pages import SITE, example_pages, fetch
from bench.server import serve
from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import PROBES, Probe, Probing
from civiscope.collectors.page.visit import Plan
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, Pool, open_pool
from civiscope.model import Missing, Page
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.rulebook.select import page_scripts

LATEST = Path(__file__).parent / "results" / "probes.json"
WALK_AND_WINDOWS = ("keyboard", "viewport")
"""Probes whose cost together has a target."""
TARGET_SHARE = 0.15
TARGET_SECONDS = 4.0

_TIMED = """(async () => {
  const timed = async (work) => { const begun = performance.now(); await work(); return performance.now() - begun; };
  const facts = await timed(() => civiscope.dom());
  const axe = await timed(() => civiscope.axeAlone());
  const rules = await timed(() => civiscope.ask(civiscopeRules()));
  return JSON.stringify({ facts, axe, rules });
})()"""  # noqa: E501 - one expression


def main() -> int:
    """Measure, write the figures down; 0 when both targets were reached."""
    parser = argparse.ArgumentParser(description="Measure what civiscope's own checks cost.")
    parser.add_argument("--pages", type=int, default=30)
    given = parser.parse_args()
    package = fetch() / SITE
    paths = example_pages(package, given.pages)
    with serve("--folder", str(package)) as server:
        report = asyncio.run(_measure([f"{server.base}{path}" for path in paths]))
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps(report, indent=1), encoding="utf-8")
    print(json.dumps(report, indent=1))
    fast = report["quick"]["own_share_of_axe"] <= TARGET_SHARE
    return 0 if fast and report["walk_and_windows_seconds"] <= TARGET_SECONDS else 1


async def _measure(urls: Sequence[str]) -> Mapping[str, Any]:
    rules = all_rules(load_rulebooks())
    settings = BrowserSettings(find_browser().path, resolve={}, block_hosts=())
    plan = Plan(page_scripts(rules))
    times: list[dict[str, float]] = []
    cost: dict[str, list[float]] = {name: [] for name in PROBES}
    together: list[float] = []

    async def look(probing: Probing) -> Mapping[str, Any]:
        times.append(json.loads(await probing.tab.evaluate(_TIMED)))
        return {}

    async with open_pool(settings, world=world_script(), allow=_allow, plan=plan, tabs=1) as pool:
        for url in urls:
            seen = await pool.visit(url)
            page = Page(url=url, evidence=seen.evidence, visit=seen.visit)
            await pool.probe(page, [Probe("timed", look)])
            for name, probe in PROBES.items():
                cost[name].append(await _cpu_of(pool, page, [probe]))
            both = [PROBES[name] for name in WALK_AND_WINDOWS]
            together.append(await _cpu_of(pool, page, both))
            print(f"{url}: {together[-1]:.2f} s", file=sys.stderr)
    quick = {
        name: statistics.mean(each[name] for each in times) for name in ("facts", "axe", "rules")
    }
    return {
        "pages": len(urls),
        "quick": {
            "milliseconds": {name: round(value, 1) for name, value in quick.items()},
            "own_share_of_axe": round((quick["facts"] + quick["rules"]) / quick["axe"], 3),
        },
        "probe_cpu_seconds": {
            name: {
                "median": round(statistics.median(each), 2),
                "most": round(max(each), 2),
            }
            for name, each in cost.items()
        },
        "walk_and_windows_seconds": round(statistics.median(together), 2),
    }


async def _cpu_of(pool: Pool, page: Page, probes: Sequence[Probe]) -> float:
    before = cpu_seconds(os.getpid())
    begun = time.monotonic()
    answers = await pool.probe(page, probes)
    for name, answer in answers.items():
        if isinstance(answer, Missing):
            print(
                f"  {name} after {time.monotonic() - begun:.0f} s: {answer.reason}", file=sys.stderr
            )
    return cpu_seconds(os.getpid()) - before


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""


if __name__ == "__main__":
    sys.exit(main())
