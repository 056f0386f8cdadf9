"""The addresses still to be visited, in an order that is the same for the same site."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from civiscope.crawl.scope import ScanScope
from civiscope.model import Skipped
from civiscope.model.reasons import Reason
from civiscope.web.actions import Action, action_of_address
from civiscope.web.urls import canonical_url, is_web_url, without_parameters

_DOCUMENTS = (
    "pdf doc docx docm dot dotx rtf odt xls xlsx xlsm ods csv ppt pptx pps ppsx odp epub zip 7z rar"
    " gz tar xml json"
)
_ASSETS = (
    "jpg jpeg png gif webp avif svg ico bmp tif tiff css js mjs map woff woff2 ttf otf eot mp3 mp4"
    " m4a m4v ogg ogv oga webm wav mov avi wmv flv exe msi dmg apk iso bin ics vcf"
)
DOCUMENT_ENDINGS = frozenset(_DOCUMENTS.split())
"""Endings of addresses that are files to read; they are listed, not visited."""
ASSET_ENDINGS = frozenset(_ASSETS.split())
"""Endings of addresses that are parts of pages; they are left to the pages that use them."""
MAX_QUERIES = {1: 400, 2: 100}
"""Addresses of one path that differ in their query only, by number of parameters: a whole site may
hang on `?id=`, but more combinations of parameters than this are a list's facets."""
MAX_FACETS = 40
"""The same for more parameters."""
MAX_DATES = 36
"""Addresses that differ in a year, month or day only: more are a calendar."""
MAX_URL = 2000
MAX_SEGMENTS = 20
_INDEX_FILES = ("index.html", "index.htm", "index.xhtml")
_YEAR = re.compile(r"(?<![\w.])(19|20)\d\d(?![\w.])")
_DAY_OR_MONTH = re.compile(r"(?<=[/=-])(0?[1-9]|[12]\d|3[01])(?=[/&-]|$)")
_DIGITS = re.compile(r"\d+")

_ACTS: dict[Action, str] = {
    "sign-out": "Opening it would sign out of the session that was given.",
    "delete": "Opening it may delete something with the session that was given.",
    "cancel": "Opening it may cancel something with the session that was given.",
    "unsubscribe": "Opening it may end a subscription with the session that was given.",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address to be visited."""

    url: str
    depth: int
    found_on: str
    target: bool = False
    is_page: bool = False
    """Whether it is known to be a page, whatever its ending says."""


class Frontier:
    """First found, first visited; or, for a sample, spread over the kinds of address."""

    def __init__(
        self,
        scope: ScanScope,
        *,
        max_depth: int | None,
        sample: bool = False,
        seed: int = 1,
        signed_in: bool = False,
        ignore_parameters: Collection[str] = (),
    ) -> None:
        self._scope = scope
        self._max_depth = max_depth
        self._sample = sample
        self._seed = seed
        self._signed_in = signed_in
        self._ignored = frozenset(ignore_parameters)
        self._acting: dict[str, Action] = {}
        """Addresses that links call by the name of an act."""
        self._seen: set[str] = set()
        self._folders: set[str] = set()
        """Addresses of the folders whose index files are targets."""
        self._queue: list[Candidate] = []
        self._next = 0
        self._queries: Counter[str] = Counter()
        self._dates: Counter[str] = Counter()
        self._groups: Counter[str] = Counter()
        self._pools: dict[str, list[tuple[str, int, Candidate]]] = defaultdict(list)
        self._files = 0
        self.skipped: list[Skipped] = []
        self.documents: dict[str, Candidate] = {}
        """Addresses of documents, each as it was found first."""

    @property
    def found(self) -> int:
        """Number of pages of the site found so far, visited or not."""
        return len(self._seen) - self._files

    @property
    def waiting(self) -> tuple[Candidate, ...]:
        """What has not been taken yet."""
        pooled = [candidate for pool in self._pools.values() for _, _, candidate in pool]
        return (*self._queue[self._next :], *pooled)

    @property
    def left(self) -> int:
        """Number of addresses not taken yet."""
        return len(self._queue) - self._next + sum(map(len, self._pools.values()))

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Take addresses in, each once; those that are no pages or traps are set aside."""
        for candidate in candidates:
            self._add(candidate)

    def _add(self, candidate: Candidate) -> None:
        url = canonical_url(without_parameters(candidate.url, self._ignored))
        if url in self._seen or not is_web_url(url):
            return
        if not candidate.target and not self._scope.covers(url):
            return
        if not candidate.target and self._is_index_of_target(url):
            return
        self._seen.add(url)
        if candidate.target:
            self._folders.update(_folder_addresses(url))
        candidate = replace(candidate, url=url)
        ending = "" if candidate.target or candidate.is_page else _ending(url)
        if ending in ASSET_ENDINGS:
            self._files += 1
            return
        if ending in DOCUMENT_ENDINGS:
            self._files += 1
            self.documents.setdefault(url, candidate)
            return
        refusal = None if candidate.target else self._refusal(candidate)
        if refusal and refusal[0]:
            self.skip(candidate, *refusal)
        elif self._sample and (not candidate.target or self._is_one_of_many()):
            ranked = (self._rank(url), len(self._seen), candidate)
            heapq.heappush(self._pools[_group(url)], ranked)
        else:
            self._queue.append(candidate)

    def _is_one_of_many(self) -> bool:
        """Say whether targets are a list or a folder of files, of which a sample takes some.

        The first stays, as it is where people begin.
        """
        return self._max_depth == 0 and bool(self._queue)

    def skip(self, candidate: Candidate, reason: Reason, detail: str) -> None:
        """Set an address aside for good."""
        self.skipped.append(Skipped(candidate.url, reason, detail, candidate.found_on))

    def _is_index_of_target(self, url: str) -> bool:
        """Say whether *url* is the folder of a target in a list or a folder of files."""
        return self._max_depth == 0 and url in self._folders

    def leave_alone(self, url: str, action: Action) -> None:
        """Keep *url* from being visited with a session: a link calls it by the name of an act."""
        self._acting.setdefault(canonical_url(url), action)

    def _why_refused(self, url: str) -> str:
        """Return why *url* is not visited with a session; empty when it is."""
        action = action_of_address(url)
        if action is None or action == "act":
            action = self._acting.get(url)
        return _ACTS.get(action, "") if self._signed_in and action else ""

    def _refusal(self, candidate: Candidate) -> tuple[Reason, str]:
        url = candidate.url
        if self._scope.excluded(url):
            return "excluded", "The include and exclude patterns keep it out."
        if self._max_depth is not None and candidate.depth > self._max_depth:
            links = "link" if self._max_depth == 1 else "links"
            return "depth", f"It is more than {self._max_depth} {links} away from a target."
        acts = self._why_refused(url)
        if acts:
            return "acts", acts
        return self._trap(url)

    def _trap(self, url: str) -> tuple[Reason, str]:
        parts = urlsplit(url)
        segments = [segment for segment in parts.path.split("/") if segment]
        if len(url) > MAX_URL or len(segments) > MAX_SEGMENTS:
            return "trap", "The address is too long to be one that people use."
        if any(count > 3 for count in Counter(segments).values()):
            return "trap", "The address repeats itself: links on this page are relative by mistake."
        dated = _strip_date(f"{parts.netloc}{parts.path}?{parts.query}".rstrip("/?"))
        if dated:
            self._dates[dated] += 1
            if self._dates[dated] > MAX_DATES:
                return "trap", f"{MAX_DATES} addresses that differ in their date only were found."
        elif parts.query:
            parameters = parts.query.count("&") + 1
            most = MAX_QUERIES.get(parameters, MAX_FACETS)
            place = f"{min(parameters, 3)} {parts.netloc}{parts.path}"
            self._queries[place] += 1
            if self._queries[place] > most:
                return "trap", f"{most} addresses of this path with other queries were found."
        return "", ""

    def take_as_page(self, url: str) -> None:
        """Take a document in as the page that it turned out to be."""
        candidate = self.documents.pop(url)
        self._seen.discard(url)
        self._files -= 1
        self._add(replace(candidate, is_page=True))

    def put_first(self, urls: Iterable[str]) -> None:
        """Move the first of *urls* that waits to the head of the queue."""
        wanted = {canonical_url(url) for url in urls}
        for at in range(self._next, len(self._queue)):
            if self._queue[at].url in wanted:
                self._queue.insert(self._next, self._queue.pop(at))
                return

    def take(self, *, only_targets: bool = False) -> Candidate | None:
        """Return the next address, None when there is none now; a target's with *only_targets*."""
        while self._next < len(self._queue):
            candidate = self._queue[self._next]
            if only_targets and not candidate.target:
                return None
            self._next += 1
            if not self._is_act(candidate):
                return candidate
        while self._pools and not only_targets:
            candidate = self._take_spread()
            if not self._is_act(candidate):
                return candidate
        return None

    def _is_act(self, candidate: Candidate) -> bool:
        """Set a waiting address aside that a link has called by an act's name meanwhile."""
        acts = "" if candidate.target else self._why_refused(candidate.url)
        if acts:
            self.skip(candidate, "acts", acts)
        return bool(acts)

    def _take_spread(self) -> Candidate:
        """Take from the group visited least; which address of it, the seed decides."""
        group = min(self._pools, key=lambda name: (self._groups[name], self._rank(name)))
        pool = self._pools[group]
        _, _, candidate = heapq.heappop(pool)
        if not pool:
            del self._pools[group]
        self._groups[group] += 1
        return candidate

    def _rank(self, text: str) -> str:
        return hashlib.sha256(f"{self._seed} {text}".encode()).hexdigest()


def _folder_addresses(url: str) -> tuple[str, ...]:
    """Return the addresses that servers answer with the index file at *url*; none for others."""
    folder, _, name = url.rpartition("/")
    return (f"{folder}/", folder) if name.lower() in _INDEX_FILES else ()


def _strip_date(place: str) -> str:
    """Return *place* with its date taken out; empty when it shows none.

    A year alone is an archive, and numbers without a year are chapters; both end by themselves.
    """
    rest, years = _YEAR.subn("#", place)
    if not years:
        return ""
    rest, parts = _DAY_OR_MONTH.subn("#", rest)
    return rest if parts else ""


def _ending(url: str) -> str:
    last = urlsplit(url).path.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def _group(url: str) -> str:
    """Addresses of one shape: the same depth, the same first part, numbers alike."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    head = [_DIGITS.sub("#", segment) for segment in segments[:-1]][:2]
    keys = sorted(piece.partition("=")[0] for piece in parts.query.split("&") if piece)
    return f"{parts.netloc}/{'/'.join(head)}|{len(segments)}|{','.join(keys)}"
