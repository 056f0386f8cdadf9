"""Read what the page's scripts say of themselves: their files, and what is running."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from civiscope.browser.cdp import CdpError
from civiscope.collectors.driver import PageDriver
from civiscope.collectors.page.running import message_listeners, running_libraries
from civiscope.model import Code, ScriptFile
from civiscope.web.urls import redact_url, resolve

DEFERS = "fetchLater"
"""In the code of scripts that put requests off until the page is left."""
MAX_FILES = 60
"""Script files that are read of one page."""
MAX_CHARACTERS = 3_000_000
_MAX_MARKS = 24
_MARK = 240
_HALF = _MARK // 2
_HEAD = 400
_VERSION = r"\d{1,4}\.\d{1,4}\.\d{1,5}"
# A comment that tools keep when they shrink a file, and a constant that holds a version.
_COMMENT = re.compile(rf"/\*[!*@](?:(?!\*/)[\s\S]){{0,600}}?{_VERSION}(?:(?!\*/)[\s\S]){{0,80}}")
_FIRST_COMMENT = re.compile(r"\s*(?:/\*[\s\S]{0,2000}?\*/|(?:\s*//[^\n]{0,500}\n){1,20})")
# What stands before is looked at last: versions in quotes are few, and quickly found.
_QUOTED = re.compile(rf"""["']{_VERSION}[\w.-]{{0,20}}["']""")
_NAMED = re.compile(r"""[\w$.]{0,40}(?:version|jquery|VERSION|Version)["']?\]?\s?[:=]\s?\Z""")
_NAME = 60
_SOURCE_MAP = re.compile(r"^//[#@]\s*sourceMappingURL=(\S{1,8192})[^\n]{0,200}\s*\Z", re.MULTILINE)


@dataclass(slots=True)
class ScriptReader:
    """Reads scripts and remembers the files of earlier pages."""

    _known: dict[str, ScriptFile] = field(default_factory=dict[str, ScriptFile])
    _deferring: set[str] = field(default_factory=set[str])
    secrets: dict[str, None] = field(default_factory=dict[str, None])
    """Keys in the files, in the order they were found; to keep them out of evidence."""

    def defer(self, fetched: Sequence[tuple[tuple[str, str], str]]) -> bool:
        """Say whether one of the *fetched* files may put requests off until the page is left."""
        return any(url in self._deferring for _, url in fetched)

    async def read(self, tab: PageDriver, fetched: Sequence[tuple[tuple[str, str], str]]) -> Code:
        """Return what the scripts of the page in *tab* say of themselves.

        *fetched* are the requests for script files, each with its URL.
        """
        files: list[ScriptFile] = []
        unread = max(0, len(fetched) - MAX_FILES)
        for request, url in fetched[:MAX_FILES]:
            known = self._known.get(url)
            if known is None:
                try:
                    body = await tab.body(request)
                except CdpError:
                    unread += 1
                    continue
                known = self._known[url] = describe(url, body)
                if DEFERS in body:
                    self._deferring.add(url)
                if known.leaks:
                    from civiscope.detectors import secret_values

                    self.secrets |= dict.fromkeys(secret_values(body))
            files.append(known)
        return Code(
            files=tuple(files),
            running=await running_libraries(tab),
            listeners=await message_listeners(tab),
            unread=unread,
        )


def describe(url: str, body: str) -> ScriptFile:
    """Return what is kept of a script file."""
    # What looks into texts is loaded while the browser works.
    from civiscope.detectors import find_inside, find_secrets, without_secrets

    raw = body.encode("utf-8", "surrogatepass")
    text = body[:MAX_CHARACTERS]
    leaks = find_secrets(text, "script")
    # Before anything is cut: half a secret is not recognised as one.
    shown = without_secrets(text) if leaks else text
    return ScriptFile(
        url=redact_url(url),
        size=len(body),
        sha1=hashlib.sha1(raw, usedforsecurity=False).hexdigest(),
        sha384="sha384-" + base64.b64encode(hashlib.sha384(raw).digest()).decode(),
        marks=tuple(dict.fromkeys(islice(_marks(shown), _MAX_MARKS))),
        source_map=_source_map(url, body),
        leaks=(*leaks, *find_inside(text, "script")),
    )


def _marks(text: str) -> Iterator[str]:
    head = _FIRST_COMMENT.match(text)
    if head is not None and re.search(r"\d\.\d", head[0]):
        yield head[0][:_HEAD]
    # Comments that explain functions may be many; they leave room for versions in the code.
    found = [*islice(_comments(text), _MAX_MARKS // 2), *islice(_constants(text), _MAX_MARKS // 2)]
    yield from (mark for _, mark in sorted(found))


def _comments(text: str) -> Iterator[tuple[int, str]]:
    for match in _COMMENT.finditer(text):
        whole = match[0]
        short = whole[:_HALF] + " … " + whole[-_HALF:]
        yield match.start(), short if len(whole) > _MARK else whole


def _constants(text: str) -> Iterator[tuple[int, str]]:
    for match in _QUOTED.finditer(text):
        named = _NAMED.search(text, max(0, match.start() - _NAME), match.start())
        if named is not None:
            yield named.start(), named[0] + match[0]


def _source_map(url: str, body: str) -> str:
    found = _SOURCE_MAP.search(body, max(0, len(body) - 10_000))
    # A map within the file makes its last line as long as the map.
    if found is None:
        last = body.rstrip()[-4_000_000:].rpartition("\n")[2]
        return "inline" if re.match(r"//[#@]\s*sourceMappingURL=data:", last) else ""
    name = found[1]
    return "inline" if name.startswith("data:") else redact_url(resolve(url, name))
