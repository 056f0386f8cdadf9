"""One line of a filter list in the EasyList syntax: what it asks of a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

RequestKind = str
"""`script`, `image`, `xmlhttprequest`, `subdocument`, `ping`, …, as lists call them."""

_TYPES = {
    "script": "script",
    "image": "image",
    "stylesheet": "stylesheet",
    "css": "stylesheet",
    "object": "object",
    "object-subrequest": "object",
    "xmlhttprequest": "xmlhttprequest",
    "xhr": "xmlhttprequest",
    "subdocument": "subdocument",
    "frame": "subdocument",
    "ping": "ping",
    "beacon": "ping",
    "websocket": "websocket",
    "media": "media",
    "font": "font",
    "other": "other",
    "document": "document",
    "doc": "document",
}
_NO_REQUEST = frozenset({"popup", "popunder", "webrtc", "inline-script", "inline-font"})
"""Types that nothing which we record is of."""
_WITHOUT_MEANING = frozenset({"important", "match-case", "_", "collapse", "empty", "mp4"})
_SEPARATOR = r"(?:[^\w\-.%]|$)"
_OPTIONS = re.compile(r"\$((?:~?[\w-]+(?:=[^$]*?)?)(?:,(?:~?[\w-]+(?:=[^,$]*)?))*)$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as rules look at it."""

    url: str
    kind: RequestKind
    page_host: str
    third_party: bool


@dataclass(frozen=True)
class FilterRule:
    """What one line asks of a request."""

    text: str
    pattern: str
    """Without `@@` and options."""
    excepts: bool
    """Whether it lets pass what other rules name."""
    important: bool = False
    match_case: bool = False
    third_party: bool | None = None
    kinds: frozenset[str] | None = None
    """None: all but whole documents."""
    not_kinds: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    not_pages: frozenset[str] = frozenset()
    not_to: frozenset[str] = frozenset()
    """Hosts that requests may go to all the same (`denyallow`)."""

    def matches(self, asked: Asked, lower: str, hosts: tuple[str, ...]) -> bool:
        """Say whether it names the request; *hosts* are its host and those above it."""
        # Most lines that come into question fail here, at a twentieth of the cost of the rest.
        if self._literal not in lower:
            return False
        if self.third_party is not None and self.third_party != asked.third_party:
            return False
        if self.kinds is None:
            if asked.kind == "document" or asked.kind in self.not_kinds:
                return False
        elif asked.kind not in self.kinds:
            return False
        if (self.pages or self.not_pages) and not self._on_page(asked.page_host):
            return False
        if self.not_to and self.not_to.intersection(hosts):
            return False
        url, at = asked.url if self.match_case else lower, 0
        for part in self._parts:
            # What lies between parts is free, so the first place where a part fits is the best one,
            # and no address can make us try many.
            found = part.search(url, at)
            if found is None:
                return False
            at = found.end()
        return True

    def _on_page(self, host: str) -> bool:
        above = hosts_above(host)
        # The nearest host that the rule names decides.
        for name in above:
            if name in self.not_pages:
                return False
            if name in self.pages:
                return True
        return not self.pages

    @cached_property
    def _literal(self) -> str:
        """What an address must hold, in lower case, for the pattern to match."""
        if is_regex(self.pattern):
            return _literal_in(self.pattern[1:-1]).lower()
        return max(re.split(r"[*^|]+", self.pattern.lower()), key=len)

    @cached_property
    def _parts(self) -> tuple[re.Pattern[str], ...]:
        """What must follow each other in an address."""
        if is_regex(self.pattern):
            try:
                return (re.compile(self.pattern[1:-1], 0 if self.match_case else re.IGNORECASE),)
            except re.error:
                return (_NEVER,)
        return _parts_of(self.pattern if self.match_case else self.pattern.lower())


def is_regex(pattern: str) -> bool:
    """Say whether the pattern is a regular expression between slashes."""
    return len(pattern) > 2 and pattern[0] == "/" and pattern[-1] == "/"


def _literal_in(regex: str) -> str:
    """Return the longest text that every match of *regex* holds; empty when that is hard to say."""
    runs, depth, at = [""], 0, 0
    while at < len(regex):
        character = regex[at]
        at += 1
        if character == "[":
            at = regex.find("]", at + 1) + 1
            runs.append("")
            if not at:
                return ""
        elif character in "()":
            depth += 1 if character == "(" else -1
            runs.append("")
        elif character == "|" and depth <= 0:
            return ""
        elif character in "?*{":
            # What stands before it may be missing.
            runs[-1] = runs[-1][:-1]
            runs.append("")
            at = regex.find("}", at) + 1 if character == "{" else at
        elif character == "\\" and at < len(regex) and regex[at] in "/.-_?&=":
            runs[-1] += regex[at] if not depth else ""
            at += 1
        elif character.isalnum() or character in "/-_=&:,%":
            runs[-1] += character if not depth else ""
        else:
            at += character == "\\"
            runs.append("")
    return max(runs, key=len)


_NEVER = re.compile(r"(?!)")


def _parts_of(pattern: str) -> tuple[re.Pattern[str], ...]:
    start = end = ""
    if pattern.startswith("||"):
        pattern, start = pattern[2:], r"^[a-z][a-z0-9+.-]*:/+(?:[^/?#]*?[.@])??"
    elif pattern.startswith("|"):
        pattern, start = pattern[1:], "^"
    if pattern.endswith("|"):
        pattern, end = pattern[:-1], "$"
    texts = [re.escape(part).replace(r"\^", _SEPARATOR) for part in re.split(r"\*+", pattern)]
    texts[0], texts[-1] = start + texts[0], texts[-1] + end
    return tuple(re.compile(text) for text in texts if text)


@lru_cache(maxsize=4096)
def hosts_above(host: str) -> tuple[str, ...]:
    """Return *host* and the domains above it, the nearest first."""
    found = [host]
    at = host.find(".")
    while at >= 0:
        host = host[at + 1 :]
        found.append(host)
        at = host.find(".")
    return tuple(found)


def split_options(line: str) -> tuple[str, str]:
    """Return pattern and options of a line; options are empty when it has none."""
    if "$" not in line:
        return line, ""
    if line.startswith("/"):
        # In a regular expression a dollar sign is the end, unless the expression ends before it.
        close = line.rfind("/$")
        if close > 0:
            return line[: close + 1], line[close + 2 :]
        if line.endswith("/"):
            return line, ""
    found = _OPTIONS.search(line)
    return (line[: found.start()], found[1]) if found else (line, "")


def parse_rule(line: str) -> FilterRule | None:
    """Return the rule of a line, None when it is about something else than requests."""
    excepts = line.startswith("@@")
    pattern, options = split_options(line[2:] if excepts else line)
    kinds: set[str] = set()
    not_kinds: set[str] = set()
    pages: set[str] = set()
    not_pages: set[str] = set()
    not_to: set[str] = set()
    third_party: bool | None = None
    others = False
    for option in options.split(",") if options else ():
        name, _, value = option.partition("=")
        name = name.strip().lower()
        negated, name = name.startswith("~"), name.lstrip("~")
        if name in {"third-party", "3p"}:
            third_party = not negated
        elif name in {"first-party", "1p"}:
            third_party = negated
        elif name in {"domain", "from"}:
            for host in value.lower().split("|"):
                (not_pages if host.startswith("~") else pages).add(host.lstrip("~"))
        elif name == "denyallow":
            not_to.update(value.lower().split("|"))
        elif name == "all":
            kinds.update(_TYPES.values())
        elif name in _TYPES:
            (not_kinds if negated else kinds).add(_TYPES[name])
        elif name in _NO_REQUEST:
            others = others or not negated
        elif name not in _WITHOUT_MEANING and name != "redirect":
            # What it does (cutting parameters, hiding elements) is not to name a request.
            return None
    if others and not kinds:
        return None
    # `*` names nothing unless something else narrows it.
    if not pattern.strip("*|^") and not (kinds or pages or third_party is not None):
        return None
    names = {option.partition("=")[0].strip().lower() for option in options.split(",")}
    return FilterRule(
        text=line,
        pattern=pattern,
        excepts=excepts,
        important="important" in names,
        match_case="match-case" in names,
        third_party=third_party,
        kinds=frozenset(kinds) if kinds else None,
        not_kinds=frozenset(not_kinds),
        pages=frozenset(pages - {""}),
        not_pages=frozenset(not_pages - {""}),
        not_to=frozenset(not_to),
    )
