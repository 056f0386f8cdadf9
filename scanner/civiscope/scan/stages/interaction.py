"""The stage that runs probes: pages are acted on, by keyboard, pointer and window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from civiscope.collectors.interaction.appeared import appeared_links
from civiscope.collectors.interaction.divide import PROBE as DIVIDE
from civiscope.collectors.interaction.runner import ProbeAnswers
from civiscope.config.scan_options import Depth
from civiscope.crawl.frontier import Candidate
from civiscope.crawl.visited import VisitedPage
from civiscope.evidence.kinds import PROBES
from civiscope.model import Missing
from civiscope.scan.context import ScanContext
from civiscope.scan.stages.runner import Stage, run_stage
from civiscope.web.urls import host_of

_TOO_LATE = Missing("not-gathered", "The time allowed was up before behaviour was checked.")


def select_pages(
    depth: Depth, kept: Sequence[VisitedPage], templates: Mapping[str, str], *, listed: bool
) -> list[VisitedPage]:
    """Return the pages that probes act on, in the order of the crawl.

    `standard`: the first page of each template, and every target when the targets are a list of
    pages (*listed*); `deep`: every page; `quick`: none.
    """
    if depth == "quick":
        return []
    whole = [page for page in kept if page.whole]
    if depth == "deep":
        return whole
    chosen: list[VisitedPage] = []
    met: set[str] = set()
    for page in whole:
        template = templates.get(page.url, page.url)
        if template not in met or (listed and page.target):
            met.add(template)
            chosen.append(page)
    return chosen


async def run_probes(context: ScanContext, templates: Mapping[str, str]) -> list[Candidate]:
    """Run the probes on every selected page and keep what they see, a file a page.

    Pages of an earlier run are not acted on again. Returns the links that were not there before
    something was pressed.
    """
    store, probes, crawler = context.store, context.probes, context.crawler
    listed = not context.targets.follow
    of_templates = select_pages("standard", crawler.kept, templates, listed=False)
    first = {page.number for page in of_templates}

    async def read_stored(page: VisitedPage) -> ProbeAnswers | None:
        stored = store.read(PROBES, page.number)
        if stored is None and crawler.reuse is not None:
            stored = crawler.reuse.beside(PROBES, page.url)
            if stored is not None:
                store.write(PROBES, page.number, stored)
        return None if stored is None else dict(stored)

    async def probe_page(page: VisitedPage) -> ProbeAnswers:
        file = store.read_page(page.number)
        if file is None:
            return too_late(page)
        # Evidence may hide a part of the address, which would lead nowhere.
        wanted = [probe for probe in probes if probe is not DIVIDE or page.number in first]
        return await context.pool.probe(replace(file.page, url=page.url), wanted)

    def too_late(_page: VisitedPage) -> ProbeAnswers:
        return {probe.name: _TOO_LATE for probe in probes}

    pages = select_pages(context.settings.depth, crawler.kept, templates, listed=listed)
    stage = Stage(
        items=pages,
        at_once=context.pool.at_once,
        ready=context.pool.vacancy,
        host=lambda page: host_of(page.url),
        run_one=probe_page,
        too_late=too_late,
        skip=read_stored,
        keep=lambda page, answers: store.write(PROBES, page.number, answers),
        on_done=lambda page, left: context.listener.probed(page.url, left),
    )
    answers = await run_stage(stage, crawler.limiter, crawler.time_is_up)
    return [
        Candidate(url, page.depth + 1, page.url)
        for page, seen in zip(pages, answers, strict=True)
        for url in appeared_links(seen)
    ]
