"""Visit pages again to re-check what is new: a transient network error must not fail the build."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from civiscope.audit.gather import ScanRequest, gather
from civiscope.audit.judging import judge_by
from civiscope.config.scan_options import ScanSettings
from civiscope.crawl.folder import serve_folder
from civiscope.errors import CiviscopeError
from civiscope.results import Results
from civiscope.rulebook.select import RuleSet
from civiscope.scan import Listener
from civiscope.web.urls import origin_of
from civiscope_ci.baseline import Baseline
from civiscope_ci.baseline.page_keys import PageKeys
from civiscope_ci.baseline.states import IssueStatus, compare
from civiscope_ci.gate.decision import GateDecision

_PAGES_AN_ISSUE = 3
"""Pages of an issue that are visited again."""
_MAX_PAGES = 30


def not_seen_again(
    results: Results,
    decision: GateDecision,
    request: ScanRequest,
    evidence: Path,
    listener: Listener,
) -> frozenset[str]:
    """Return fingerprints of what fails *decision* and was not there on any second visit.

    *request* is what was scanned, *evidence* the folder that keeps it, and keeps these visits, too.
    What cannot be visited again, or only together with the whole site, is believed as it is.
    """
    for old in sorted(evidence.glob("confirm-*")):
        shutil.rmtree(old, ignore_errors=True)
    doubted = _new(results, decision)
    keys = decision.comparison.keys
    for number in range(1, decision.policy.confirm_new + 1):
        pages = _pages(results, doubted, keys)
        if not pages:
            break
        listener.say(
            f"Visiting {len(pages)} {'page' if len(pages) == 1 else 'pages'} again, to see once "
            "more what is new."
        )
        visit = _SecondVisit(results, request, pages, evidence / f"confirm-{number}", keys)
        try:
            doubted = visit.not_found(doubted)
        except CiviscopeError as error:
            listener.say(f"The second visit failed, so what was found stands. {error}")
            return frozenset()
    visited = bool(decision.policy.confirm_new)
    return frozenset(e.part.fingerprint for e in doubted if visited and e.part is not None)


def _new(results: Results, decision: GateDecision) -> list[IssueStatus]:
    of_page = {rule.id for rule in results.rules if rule.scope == "page"}
    return [
        each
        for each in decision.against
        if each.state in {"new", "reopened"} and each.entry.rule in of_page and any(each.pages)
    ]


def _pages(results: Results, doubted: Sequence[IssueStatus], keys: PageKeys) -> dict[str, str]:
    """Return the pages to visit again, address by key."""
    by_key = {keys.page(page.url): page.url for page in results.pages if page.kind == "page"}
    wanted = [key for each in doubted for key in each.pages[:_PAGES_AN_ISSUE] if key in by_key]
    return {key: by_key[key] for key in list(dict.fromkeys(wanted))[:_MAX_PAGES]}


@dataclass(frozen=True, slots=True)
class _SecondVisit:
    """Some pages of a scan, to be visited once more."""

    results: Results
    request: ScanRequest
    pages: Mapping[str, str]
    """Addresses by key."""
    folder: Path
    keys: PageKeys

    def not_found(self, doubted: Sequence[IssueStatus]) -> list[IssueStatus]:
        """Return those of *doubted* that were looked for on the pages and not found."""
        concerned = {each.entry.rule for each in doubted}
        rules = self.request.rules
        applied = RuleSet(rules.books, tuple(r for r in rules.rules if r.id in concerned))
        keys = self.keys
        with contextlib.ExitStack() as stack:
            moved = _serve_folders(self.results, stack)
            again = self._visit([_new_place(url, moved) for url in self.pages.values()], applied)
        for old, new in moved.items():
            keys = replace(keys, rewrites=((re.compile(re.escape(new)), old), *keys.rewrites))
        looked_for = tuple(_only_on(each, self.pages) for each in doubted)
        known = Baseline("", "", {}, (), (), tuple(each.entry for each in looked_for))
        comparison = compare(again, known, today=None, keys=keys)
        gone = {each.entry.fingerprint for each in comparison.of("fixed")}
        return [each for each in doubted if each.entry.fingerprint in gone]

    def _visit(self, addresses: Sequence[str], rules: RuleSet) -> Results:
        self.folder.mkdir(parents=True, exist_ok=True)
        # As a list: exactly these pages, whatever they link to.
        listed = self.folder / "pages.txt"
        listed.write_text("\n".join(addresses) + "\n", encoding="utf-8")
        request = ScanRequest(
            targets=(f"@{listed}",),
            rules=rules,
            settings=_once_more(self.request.settings),
            force=True,
        )
        found = asyncio.run(gather(request, self.folder))
        return judge_by(rules, found)


def _once_more(settings: ScanSettings) -> ScanSettings:
    """Return *settings* for a visit to pages that are known, and to nothing else."""
    return replace(
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
        # What is looked at again is visited.
        reuse=None,
        # Four visits a page are their own confirmation.
        privacy="off",
    )


def _only_on(each: IssueStatus, pages: Mapping[str, str]) -> IssueStatus:
    kept = {key: times for key, times in each.entry.pages.items() if key in pages}
    return replace(each, entry=replace(each.entry, pages=kept or each.entry.pages))


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


def _new_place(url: str, moved: dict[str, str]) -> str:
    for old, new in moved.items():
        if url.startswith(old):
            return new + url[len(old) :]
    return url
