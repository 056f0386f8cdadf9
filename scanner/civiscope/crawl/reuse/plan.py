"""Decide page by page whether the evidence of an earlier scan stands for a visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from civiscope.crawl.frontier import Candidate
from civiscope.crawl.reuse.ask import SiteAsker
from civiscope.crawl.reuse.draw import MAX_AGE_DAYS, MAX_AGE_OF_OTHERS_DAYS, draw, is_due
from civiscope.crawl.reuse.earlier import EarlierScan
from civiscope.crawl.reuse.made_of import made_of
from civiscope.crawl.reuse.questions import Tonight, ask_about
from civiscope.crawl.reuse.state import ReusablePage, ReuseState, ReuseTrust, write_state
from civiscope.evidence.kinds import StoredFile
from civiscope.evidence.schema import PageFile
from civiscope.model import EvidenceMissing, Page

T = TypeVar("T")
DISTRUST_DAYS = 30
"""Days without reuse after it was wrong."""
MAX_DAYS_APART = 7
"""Days between two visits that may earn trust by coming to the same findings."""

FindingsOf = Callable[[Page], str]
"""Returns what stands for the findings on a page: equal where they are."""


@dataclass
class _Compared:
    """How many pages were visited that the earlier scan had visited, too."""

    alike: int = 0
    unlike: int = 0


class ReusePlan:
    """What becomes of each page of the earlier scan, and what the next scan needs to know."""

    def __init__(
        self,
        earlier: EarlierScan,
        made_with: Mapping[str, str],
        findings_of: FindingsOf,
        started: str,
    ) -> None:
        self._earlier = earlier
        self._made_with = made_with
        self._findings_of = findings_of
        self._started = started
        self._today = date.fromisoformat(started[:10])
        self._trust = earlier.state.trust
        self._tonight = Tonight()
        self._compared = _Compared()
        self._to_reuse: set[str] = set()
        self._taken: dict[str, ReusablePage] = {}
        """Pages of this scan that the next one may reuse, by address."""
        self.to_verify: tuple[str, ...] = ()
        """Unchanged pages that are visited all the same, before all others."""
        self.reused: dict[str, str] = {}
        """Pages that were reused, each with when it was seen."""
        self.visited = 0
        self.wrong_at = ""
        """A page that was judged unchanged and had other findings."""

    @property
    def earlier_browser(self) -> str:
        """What the browser of the earlier scan called itself; empty when that is not known."""
        return self._earlier.reader.scan.browser if self._earlier.reader is not None else ""

    async def ask(self, asker: SiteAsker) -> None:
        """Ask the site about every page of the earlier scan, and decide what is visited."""
        if self._earlier.reader is None:
            return
        self._tonight = await ask_about(self._earlier, asker, self._today.isoformat())
        self._trust = replace(self._trust, liars=self._tonight.liars)
        if self.why_not():
            return
        unchanged = [url for url, each in self._tonight.verdicts.items() if each.unchanged]
        due = {url for url in unchanged if self._is_due(self._tonight.known[url])}
        secret = self._earlier.state.secret
        left = [url for url in unchanged if url not in due]
        drawn = draw(secret, left, today=self._today, last=_day(self._trust.verified))
        self.to_verify = tuple(url for url in unchanged if url in due or url in drawn)
        self._to_reuse = set(left) - drawn

    def _is_due(self, page: ReusablePage) -> bool:
        seen = _day(page.seen)
        return seen is None or is_due(
            self._earlier.state.secret,
            page.url,
            seen=seen,
            today=self._today,
            max_age=MAX_AGE_OF_OTHERS_DAYS if page.others else MAX_AGE_DAYS,
        )

    def why_not(self) -> str:
        """Return why no page may be reused, to follow a `because`; empty when pages may be."""
        if self._earlier.why_not:
            return self._earlier.why_not
        if self._is_in_distrust():
            return f"reuse was wrong before, and is not believed until {self._trust.lost_until}"
        if not self._trust.earned:
            return "two scans have to come to the same findings before reuse is believed"
        return ""

    def _is_in_distrust(self) -> bool:
        until = _day(self._trust.lost_until)
        return until is not None and self._today < until

    def page(self, candidate: Candidate) -> PageFile | None:
        """Return the page at the candidate's address as the earlier scan saw it; None when it has
        to be visited."""
        if candidate.url not in self._to_reuse:
            return None
        file = self._earlier.read(candidate.url)
        if file is None or not _is_whole(file.page) or file.page.target != candidate.target:
            return None
        seen = file.page.reused_from or self._tonight.known[candidate.url].seen
        self.reused[candidate.url] = seen
        self._taken[candidate.url] = self._tonight.known[candidate.url]
        return replace(file, page=replace(file.page, reused_from=seen))

    def picture(self, page: Page) -> bytes:
        """Return the picture of a reused page; nothing when there is none."""
        name = page.evidence.screenshot
        return self._earlier.picture(name) if isinstance(name, str) else b""

    def beside(self, file: StoredFile[T], url: str) -> T | None:
        """Return what *file* holds of a reused page; None when it is to be seen anew."""
        return self._earlier.beside(file, url) if url in self.reused else None

    def earlier_pages(self) -> Iterable[Page]:
        """Yield those pages of the earlier scan that are unchanged and that the user had named."""
        for url, verdict in self._tonight.verdicts.items():
            file = self._earlier.read(url) if verdict.unchanged else None
            if file is not None and file.page.target:
                yield file.page

    def candidate(self, url: str) -> Candidate | None:
        """Return the address of an earlier page as the crawl found it then."""
        file = self._earlier.read(url)
        if file is None:
            return None
        return Candidate(url, file.page.depth, file.page.found_on, target=file.page.target)

    def note_visit(self, page: Page) -> None:
        """Take down a page that was visited: what it is made from, and whether reuse was right."""
        self.visited += 1
        self._taken.pop(page.url, None)
        found = made_of(page)
        unfit = found.live or ("" if _is_whole(page) else "It was not seen whole.")
        known = {page.url, *found.parts} <= self._tonight.validators.keys()
        if found.live or (known and not unfit):
            self._taken[page.url] = ReusablePage(
                page.url, self._started, found.parts, found.live, found.third_parties
            )
        if not unfit:
            self._compare(page)

    def _compare(self, page: Page) -> None:
        verdict = self._tonight.verdicts.get(page.url)
        if verdict is not None and not verdict.unchanged and verdict.reason != "not-asked-before":
            return
        file = self._earlier.read(page.url)
        # Where other scripts or rules were run, what is found says nothing of the page.
        if file is None or not _is_whole(file.page) or self._made_differently():
            return
        if self._findings_of(file.page) == self._findings_of(page):
            self._compared.alike += 1
            if verdict is not None and verdict.unchanged:
                self._trust = replace(self._trust, verified=self._today.isoformat())
            return
        self._compared.unlike += 1
        if verdict is not None and verdict.unchanged:
            self._lose_trust(page.url)

    def _made_differently(self) -> bool:
        then = self._earlier.state.made_with
        return bool(then) and dict(then) != dict(self._made_with)

    def _lose_trust(self, url: str) -> None:
        self.wrong_at = self.wrong_at or url
        until = self._today + timedelta(days=DISTRUST_DAYS)
        self._trust = replace(self._trust, earned=False, lost_until=until.isoformat())
        self._to_reuse.clear()

    def begin(self, evidence: Path) -> None:
        """Keep secret and trust beside the new *evidence*, should the scan be cut off."""
        write_state(evidence, ReuseState(secret=self._earlier.state.secret, trust=self._trust))

    def finish(self, evidence: Path, others: Iterable[str] = ()) -> None:
        """Keep what the next scan needs beside *evidence*.

        *others* are the pages that were visited for privacy: they get old as soon as third parties.
        """
        for url in others:
            if url in self._taken:
                self._taken[url] = replace(self._taken[url], others=True)
        pages = tuple(self._taken.values())
        needed = {url for page in pages for url in (page.url, *page.parts)}
        validators = self._tonight.validators
        write_state(
            evidence,
            ReuseState(
                secret=self._earlier.state.secret,
                made_with=dict(self._made_with),
                trust=self._earned(),
                validators={url: validators[url] for url in sorted(needed & validators.keys())},
                pages=pages,
            ),
        )

    def _earned(self) -> ReuseTrust:
        """Return the trust at the end: earned when two visits came to the same findings."""
        compared = self._compared
        if self._trust.earned or self._is_in_distrust() or compared.unlike or not compared.alike:
            return self._trust
        reader = self._earlier.reader
        began = _day(reader.scan.started) if reader is not None else None
        if began is None or (self._today - began).days > MAX_DAYS_APART:
            return self._trust
        return replace(self._trust, earned=True, verified=self._today.isoformat())

    def notes(self) -> list[str]:
        """Return sentences on what was reused, and why no more."""
        if self.wrong_at:
            return [
                f"Reuse was wrong: {self.wrong_at} was judged unchanged and had other findings. "
                f"Every page was visited, and none is reused before {self._trust.lost_until}."
            ]
        why = self.why_not()
        if why:
            return [f"No page of the earlier scan was reused, because {why}."]
        if self.visited and not any(each.unchanged for each in self._tonight.verdicts.values()):
            # A folder that is served at another port has other addresses, for one.
            return [
                "No page of the earlier scan was reused, because none was found unchanged at the "
                "same address."
            ]
        return []


def _is_whole(page: Page) -> bool:
    visit = page.visit
    return visit.state == "complete" and not visit.reason and page.kind == "page" and _is_ok(page)


def _is_ok(page: Page) -> bool:
    try:
        return page.status == 200
    except EvidenceMissing:
        return False


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
