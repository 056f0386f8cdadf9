"""Ask a site, politely, whether its addresses are what they were."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from civiscope.crawl.reuse.content import digest
from civiscope.crawl.reuse.validators import AskedNow, Validator, judged_fields
from civiscope.fetch.client import MAX_REDIRECTS, Fetcher
from civiscope.fetch.fetched import Fetched
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.fetch.robots import Robots
from civiscope.web.urls import host_of, is_web_url, resolve, same_site

MAX_BYTES = 10_000_000
"""Bytes of a body that is compared; of more, nobody knows."""
_AT_ONCE = 6
_PARTS_A_TURN = 40
"""Parts that are asked for in one turn of their host, as a visit of a page asks for them."""
_ASKS_TO_WAIT = {429, 503}
_REDIRECTS = {301, 302, 303, 307, 308}
_ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class Question:
    """An address to ask for."""

    url: str
    then: Validator | None = None
    """What it was; its strong ETag is the condition."""
    whole: bool = False
    """Whether the whole response is wanted, whatever its ETag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAsker:
    """Asks for addresses of a site under the rules of every other request of ours."""

    fetcher: Fetcher
    robots: Robots
    limiter: HostLimiter
    covers: Callable[[str], bool]
    """Says whether a page may be asked for at an address."""
    accept_language: str
    ignored: Sequence[re.Pattern[str]] = ()
    """What the user says differs at each request."""
    time_is_up: Callable[[], bool] = lambda: False

    async def ask_documents(self, questions: Iterable[Question]) -> dict[str, AskedNow]:
        """Return what the documents at the addresses say, each in a turn of its host."""
        turns = [[question] for question in questions]
        return await self._ask_in_turns(turns, documents=True)

    async def ask_parts(self, questions: Iterable[Question]) -> dict[str, AskedNow]:
        """Return what scripts, styles, frames and data say; some of them share a turn."""
        by_host: defaultdict[str, list[Question]] = defaultdict(list)
        for question in questions:
            by_host[host_of(question.url)].append(question)
        turns = [
            asked[at : at + _PARTS_A_TURN]
            for asked in by_host.values()
            for at in range(0, len(asked), _PARTS_A_TURN)
        ]
        return await self._ask_in_turns(turns, documents=False)

    async def _ask_in_turns(
        self, turns: Iterable[Sequence[Question]], *, documents: bool
    ) -> dict[str, AskedNow]:
        found: dict[str, AskedNow] = {}
        waiting = iter(turns)

        async def work() -> None:
            for turn in waiting:
                if self.time_is_up():
                    return
                host = host_of(turn[0].url)
                # Asked first: it may want a pause between two turns.
                self.limiter.ask_for(host, (await self.robots.rules(turn[0].url)).delay)
                async with self.limiter.turn(host):
                    for question in turn:
                        found[question.url] = await self._ask(question, documents=documents)

        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(work())
        return found

    async def _ask(self, question: Question, *, documents: bool) -> AskedNow:
        then = question.then
        etag = "" if then is None or question.whole else then.strong_etag
        url, hops = question.url, list[tuple[int, str]]()
        for _ in range(MAX_REDIRECTS + 1):
            why = await self._refusal(url, question.url, documents=documents)
            if why:
                return AskedNow(question.url, why=why)
            condition = etag if then is not None and url == then.final_url else ""
            found = await self.fetcher.hop(
                url, limit=MAX_BYTES, signed_in=True, also=self._fields(condition)
            )
            location = found.headers.get("location")
            if found.status in _REDIRECTS and location:
                hops.append((found.status, location))
                url = resolve(url, location).partition("#")[0]
                continue
            if condition and found.status == 304 and _is_of_another(found, condition):
                etag = ""
                found = await self.fetcher.hop(
                    url, limit=MAX_BYTES, signed_in=True, also=self._fields("")
                )
                condition = ""
            return self._response(
                question.url, url, tuple(hops), found, conditional=bool(condition)
            )
        return AskedNow(question.url, why=f"More than {MAX_REDIRECTS} redirects.")

    async def _refusal(self, url: str, asked: str, *, documents: bool) -> str:
        if not is_web_url(url) or not same_site(url, asked):
            return "It leads to another site."
        if documents and not self.covers(url):
            return "It leads to what is not scanned."
        rules = await self.robots.rules(url)
        return rules.refusal(url) or rules.unknown

    def _fields(self, etag: str) -> Mapping[str, str]:
        fields = {"accept": _ACCEPT, "accept-language": self.accept_language}
        return {**fields, "if-none-match": etag} if etag else fields

    def _response(
        self,
        asked: str,
        url: str,
        hops: tuple[tuple[int, str], ...],
        found: Fetched,
        *,
        conditional: bool,
    ) -> AskedNow:
        status = found.status
        if status is None:
            return AskedNow(asked, why=found.error)
        if status in _ASKS_TO_WAIT:
            self.limiter.refused(host_of(url), found.headers.get("retry-after"))
            return AskedNow(asked, why="The host asks to wait.")
        if found.truncated:
            return AskedNow(asked, why=f"It is larger than {MAX_BYTES:,} bytes.")
        fields = judged_fields(found.headers)
        if status == 304:
            # Unasked for, it tells nothing.
            now = Validator(asked, status, url, hops, fields=fields) if conditional else None
            return AskedNow(asked, now, conditional)
        content = digest(found.body, found.headers.get("content-type") or "", self.ignored)
        etag = found.headers.get("etag") or ""
        now = Validator(
            asked, status, url, hops, etag.strip(), content.sha256, fields, content.dropped
        )
        return AskedNow(asked, now, conditional)


def _is_of_another(found: Fetched, etag: str) -> bool:
    """Say whether a 304 names another ETag than the one it was asked for."""
    named = (found.headers.get("etag") or "").strip()
    return bool(named) and named != etag
