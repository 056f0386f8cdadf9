"""Choose the pages that are visited again for privacy, and keep what those visits see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from civiscope.collectors.consent import visit_for_privacy
from civiscope.collectors.pool import Pool
from civiscope.config.scan_options import PrivacyVisits
from civiscope.crawl.visited import VisitedPage
from civiscope.evidence import EvidenceStore
from civiscope.evidence.kinds import PRIVACY
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.model import Missing
from civiscope.model.privacy import PrivacyVisit
from civiscope.web.urls import host_of, is_web_url, origin_of

_TOO_LATE = "The time allowed was up before this page was visited for privacy."


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pages to visit for privacy, and how many more would have been worth it."""

    pages: tuple[VisitedPage, ...]
    left_out: int


def choose_for_privacy(
    where: PrivacyVisits, most: int, kept: Sequence[VisitedPage], templates: Mapping[str, str]
) -> Chosen:
    """Return the pages to visit for privacy, *most* at most, in the order of the crawl.

    `start`: the first page of each host; `templates`: also a page of each template, one with a form
    to type into where there is one, and then every other page with such a form.
    """
    whole = [page for page in kept if page.whole and is_web_url(page.url)]
    if where == "off" or not whole:
        return Chosen((), 0)
    starts = {origin_of(page.url): page for page in reversed(whole)}
    wanted = sorted(starts.values(), key=lambda page: page.number)
    if where == "templates":
        forms = [page for page in whole if page.form]
        met = {templates.get(page.url, page.url) for page in wanted}
        for page in (*forms, *whole):
            template = templates.get(page.url, page.url)
            if template not in met:
                met.add(template)
                wanted.append(page)
        wanted = list(dict.fromkeys((*wanted, *forms)))
    chosen = sorted(wanted[:most], key=lambda page: page.number)
    return Chosen(tuple(chosen), len(wanted) - len(chosen))


async def look_for_privacy(
    chosen: Chosen,
    store: EvidenceStore,
    pool: Pool,
    limiter: HostLimiter,
    time_is_up: Callable[[], bool],
    seen: Callable[[str, int], None],
) -> list[str]:
    """Visit every chosen page for privacy and keep what is seen; return what was left out.

    Pages of an earlier run are not visited again. *seen* is told of each page, and how many are
    left.
    """
    waiting = iter(list(chosen.pages))
    left = len(chosen.pages)

    async def work() -> None:
        nonlocal left
        for page in waiting:
            if store.read(PRIVACY, page.number) is None:
                first = page.number == chosen.pages[0].number
                store.write(PRIVACY, page.number, await _one(page, search=first))
            left -= 1
            seen(page.url, left)

    async def _one(page: VisitedPage, *, search: bool) -> PrivacyVisit | Missing:
        file = store.read_page(page.number)
        async with limiter.turn(host_of(page.url)):
            if time_is_up() or file is None:
                return Missing("not-gathered", _TOO_LATE)
            # Evidence may hide a part of the address, which would lead nowhere.
            whole = replace(file.page, url=page.url)
            return await visit_for_privacy(pool, whole, search=search, too_late=time_is_up)

    async with asyncio.TaskGroup() as group:
        for _ in range(pool.tabs):
            group.create_task(work())
    if not chosen.left_out:
        return []
    return [
        f"{len(chosen.pages)} pages were visited for privacy; {chosen.left_out} more, each for a "
        "template or with a form, were not. --privacy-pages allows more."
    ]
