"""Hold each example of a rule page against what the rule says of it."""

from __future__ import annotations

import asyncio
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from civiscope.browser.find import find_browser
from civiscope.browser.launch import BrowserStartError
from civiscope.collectors.interaction import PROBES, Probe
from civiscope.collectors.page.visit import Plan, VisitResult
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, Pool, open_pool
from civiscope.collectors.tab_count import default_tabs
from civiscope.errors import InternalError
from civiscope.examples.blocks import ExampleError
from civiscope.examples.evidence import build_evidence, site_of
from civiscope.examples.server import LOOPBACK, ExampleServer, whole_page
from civiscope.judge.apply import RuleRun, apply_rule
from civiscope.model import Document, Page, Site, Source
from civiscope.model.page_script import PageScript
from civiscope.rulebook import Example, Fence, Rule
from civiscope.rulebook.select import page_scripts
from civiscope.web.urls import host_of, is_web_url

_AT_A_TIME = 2
"""Examples to each tab that keeps the machine busy: they are small, and mostly wait."""
_WORDS = {"cantTell": "cannot tell"}


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What a rule said of one of its examples."""

    example: Example
    got: str
    """In the form of the example's heading: `passed`, `failed: message`, `cannot tell`, …"""
    note: str = ""
    """A sentence on why, when the verdict alone does not tell."""

    @property
    def expected(self) -> str:
        """What the example's heading promises."""
        return self.example.expected

    @property
    def agrees(self) -> bool:
        """Whether the rule said what the heading promises."""
        # An outcome that is untested always comes with its reason.
        return self.got == self.expected and (not self.note or self.got == "untested")

    @property
    def sentence(self) -> str:
        """The result in words."""
        example = self.example
        said = f"{example.rule}, example {example.number}: expected {self.expected!r}"
        if self.agrees:
            return f"{said}, and so it is."
        but = f"{said}, but got {self.got!r}." if self.got != self.expected else f"{said}."
        return f"{but} {self.note}".rstrip()


def run_examples(rules: Sequence[Rule], *, browser: Path | None = None) -> list[ExampleResult]:
    """Run every example of *rules* and return the results in the order of the pages.

    A browser is started only when there are `html` examples. Raises CiviscopeError when it cannot.
    """
    return asyncio.run(run_examples_async(rules, browser=browser))


async def run_examples_async(
    rules: Sequence[Rule], *, browser: Path | None = None, tabs: int | None = None
) -> list[ExampleResult]:
    """Do what `run_examples` does, inside a running event loop."""
    pairs = [(rule, example) for rule in rules for example in rule.examples]
    shown = [pair for pair in pairs if _is_shown(pair[1])]
    from_browser = iter(await _show(shown, browser, tabs) if shown else ())
    return [
        next(from_browser) if _is_shown(example) else _describe(rule, example)
        for rule, example in pairs
    ]


def _is_shown(example: Example) -> bool:
    return bool(example.fences) and all(fence.language == "html" for fence in example.fences)


def _describe(rule: Rule, example: Example) -> ExampleResult:
    try:
        return _result(rule, example, build_evidence(example, rule.scope))
    except ExampleError as error:
        return ExampleResult(example, "unreadable", str(error))


async def _show(
    shown: Sequence[tuple[Rule, Example]], browser: Path | None, tabs: int | None
) -> list[ExampleResult]:
    """Visit `html` examples in one browser, several at a time."""
    scripts = page_scripts({rule.id: rule for rule, _ in shown}.values())
    async with ExampleServer() as server:
        settings = BrowserSettings(
            executable=find_browser(browser).path,
            # Named hosts are this server; nothing an example asks for leaves the machine.
            resolve={
                LOOPBACK: LOOPBACK,
                **{host: f"{LOOPBACK}:{server.port}" for host in _find_hosts(shown)},
            },
            block_hosts=("*",),
        )
        try:
            async with open_pool(
                settings,
                world=world_script(),
                allow=_allow,
                plan=Plan(scripts),
                tabs=tabs or _AT_A_TIME * default_tabs(),
            ) as pool:
                stage = _Stage(pool, server, scripts)
                return await stage.all(shown)
        except BrowserStartError as error:
            raise InternalError(str(error)) from error


def _find_hosts(shown: Sequence[tuple[Rule, Example]]) -> set[str]:
    urls = [fence.info.strip() for _, example in shown for fence in example.fences]
    return {host_of(url) for url in urls if is_web_url(url)} - {LOOPBACK}


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""


class _Stage:
    """The open browser and the server that shows it examples."""

    def __init__(self, pool: Pool, server: ExampleServer, scripts: Sequence[PageScript]) -> None:
        self._pool = pool
        self._server = server
        self._named = asyncio.Lock()
        """Two examples may bear one address, so those are shown one after the other."""

    async def all(self, shown: Sequence[tuple[Rule, Example]]) -> list[ExampleResult]:
        """Show every example, as many at a time as there are tabs."""
        waiting = iter(enumerate(shown))
        results: dict[int, ExampleResult] = {}

        async def work() -> None:
            for number, (rule, example) in waiting:
                results[number] = await self._one(rule, example)

        async with asyncio.TaskGroup() as group:
            for _ in range(self._pool.tabs):
                group.create_task(work())
        return [results[number] for number in range(len(shown))]

    async def _one(self, rule: Rule, example: Example) -> ExampleResult:
        if rule.scope == "page" and len(example.fences) > 1:
            why = "The rule looks at one page, but the example has several html blocks."
            return ExampleResult(example, "unreadable", why)
        probes = [PROBES[name] for name in PROBES if name in rule.facts.probes]
        try:
            pages = [await self._page(example, n, f, probes) for n, f in enumerate(example.fences)]
        except ExampleError as error:
            return ExampleResult(example, "unreadable", str(error))
        return _result(
            rule, example, site_of(Site(tuple(pages))) if rule.scope == "site" else pages[0]
        )

    async def _page(
        self, example: Example, number: int, fence: Fence, probes: Sequence[Probe]
    ) -> Page:
        document = whole_page(fence.text)
        url = fence.info.strip()
        if not url:
            url = self._server.put(f"/{example.rule}/{example.number}/{number}", document)
            seen = await self._pool.visit(url)
            return await self._with_probes(url, number, seen, probes)
        if is_web_url(url) and url.startswith("http://"):
            async with self._named:
                self._server.put_at(url, document)
                seen = await self._pool.visit(url)
                return await self._with_probes(url, number, seen, probes)
        raise ExampleError(
            f"An html block is served over plain HTTP, so {url!r} is not an address for it; "
            "use http://, or an http or json block."
        )

    async def _with_probes(
        self, url: str, number: int, seen: VisitResult, probes: Sequence[Probe]
    ) -> Page:
        page = Page(url=url, evidence=seen.evidence, visit=seen.visit, order=number)
        if not probes or page.visit.state == "failed":
            return page
        responses = await self._pool.probe(page, probes)
        return replace(page, evidence=replace(page.evidence, probes=responses))


def _result(rule: Rule, example: Example, seen: Page | Site | Document | Source) -> ExampleResult:
    if isinstance(seen, Page) and seen.visit.state == "failed":
        return ExampleResult(example, "untested", seen.visit.detail or "The page was not seen.")
    said = apply_rule(rule, seen)
    if said.crash:
        return ExampleResult(example, "broken", f"The rule raised {said.crash}.")
    # A frame that lets no script in is part of some examples, and no reason to doubt the rest.
    partial = isinstance(seen, Page) and seen.visit.state == "partial"
    summary = said.summary(unseen="The page was seen in part only." if partial else "")
    verdict = _WORDS.get(summary.outcome, summary.outcome)
    names = sorted(
        {o.message for o in said.findings() if o.message and _verdict(o.verdict) == verdict}
    )
    got = f"{verdict}: {', '.join(names)}" if names else verdict
    return ExampleResult(example, got, summary.reason or "".join(_check_messages(rule, said)))


def _verdict(verdict: str) -> str:
    return verdict.replace("_", " ")


def _check_messages(rule: Rule, said: RuleRun) -> Iterator[str]:
    """Yield a sentence on the first message that is not on the page or lacks a value."""
    for outcome in said.findings():
        template = rule.facts.messages.get(outcome.message)
        if template is None:
            if outcome.message:
                yield f"The page has no message {outcome.message!r}."
                return
            continue
        wanted = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        lacking = sorted(wanted - set(outcome.facts))
        if lacking:
            yield (
                f"The message {outcome.message!r} asks for {lacking[0]!r}, which the check does "
                "not give."
            )
            return
