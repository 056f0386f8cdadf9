"""Look at behaviour: choose the pages of a crawl that probes act on, and have them do it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from civiscope.collectors.interaction import Probe
from civiscope.collectors.interaction.runner import ProbeAnswers
from civiscope.collectors.pool import Pool
from civiscope.config.scan_options import Depth
from civiscope.crawl.visited import VisitedPage
from civiscope.evidence import EvidenceStore
from civiscope.evidence.kinds import PROBES
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.model import Missing
from civiscope.web.urls import host_of

_TOO_LATE = "The time allowed was up before behaviour was checked."


def choose(
    depth: Depth, kept: Sequence[VisitedPage], templates: Mapping[str, str], *, listed: bool
) -> list[VisitedPage]:
    """Return the pages whose behaviour is looked at, in the order of the crawl.

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


async def look(
    chosen: Sequence[VisitedPage],
    probes: Sequence[Probe],
    store: EvidenceStore,
    pool: Pool,
    limiter: HostLimiter,
    time_is_up: Callable[[], bool],
    seen: Callable[[str, int], None],
) -> None:
    """Run *probes* on every chosen page and keep what they see, a file a page.

    Pages of an earlier run are not looked at again. *seen* is told of each page, and how many are
    left.
    """
    waiting = iter(list(chosen))
    left = len(chosen)

    async def work() -> None:
        nonlocal left
        for page in waiting:
            if store.read(PROBES, page.number) is None:
                store.write(PROBES, page.number, await _one(page))
            left -= 1
            seen(page.url, left)

    async def _one(page: VisitedPage) -> ProbeAnswers:
        file = store.read_page(page.number)
        async with limiter.turn(host_of(page.url)):
            if time_is_up() or file is None:
                why = Missing("not-gathered", _TOO_LATE)
                return {probe.name: why for probe in probes}
            # Evidence may hide a part of the address, which would lead nowhere.
            return await pool.probe(replace(file.page, url=page.url), probes)

    async with asyncio.TaskGroup() as group:
        for _ in range(pool.tabs):
            group.create_task(work())
