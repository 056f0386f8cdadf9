"""Match requests against filter lists in the EasyList syntax, and say which line matched.

Lines are kept by the host they begin with, or else by their rarest word, and read when a request
first comes near them: a list of fifty thousand lines is ready in a fraction of a second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from civiscope.lists.filter_rule import (
    Asked,
    FilterRule,
    hosts_above,
    is_regex,
    parse_rule,
    split_options,
)
from civiscope.web.urls import host_of, registrable_domain

_WORD = re.compile(r"[a-z0-9%]+")
_WHOLE_WORD = re.compile(r"(?<![a-z0-9%*])[a-z0-9%]{2,}(?![a-z0-9%*])")
_HOST = re.compile(r"\|\|([a-z0-9][a-z0-9.-]*[a-z0-9])(?=[\^/:?$]|$)", re.IGNORECASE)
_HOSTS_LINE = re.compile(
    r"(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+([a-z0-9.-]+\.[a-z0-9-]+)\s*(?:#.*)?$"
)
_PAGES = re.compile(r"(?:^|,)(?:domain|from)=([^,]+)")
_COSMETIC = re.compile(r"#[@?$%]{0,2}#|\$\$|#\+js")
_MAX_URL_CHARACTERS = 4000
"""Characters of an address that are looked at."""
_REMEMBERED = 16384
"""Requests whose answer is kept."""
_COMMON = frozenset({"http", "https", "www", "com", "js", "net", "org", "html", "php", "min"})
_KINDS = {
    "xhr": "xmlhttprequest",
    "fetch": "xmlhttprequest",
    "beacon": "ping",
    "document": "subdocument",
}


@dataclass(frozen=True, slots=True)
class FilterMatch:
    """The line that names a request, and the list it stands in."""

    rule: str
    list_name: str


@dataclass(slots=True)
class _FilterLine:
    """A line as it stands in a list, and what it says once it was read."""

    text: str
    source: int
    rule: FilterRule | None = None
    read: bool = False

    def parsed(self) -> FilterRule | None:
        if not self.read:
            self.rule, self.read = parse_rule(self.text), True
        return self.rule


@dataclass(frozen=True, slots=True)
class _Index:
    """Lines by what a request must have for them to matter."""

    by_host: dict[str, list[_FilterLine]]
    by_word: dict[str, list[_FilterLine]]
    by_page: dict[str, list[_FilterLine]]
    """Lines without a word to look for, by the host of the page they are for."""
    anywhere: list[_FilterLine]
    important: bool
    """Whether there are lines that come before all others."""

    def find(
        self, asked: Asked, lower: str, hosts: tuple[str, ...], words: Collection[str]
    ) -> _FilterLine | None:
        """Return the line that names the request, one marked important before others."""
        found: _FilterLine | None = None
        for lines in self._near(hosts, words, asked.page_host):
            for line in lines:
                rule = line.parsed()
                if rule is not None and rule.matches(asked, lower, hosts):
                    if rule.important or not self.important:
                        return line
                    found = found or line
        return found

    def _near(
        self, hosts: tuple[str, ...], words: Collection[str], page_host: str
    ) -> Iterable[list[_FilterLine]]:
        for host in hosts:
            if host in self.by_host:
                yield self.by_host[host]
        for word in words:
            if word in self.by_word:
                yield self.by_word[word]
        for host in hosts_above(page_host):
            if host in self.by_page:
                yield self.by_page[host]
        yield self.anywhere


class Filters:
    """Filter lists, ready to be asked about requests."""

    def __init__(self, lists: Sequence[tuple[str, str]]) -> None:
        """Take the name and the text of each list."""
        self.names = tuple(name for name, _ in lists)
        lines = [
            _FilterLine(line, number)
            for number, (_, text) in enumerate(lists)
            for line in map(_request_line, text.splitlines())
            if line
        ]
        lines = _without_withdrawn(lines)
        self.count = len(lines)
        self._blocking = _index([line for line in lines if not line.text.startswith("@@")])
        self._excepting = _index([line for line in lines if line.text.startswith("@@")])
        # The pages of a site ask for the same files.
        self._found = lru_cache(maxsize=_REMEMBERED)(self._find)

    def match(self, url: str, kind: str, page_url: str) -> FilterMatch | None:
        """Return the line that names the request of *page_url* for *url*, None when none does.

        *kind* is the type of the request as evidence tells it.
        """
        return self._found(url[:_MAX_URL_CHARACTERS], _KINDS.get(kind, kind), host_of(page_url))

    def _find(self, url: str, kind: str, page_host: str) -> FilterMatch | None:
        host = host_of(url)
        third = registrable_domain(host) != registrable_domain(page_host)
        asked = Asked(url, kind, page_host, third)
        lower, hosts = url.lower(), hosts_above(host)
        # In order, so that of two lines that name a request the same one is told every time.
        words = dict.fromkeys(_WORD.findall(lower))
        found = self._blocking.find(asked, lower, hosts, words)
        if found is None:
            return None
        rule = found.parsed()
        if not (rule and rule.important) and self._excepting.find(asked, lower, hosts, words):
            return None
        return FilterMatch(found.text, self.names[found.source])


def _request_line(line: str) -> str:
    """Return a line when it may name requests, in one spelling; empty for all others."""
    line = line.strip()
    if not line or line[0] in "!#[" or (("#" in line or "$$" in line) and _COSMETIC.search(line)):
        return ""
    if line[0] in "01:":
        hosts = _HOSTS_LINE.match(line)
        if hosts:
            return f"||{hosts[1]}^"
    return line


def _without_withdrawn(lines: list[_FilterLine]) -> list[_FilterLine]:
    """Leave out lines marked `badfilter`, and those they withdraw."""
    withdrawn = {_plain(line.text) for line in lines if "badfilter" in line.text}
    if not withdrawn:
        return lines
    return [line for line in lines if _plain(line.text) not in withdrawn]


def _plain(text: str) -> tuple[str, frozenset[str]]:
    pattern, options = split_options(text)
    return pattern, frozenset(options.split(",")) - {"badfilter", ""}


def _index(lines: list[_FilterLine]) -> _Index:
    important = any("important" in line.text for line in lines)
    index = _Index({}, {}, {}, [], important)
    worded: list[tuple[_FilterLine, list[str]]] = []
    for line in lines:
        text = line.text.removeprefix("@@")
        host = _HOST.match(text)
        if host:
            index.by_host.setdefault(host[1].lower(), []).append(line)
        else:
            worded.append((line, _words(text)))
    counts = Counter(word for _, words in worded for word in words)
    for line, words in worded:
        if words:
            rarest = min(words, key=lambda word: (word in _COMMON, counts[word], -len(word)))
            index.by_word.setdefault(rarest, []).append(line)
        elif pages := _pages(line.text):
            for page in pages:
                index.by_page.setdefault(page, []).append(line)
        else:
            index.anywhere.append(line)
    return index


def _words(text: str) -> list[str]:
    """Return the words that an address must hold whole for the line to match."""
    pattern, _ = split_options(text)
    if is_regex(pattern):
        return []
    pattern = pattern.lower()
    # At an end without an anchor, the word in the address may go on.
    inner = pattern if pattern.startswith("|") else f"*{pattern}"
    inner = inner if pattern.endswith("|") else f"{inner}*"
    return _WHOLE_WORD.findall(inner)


def _pages(text: str) -> list[str]:
    """Return the hosts of the pages that the line is for; empty when it is for all."""
    found = _PAGES.search(split_options(text)[1])
    return [host for host in found[1].lower().split("|") if host[:1] != "~"] if found else []
