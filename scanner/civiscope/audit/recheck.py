"""Visit pages again to see once more what is new, so that a whim of the network fails no build."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from civiscope.audit.api import page_scripts, probes_of
from civiscope.config.scan_options import ScanSettings
from civiscope.crawl.folder import serve_folder
from civiscope.errors import CiviscopeError
from civiscope.judge.engine import judge
from civiscope.results import Results
from civiscope.rulebook import Rule
from civiscope.rulebook.select import Rules
from civiscope.scan import Listener
from civiscope.scan import scan as scan_site
from civiscope.web.urls import origin_of
from civiscope_ci.baseline import Baseline
from civiscope_ci.baseline.page_keys import PageKeys
from civiscope_ci.baseline.states import Stated, compare
from civiscope_ci.gate.decision import GateDecision

_PAGES_AN_ISSUE = 3
"""Pages of an issue that are visited again."""
_MAX_PAGES = 30


def not_seen_again(
    results: Results,
    decision: GateDecision,
    rules: Rules,
    settings: ScanSettings,
    evidence: Path,
    listener: Listener,
) -> frozenset[str]:
    """Return the ids of issues that fail *decision* and were not there on any second visit.

    What cannot be visited again, or only together with the whole site, is believed as it is.
    """
    for old in sorted(evidence.glob("confirm-*")):
        shutil.rmtree(old, ignore_errors=True)
    doubted = _new(results, decision)
    for number in range(1, decision.policy.confirm_new + 1):
        pages = _pages(results, doubted, decision.comparison.keys)
        if not pages:
            break
        listener.say(
            f"Visiting {len(pages)} {'page' if len(pages) == 1 else 'pages'} again, to see once "
            "more what is new."
        )
        try:
            doubted = _visit_again(
                results,
                doubted,
                pages,
                rules,
                settings,
                evidence / f"confirm-{number}",
                decision.comparison.keys,
            )
        except CiviscopeError as error:
            listener.say(f"The second visit failed, so what was found stands. {error}")
            return frozenset()
    visited = bool(decision.policy.confirm_new)
    return frozenset(e.issue.id for e in doubted if visited and e.issue is not None)


def _new(results: Results, decision: GateDecision) -> list[Stated]:
    of_page = {rule.id for rule in results.rules if rule.scope == "page"}
    return [
        each
        for each in decision.against
        if each.state in {"new", "reopened"} and each.entry.rule in of_page and any(each.pages)
    ]


def _pages(results: Results, doubted: Sequence[Stated], keys: PageKeys) -> dict[str, str]:
    """Return the pages to visit again, address by key."""
    by_key = {keys.page(page.url): page.url for page in results.pages if page.kind == "page"}
    wanted = [key for each in doubted for key in each.pages[:_PAGES_AN_ISSUE] if key in by_key]
    return {key: by_key[key] for key in list(dict.fromkeys(wanted))[:_MAX_PAGES]}


def _visit_again(
    results: Results,
    doubted: Sequence[Stated],
    pages: dict[str, str],
    rules: Rules,
    settings: ScanSettings,
    folder: Path,
    keys: PageKeys,
) -> list[Stated]:
    """Return those of *doubted* that were looked for on *pages* and not found."""
    concerned = {each.entry.rule for each in doubted}
    applied = [rule for rule in rules.rules if rule.id in concerned]
    with contextlib.ExitStack() as stack:
        moved = _serve_folders(results, stack)
        addresses = [_moved(url, moved) for url in pages.values()]
        again = _results(addresses, applied, rules, settings, folder)
    for old, new in moved.items():
        keys = replace(keys, rewrites=((re.compile(re.escape(new)), old), *keys.rewrites))
    looked_for = tuple(_only_on(each, pages) for each in doubted)
    known = Baseline("", "", {}, (), (), tuple(each.entry for each in looked_for))
    comparison = compare(again, known, today=None, keys=keys)
    gone = {each.entry.fingerprint for each in comparison.of("fixed")}
    return [each for each in doubted if each.entry.fingerprint in gone]


def _only_on(each: Stated, pages: dict[str, str]) -> Stated:
    kept = {key: times for key, times in each.entry.pages.items() if key in pages}
    return replace(each, entry=replace(each.entry, pages=kept or each.entry.pages))


def _results(
    addresses: Sequence[str],
    applied: Sequence[Rule],
    rules: Rules,
    settings: ScanSettings,
    folder: Path,
) -> Results:
    folder.mkdir(parents=True, exist_ok=True)
    # As a list: exactly these pages, whatever they link to.
    listed = folder / "pages.txt"
    listed.write_text("\n".join(addresses) + "\n", encoding="utf-8")
    once_more = replace(
        settings,
        max_pages=None,
        max_depth=None,
        max_time=None,
        sample=None,
        include=(),
        exclude=(),
        sitemaps=False,
        missing_page=False,
        screenshots=False,
        # Four visits a page are their own confirmation.
        privacy="off",
    )
    found = asyncio.run(
        scan_site(
            [f"@{listed}"],
            once_more,
            folder,
            scripts=page_scripts(applied),
            probes=probes_of(applied),
            force=True,
        )
    )
    return judge(found, applied, rules.books)


def _serve_folders(results: Results, stack: contextlib.ExitStack) -> dict[str, str]:
    """Serve folders that were scanned once more; return the new base of each by the old one."""
    folders = [Path(target) for target in results.scan.targets if _is_folder(target)]
    loopback = [
        origin
        for origin in dict.fromkeys(origin_of(page.url) for page in results.pages)
        if urlsplit(origin).hostname == "127.0.0.1"
    ]
    return {
        f"{old}/": stack.enter_context(serve_folder(folder))
        for folder, old in zip(folders, loopback, strict=False)
    }


def _is_folder(target: str) -> bool:
    try:
        return Path(target).is_dir()
    except (OSError, ValueError):
        return False


def _moved(url: str, moved: dict[str, str]) -> str:
    for old, new in moved.items():
        if url.startswith(old):
            return new + url[len(old) :]
    return url
