"""The pages that sitemaps list, read before a crawl begins."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.config.scan_options import ScanSettings
from civiscope.crawl.frontier import Candidate
from civiscope.crawl.scope import ScanScope
from civiscope.crawl.sitemap import read_sitemaps
from civiscope.crawl.targets import Targets
from civiscope.errors import UsageError
from civiscope.fetch.client import Fetcher
from civiscope.fetch.robots import Robots
from civiscope.web.urls import origin_of


@dataclass(frozen=True, slots=True)
class ListedPages:
    """Pages that sitemaps list, and what is wrong with those that were named."""

    pages: tuple[Candidate, ...] = ()
    problems: tuple[str, ...] = ()


async def read_listed_pages(
    settings: ScanSettings, targets: Targets, fetcher: Fetcher, robots: Robots, scope: ScanScope
) -> ListedPages:
    """Return the pages that sitemaps list: those named as targets, and the site's own."""
    named: tuple[str, ...] = ()
    problems: list[str] = []
    candidates: list[Candidate] = []
    if targets.sitemaps:
        named, said = await read_sitemaps(fetcher, targets.sitemaps)
        problems += said
        if not named:
            raise UsageError(said[0] if said else f"{targets.sitemaps[0]} lists no pages.")
        for url in named:
            scope.add(url)
        candidates += [Candidate(url, 0, targets.sitemaps[0]) for url in named]
    if settings.sitemaps and targets.follow:
        for origin in dict.fromkeys(origin_of(url) for url in targets.pages):
            told = (await robots.rules(origin + "/")).sitemaps
            listed, said = await read_sitemaps(fetcher, told or (f"{origin}/sitemap.xml",))
            # That there is none where nobody said there would be is no problem.
            problems += said if told else ()
            candidates += [Candidate(url, 1, origin) for url in listed]
    return ListedPages(tuple(candidates), tuple(problems))
