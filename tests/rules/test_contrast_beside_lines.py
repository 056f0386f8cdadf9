"""Texts beside lines and stripes that axe-core takes for a picture behind them: styles decide."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import PROBES
from civiscope.collectors.page.visit import Plan
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.judge.apply import apply_rule
from civiscope.model import Page
from civiscope.model.contrast import SampledContrast
from civiscope.rulebook import Rule, all_rules, load_rulebooks
from civiscope.rulebook.select import page_scripts

STRIPE = "background: linear-gradient(#00f, #00f)"
HEAD = f"""<style>
div {{ color: #111; width: 20em }}
#nothing {{ background-image: none, none }}
#pale {{ background-image: none, none; color: #999 }}
#left {{ {STRIPE} 0 0 / 4px 100% no-repeat; padding-left: 12px }}
#top {{ {STRIPE} 0 0 / 100% 1px no-repeat; padding-top: 4px }}
#right {{ {STRIPE} 100% 0 / 4px 100% no-repeat }}
#under {{ {STRIPE} 0 0 / 4px 100% no-repeat }}
#broad {{ {STRIPE} 0 0 / 40px 100% no-repeat; padding-left: 60px }}
#tiled {{ {STRIPE} 0 0 / 4px 100%; padding-left: 12px }}
#before {{ background-image: none, none; position: relative; width: 120px }}
#before img {{ position: absolute; inset: 0; z-index: -1 }}
</style>"""
IDS = ("nothing", "pale", "left", "top", "right", "under", "broad", "tiled", "before")
BEHIND = (
    "<img alt='' src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='120' "
    "height='40'><rect width='120' height='40' fill='navy'/></svg>\">"
)
AAA = "color-contrast-enhanced"
SETTLED = {"nothing", "left", "top", "right"}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    known = {rule.id: rule for rule in all_rules(load_rulebooks())}
    return {name: known[f"accessibility/{name}"] for name in ("color-contrast", AAA)}


async def _look(url: str, rules: dict[str, Rule]) -> Page:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
    plan = Plan(scripts=page_scripts(rules.values()))
    async with open_pool(settings, world=world_script(), allow=allow, plan=plan, tabs=1) as pool:
        seen = await pool.visit(url)
        subject = Page(url, seen.evidence, seen.visit)
        answers = await pool.probe(subject, [PROBES["contrast"]])
        return replace(subject, evidence=replace(seen.evidence, probes=answers))


@pytest.fixture(scope="module")
def seen(rules: dict[str, Rule]) -> Page:
    texts = "".join(
        f'<div id="{name}"><p id="{name}-text">Apply by May</p>'
        f"{BEHIND if name == 'before' else ''}</div>"
        for name in IDS
    )
    answer: Answer = page("Dates", head=HEAD, body=texts)
    with Site({"/": answer}) as site:
        return asyncio.run(_look(site.url("/"), rules))


def _names(selectors: set[str]) -> set[str]:
    return {selector.removeprefix("#").removesuffix("-text") for selector in selectors}


def test_what_axe_leaves_open_for_a_line_beside_the_text_is_worked_out(seen: Page) -> None:
    facts = seen.script_results("accessibility/color-contrast")
    settled = {str(fact["selector"]) for fact in facts if fact.get("settled")}

    assert _names({str(fact["selector"]) for fact in facts}) >= set(IDS)
    assert _names(settled) == SETTLED


def test_no_picture_is_taken_of_what_is_settled(seen: Page) -> None:
    sampled = {text.selector for text in seen.probe("contrast", SampledContrast).texts}

    assert _names(sampled) == set(IDS) - SETTLED


@pytest.mark.parametrize("name", ["color-contrast", AAA])
def test_what_is_settled_passes_at_each_level(
    seen: Page, rules: dict[str, Rule], name: str
) -> None:
    run = apply_rule(rules[name], seen)

    assert run.missing is None
    assert run.passed >= len(SETTLED)
    assert not SETTLED & _names({each.place.selector for each in run.outcomes})
