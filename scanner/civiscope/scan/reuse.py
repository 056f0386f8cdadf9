"""Get the reuse of an earlier scan ready: what both were made with, and who asks the site."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from civiscope.browser.version import read_browser_version
from civiscope.collectors.page.world_script import world_script
from civiscope.config.scan_options import SCAN_OPTIONS, ScanSettings
from civiscope.crawl.crawler import Crawler
from civiscope.crawl.reuse.ask import SiteAsker
from civiscope.crawl.reuse.earlier import EarlierScan, differing, open_earlier
from civiscope.crawl.reuse.plan import FindingsOf, ReusePlan
from civiscope.engines import engine_versions
from civiscope.lists import Lists
from civiscope.lists.registry import ListError, all_lists
from civiscope.model.page_script import PageScript
from civiscope.scan.preparation import Preparation, civiscope_version, now

FOR_VISITS = frozenset(
    {
        "accept_language",
        "admit_automation",
        "depth",
        "exclude",
        "ignore_parameters",
        "ignore_robots",
        "include",
        "page_timeout",
        "privacy",
        "privacy_pages",
        "resolve",
        "scope",
        "slow_line",
        "screenshots",
        "script_timeout",
        "user_agent",
        "viewport",
    }
)
"""Options that decide what a visit sees and where its links lead: evidence is reused only by a scan
that has the same."""
_UNKNOWN = "unknown"
ELSEWHERE = frozenset({"browser", "ca", "cookies", "headers", "storage_state", "user"})
"""Options that decide it as well, and are compared in another way or rule reuse out."""


def open_reuse(
    ready: Preparation,
    folder: Path,
    *,
    scripts: Sequence[PageScript],
    probes: Iterable[str],
    findings_of: FindingsOf,
    stack: contextlib.ExitStack,
) -> ReusePlan | None:
    """Return what becomes of the pages of the scan that `--reuse` names; None without it.

    Raises UsageError when it names no scan that can be read.
    """
    named = ready.settings.reuse
    if named is None:
        return None
    made_with = _made_with(ready, scripts, probes)
    earlier = open_earlier(named, folder, stack)
    secret = earlier.state.secret
    made_with["headers"] = _headers_of(ready.settings, secret)
    if ready.settings.signed_in:
        # Its site is not even asked: what comes would be of nobody, or of somebody.
        earlier = EarlierScan(earlier.state, None, "what a signed-in scan sees is never reused")
    elif made_with["browser"] == _UNKNOWN:
        earlier = earlier.refused("the browser does not tell its version")
    else:
        earlier = earlier.refused(differing(earlier.state.made_with, made_with))
    return ReusePlan(earlier, made_with, findings_of, now())


def product_of(plan: ReusePlan, ready: Preparation) -> str:
    """Return what the browser calls itself, without starting it."""
    return read_browser_version(ready.browser.executable).product_like(plan.earlier_browser)


async def ask_site(plan: ReusePlan, ready: Preparation, crawler: Crawler) -> None:
    """Have *plan* ask the site about the pages of the earlier scan."""
    scope = ready.scope
    await plan.ask(
        SiteAsker(
            fetcher=ready.fetcher,
            robots=ready.robots,
            limiter=crawler.limiter,
            covers=scope.covers,
            accept_language=ready.settings.accept_language,
            ignored=tuple(map(re.compile, ready.settings.reuse_ignore)),
            time_is_up=crawler.time_is_up,
        )
    )


def _made_with(
    ready: Preparation, scripts: Sequence[PageScript], probes: Iterable[str]
) -> dict[str, str]:
    """Return what decides what a visit sees, in words that two scans can be compared by."""
    settings = ready.settings
    browser = read_browser_version(ready.browser.executable)
    ran = [(each.rule, each.source, each.options) for each in scripts]
    return {
        "civiscope": civiscope_version(),
        "browser": f"{browser.name} {browser.major}".strip() or _UNKNOWN,
        "engines": ", ".join(f"{name} {number}" for name, number in engine_versions().items()),
        "scripts": _hash_of([world_script(), ran, sorted(probes)]),
        "lists": _lists_in_use(),
        **{
            each.flag: json.dumps(each.plain(getattr(settings, each.facts.shown or each.name)))
            for each in SCAN_OPTIONS
            if each.name in FOR_VISITS
        },
        "--ca": _hash_of(settings.ca.read_text("latin-1") if settings.ca else ""),
    }


def _lists_in_use() -> str:
    try:
        known = all_lists(Lists.in_use().folder)
    except ListError:
        return "unreadable"
    return _hash_of([(one.name, one.version, one.sha256) for one in known])


def _headers_of(settings: ScanSettings, secret: str) -> str:
    """Return what tells whether two scans send the same fields, and nothing of their values."""
    sent = json.dumps(sorted(settings.headers.items())).encode()
    return hmac.new(secret.encode(), sent, hashlib.sha256).hexdigest() if settings.headers else ""


def _hash_of(value: object) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
