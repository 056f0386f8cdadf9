"""Show that axe-core says the same of a page, however much of its work civiscope spares it.

    python -m bench.same_as_axe [--pages 500] [--folder DIR]…

Every page is shown once, at rest, and asked three times: axe as it is packed, with all its rules,
axe as a scan runs it, and axe as it is packed once more. Rules, outcomes, elements and messages
have to be the same as before or as afterwards: a page may move on meanwhile. The pages are those
of npm `@gouvfr/dsfr`, and those of folders given with `--folder`. Ends with 1 when any differs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.pages import SITE, example_pages, fetch
from bench.server import serve
from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import Probe, Probing
from civiscope.collectors.page.visit import Plan
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, Pool, open_pool
from civiscope.model import Missing, Page

_ASK_BOTH = """(async () => {
  const flat = (target) => target.map((part) => (Array.isArray(part) ? part.join(" >>> ") : part)).join(" >>> ");
  const words = (checks) => checks.map(({ message }) => message).filter(Boolean);
  const row = ({ target, html, element, none, all, any }) => [
    flat(target), [...words(none), ...words(all), ...words(any)].join("; "), html,
  ];
  const cut = (text, limit) => civiscopeElements.cut(text, limit);
  const shown = ([selector, summary, html]) => [cut(selector, 1000), cut(summary, 600), cut(civiscopeElements.withoutValues(html), 400)];

  const plainly = async () => {
    delete globalThis.axe;
    civiscopeLoadAxe();
    const rules = axe.getRules().filter(({ tags }) => !tags.includes("deprecated")).map(({ ruleId }) => ruleId);
    const plain = await axe.run(document, { runOnly: { type: "rule", values: rules }, iframes: false, elementRef: true, preload: { assets: ["cssom", "media"], timeout: 5000 } });
    const said = {};
    const at = (id) => (said[id] ??= { violations: [], incomplete: [], failed: 0, unsure: 0, passed: 0 });
    for (const { id, nodes } of plain.violations) Object.assign(at(id), { violations: nodes.slice(0, 50).map(row).map(shown), failed: nodes.length });
    for (const { id, nodes } of plain.incomplete) Object.assign(at(id), { incomplete: nodes.slice(0, 50).map(row).map(shown), unsure: nodes.length });
    for (const { id } of plain.passes) at(id).passed = 1;
    const hidden = plain.incomplete.filter(({ id }) => id === "hidden-content").flatMap(({ nodes }) => nodes.map(({ element }) => element));
    said["hidden-content"] = hidden.map(civiscope.selector);
    return said;
  };

  const before = await plainly();
  delete globalThis.axe;
  const ours = {};
  const nodes = (list) => list.map(({ selector, summary, snippet }) => [selector, summary, snippet]);
  for (const rule of JSON.parse(await civiscope.axeAlone()).rules) ours[rule.id] = { violations: nodes(rule.violations), incomplete: nodes(rule.incomplete), failed: rule.failed, unsure: rule.unsure, passed: rule.passed };
  await civiscope.ask([]);
  const unseen = civiscopeUnseen(axe.setup(document), Infinity);
  axe.teardown();
  ours["hidden-content"] = unseen.map(civiscope.selector);
  return JSON.stringify({ before, ours, after: await plainly() });
})()"""  # noqa: E501 - one expression


async def differences(pool: Pool, url: str) -> list[str]:
    """Return in what axe's answers differ on the page at *url*, one line each."""
    seen = await pool.visit(url)
    said: list[dict[str, Any]] = []

    async def look(probing: Probing) -> Mapping[str, Any]:
        said.append(json.loads(await probing.tab.evaluate(_ASK_BOTH, timeout=60)))
        return {}

    page = Page(url=url, evidence=seen.evidence, visit=seen.visit)
    answers = await pool.probe(page, [Probe("axe twice", look, at_rest=True)])
    if not said:
        failed = [each.reason for each in answers.values() if isinstance(each, Missing)]
        return [f"{url}: not compared: {seen.visit.detail or failed}"]
    before, ours, after = said[0]["before"], said[0]["ours"], said[0]["after"]
    return [
        f"{url}: {rule}: {before.get(rule)} became {ours.get(rule)}"
        for rule in sorted({*before, *ours})
        if ours.get(rule) not in (before.get(rule), after.get(rule))
    ]


async def _compare(urls: Sequence[str]) -> int:
    settings = BrowserSettings(find_browser().path, resolve={}, block_hosts=())
    different = 0
    async with open_pool(
        settings, world=world_script(), allow=_allow, plan=Plan(()), tabs=1
    ) as pool:
        for number, url in enumerate(urls, 1):
            lines = await differences(pool, url)
            different += bool(lines)
            print("".join(f"{line}\n" for line in lines), end="", flush=True)
            if number % 50 == 0:
                print(f"{number} pages, {different} differ", file=sys.stderr, flush=True)
    print(f"{different} of {len(urls)} pages differ")
    return different


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""


def main() -> int:
    """Compare and print; 0 when nothing differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--folder", type=Path, action="append", default=[], help="of built pages")
    given = parser.parse_args()
    package = fetch() / SITE
    paths = {package: example_pages(package, min(214, given.pages))}
    for folder in given.folder:
        paths[folder] = [
            "/" + each.relative_to(folder).as_posix() for each in sorted(folder.rglob("*.html"))
        ]
    different, left = 0, given.pages
    for folder, found in paths.items():
        with serve("--folder", str(folder)) as server:
            different += asyncio.run(_compare([server.base + path for path in found[:left]]))
        left -= len(found[:left])
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
