"""The pages that sitemaps list, read before a crawl begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
        listed = await read_sitemaps(fetcher, targets.sitemaps)
        problems += (*listed.unread, *listed.faults)
        named = listed.pages
        if not named:
            unread = listed.unread
            raise UsageError(unread[0] if unread else f"{targets.sitemaps[0]} lists no pages.")
        for url in named:
            scope.add(url)
        candidates += [Candidate(url, 0, targets.sitemaps[0]) for url in named]
    if settings.sitemaps and targets.follow:
        for origin in dict.fromkeys(origin_of(url) for url in targets.pages):
            rules = await robots.rules(origin + "/")
            if rules.relative_sitemaps:
                written = rules.relative_sitemaps[0][:100]
                problems.append(
                    f"{origin}/robots.txt names its sitemap as {written!r}; "
                    f"it needs a whole address, and search engines skip others. It was read from "
                    f"{origin}."
                )
            told = rules.sitemaps
            listed = await read_sitemaps(fetcher, told or (f"{origin}/sitemap.xml",))
            # That there is none where nobody said there would be is no problem.
            problems += (*(listed.unread if told else ()), *listed.faults)
            pages = [_at_home(url, settings.site_url, origin) for url in listed.pages]
            problems += _elsewhere(pages, scope)
            candidates += [Candidate(url, 1, origin) for url in pages]
    return ListedPages(tuple(candidates), tuple(problems))


def _at_home(url: str, site_url: str, origin: str) -> str:
    """Return *url* on *origin* when it is on the site's usual host, which *site_url* names."""
    if not site_url or origin_of(url) != origin_of(site_url):
        return url
    return origin + url[len(origin_of(url)) :] if url.startswith(origin_of(url)) else url


def _elsewhere(pages: Sequence[str], scope: ScanScope) -> list[str]:
    """Return a sentence for the host that most addresses of a sitemap are on, when not scanned."""
    origins = Counter(origin_of(url) for url in pages if not scope.covers(url))
    if not origins:
        return []
    origin = origins.most_common(1)[0][0]
    total = sum(origins.values())
    left_out = f"{total} of the {len(pages)} addresses of the sitemap are on {origin}"
    if len(origins) > 1:
        return [f"{left_out} and further hosts that are not scanned, and were left out."]
    return [
        f"{left_out}, which is not scanned, and were left out. If that is the same site, say "
        f"--site-url {origin}/ and they are visited here."
    ]
