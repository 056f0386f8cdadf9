"""The stage that visits pages again for privacy: before a choice, after no, after yes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from civiscope.collectors.consent import visit_for_privacy
from civiscope.config.scan_options import PrivacyVisits
from civiscope.crawl.visited import VisitedPage
from civiscope.evidence.kinds import PRIVACY
from civiscope.model import Missing
from civiscope.model.privacy import PrivacyVisit
from civiscope.scan.context import ScanContext
from civiscope.scan.stages.runner import Stage, run_stage
from civiscope.web.urls import host_of, is_web_url, origin_of

_TOO_LATE = Missing(
    "not-gathered", "The time allowed was up before this page was visited for privacy."
)


@dataclass(frozen=True, slots=True)
class PrivacySelection:
    """The pages to visit for privacy, and how many more would have been worth it."""

    pages: tuple[VisitedPage, ...]
    left_out: int

    def notes(self) -> list[str]:
        """Return what to say of pages that were left out."""
        if not self.left_out:
            return []
        return [
            f"{len(self.pages)} pages were visited for privacy; {self.left_out} more, each for a "
            "template or with a form, were not. --privacy-pages allows more."
        ]


def select_for_privacy(
    where: PrivacyVisits,
    most: int,
    kept: Sequence[VisitedPage],
    templates: Mapping[str, str],
    visited: Collection[int] = (),
) -> PrivacySelection:
    """Return the pages to visit for privacy, *most* at most, in the order of the crawl.

    `start`: the first page of each host; `templates`: also a page of each template, one with a form
    to type into where there is one, and then every other page with such a form. Pages whose numbers
    are among those *visited* already come before all others.
    """
    whole = [page for page in kept if page.whole and is_web_url(page.url)]
    if where == "off" or not whole:
        return PrivacySelection((), 0)
    starts = {origin_of(page.url): page for page in reversed(whole)}
    before = [page for page in whole if page.number in visited]
    wanted = sorted({*starts.values(), *before}, key=lambda page: page.number)
    if where == "templates":
        forms = [page for page in whole if page.form]
        met = {templates.get(page.url, page.url) for page in wanted}
        for page in (*forms, *whole):
            template = templates.get(page.url, page.url)
            if template not in met:
                met.add(template)
                wanted.append(page)
        wanted = list(dict.fromkeys((*wanted, *forms)))
    wanted.sort(key=lambda page: page.number not in visited)
    chosen = sorted(wanted[:most], key=lambda page: page.number)
    return PrivacySelection(tuple(chosen), len(wanted) - len(chosen))


async def visit_pages_for_privacy(
    context: ScanContext,
    templates: Mapping[str, str],
    *,
    visited: Collection[int] = (),
    at_once: int | None = None,
) -> PrivacySelection:
    """Visit every selected page for privacy and keep what is seen; return which were selected.

    Pages of an earlier run, and those *visited* before, are not visited again. *at_once* bounds the
    pages that are open at the same time, where others are acted on meanwhile.
    """
    store, settings, crawler = context.store, context.settings, context.crawler
    selection = select_for_privacy(
        settings.privacy_visits, settings.privacy_pages, crawler.kept, templates, visited
    )

    async def read_stored(page: VisitedPage) -> PrivacyVisit | Missing | None:
        stored = store.read(PRIVACY, page.number)
        if stored is None and crawler.reuse is not None:
            stored = crawler.reuse.beside(PRIVACY, page.url)
            if stored is not None:
                store.write(PRIVACY, page.number, stored)
        return stored

    async def visit_page(page: VisitedPage) -> PrivacyVisit | Missing:
        file = store.read_page(page.number)
        if file is None:
            return _TOO_LATE
        # Evidence may hide a part of the address, which would lead nowhere.
        whole = replace(file.page, url=page.url)
        first = page.number == selection.pages[0].number
        return await visit_for_privacy(
            context.pool, whole, search=first, too_late=crawler.time_is_up
        )

    stage = Stage(
        items=[page for page in selection.pages if page.number not in visited],
        at_once=at_once or context.pool.at_once,
        ready=context.pool.vacancy,
        host=lambda page: host_of(page.url),
        run_one=visit_page,
        too_late=lambda _page: _TOO_LATE,
        skip=read_stored,
        keep=lambda page, found: store.write(PRIVACY, page.number, found),
        on_done=lambda page, left: context.listener.probed(page.url, left),
    )
    await run_stage(stage, crawler.limiter, crawler.time_is_up)
    return selection
