"""Ask about every page of an earlier scan, and judge which of them are unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from civiscope.crawl.reuse.ask import Question, SiteAsker
from civiscope.crawl.reuse.draw import lot
from civiscope.crawl.reuse.earlier import EarlierScan
from civiscope.crawl.reuse.made_of import made_of
from civiscope.crawl.reuse.state import ReusablePage
from civiscope.crawl.reuse.validators import AskedNow, Validator, compare, kept
from civiscope.crawl.reuse.verdict import PageVerdict, group_of, judge_page
from civiscope.web.urls import host_of


@dataclass(frozen=True, slots=True)
class Tonight:
    """What the addresses of an earlier scan say now."""

    verdicts: Mapping[str, PageVerdict] = field(default_factory=dict[str, PageVerdict])
    """By page: those that the earlier scan knew how to ask for."""
    validators: Mapping[str, Validator] = field(default_factory=dict[str, Validator])
    """What every address is now that could be asked for."""
    asked: frozenset[str] = frozenset()
    """Addresses that were asked for."""
    liars: tuple[str, ...] = ()
    """Hosts whose ETags say nothing."""
    known: Mapping[str, ReusablePage] = field(default_factory=dict[str, ReusablePage])
    """Pages that the earlier scan took down, by address."""


async def ask_about(earlier: EarlierScan, asker: SiteAsker, night: str) -> Tonight:
    """Return what the pages of *earlier* and their parts say in the night of that name.

    Everything is asked for once. It is asked before any page is visited, so that what a page is
    made from at its visit cannot be older than what we know of it.
    """
    state = earlier.state
    known = {page.url: page for page in state.pages if page.url in earlier.entries}
    pages = [page for page in _pages_of(earlier, known) if asker.covers(page.url)]
    templates = earlier.reader.end.templates if earlier.reader is not None else {}
    round_ = _Round(asker, state.validators, set(state.trust.liars))
    groups: dict[tuple[str, str], list[ReusablePage]] = {}
    for page in pages:
        groups.setdefault(group_of(page, templates), []).append(page)
    chosen = [
        min(own, key=lambda each: _lot(state.secret, night, each.url)) for own in groups.values()
    ]
    parts = dict.fromkeys(part for page in pages for part in page.parts)
    by_host: dict[str, str] = {}
    for part in sorted(parts, key=lambda url: _lot(state.secret, night, url)):
        by_host.setdefault(host_of(part), part)
    # One page of each host and template, and one part of each host, are asked for whole each night:
    # a 304 may leave out fields, and an ETag may stay while the content changes.
    await round_.ask_documents((page.url for page in chosen), whole=True)
    await round_.ask_parts(by_host.values(), whole=True)
    round_.find_liars()
    await round_.ask_documents(page.url for page in pages)
    await round_.ask_parts(parts)
    distrusted = {
        page.url
        for first, own in zip(chosen, groups.values(), strict=True)
        if not round_.has_fields_of_old(first.url)
        for page in own
    }
    verdicts = {
        url: judge_page(page, state.validators, round_.now, distrusted=distrusted)
        for url, page in known.items()
    }
    return Tonight(
        verdicts, round_.validators(), frozenset(round_.now), tuple(sorted(round_.liars)), known
    )


def _lot(secret: str, night: str, url: str) -> float:
    return lot(secret, "whole", night, url)


def _pages_of(earlier: EarlierScan, known: Mapping[str, ReusablePage]) -> Iterable[ReusablePage]:
    """Yield the pages of the earlier scan that may be asked about, as they are known or seen."""
    for url in earlier.entries:
        page = known.get(url)
        if page is None:
            file = earlier.read(url)
            if file is None or file.page.kind != "page":
                continue
            found = made_of(file.page)
            page = ReusablePage(url, "", found.parts, found.live, found.third_parties)
        if not page.unfit:
            yield page


class _Round:
    """The questions of one night, each asked once."""

    def __init__(
        self, asker: SiteAsker, then: Mapping[str, Validator], liars: Iterable[str]
    ) -> None:
        self._asker = asker
        self._then = then
        self.liars = set(liars)
        self.now: dict[str, AskedNow] = {}

    async def ask_documents(self, urls: Iterable[str], *, whole: bool = False) -> None:
        """Ask for documents that were not asked for yet."""
        self.now |= await self._asker.ask_documents(self._questions(urls, whole))

    async def ask_parts(self, urls: Iterable[str], *, whole: bool = False) -> None:
        """Ask for parts that were not asked for yet."""
        self.now |= await self._asker.ask_parts(self._questions(urls, whole))

    def _questions(self, urls: Iterable[str], whole: bool) -> list[Question]:
        return [
            Question(url, self._then.get(url), whole or host_of(url) in self.liars)
            for url in urls
            if url not in self.now
        ]

    def find_liars(self) -> None:
        """Note the hosts that sent other content under the ETag of old."""
        for url, asked in self.now.items():
            then = self._then.get(url)
            if then is None or asked.now is None or not then.strong_etag:
                continue
            if asked.now.etag == then.etag and asked.now.sha256 not in {"", then.sha256}:
                self.liars.add(host_of(url))

    def has_fields_of_old(self, url: str) -> bool:
        """Say whether the whole response at *url* has the header fields it had."""
        then, asked = self._then.get(url), self.now.get(url)
        if then is None or asked is None or asked.now is None:
            return False
        how = compare(then, asked)
        return how == "same" or (how == "content" and dict(asked.now.fields) == dict(then.fields))

    def validators(self) -> dict[str, Validator]:
        """Return what is known of every address from now on."""
        found = {url: kept(self._then.get(url), asked) for url, asked in self.now.items()}
        return {url: validator for url, validator in found.items() if validator is not None}
