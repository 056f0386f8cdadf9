"""Read what the page's scripts say of themselves: their files, and what is running."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.collectors.running import message_listeners, running_libraries
from civiscope.leaks import find_inside, find_secrets, without_secrets
from civiscope.model import Code, ScriptFile
from civiscope.urls import redact_url, resolve

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
_CONSTANT = re.compile(
    rf"""[\w$.]{{0,40}}(?:version|jquery|VERSION|Version)["']?\]?\s?[:=]\s?["']{_VERSION}[\w.-]{{0,20}}["']"""
)
_SOURCE_MAP = re.compile(r"^//[#@]\s*sourceMappingURL=(\S{1,8192})[^\n]{0,200}\s*\Z", re.MULTILINE)


@dataclass(slots=True)
class ScriptReader:
    """Reads scripts and remembers the files of earlier pages."""

    _known: dict[str, ScriptFile] = field(default_factory=dict[str, ScriptFile])

    async def read(self, tab: Tab, fetched: Sequence[tuple[tuple[str, str], str]]) -> Code:
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
            files.append(known)
        return Code(
            files=tuple(files),
            running=await running_libraries(tab),
            listeners=await message_listeners(tab),
            unread=unread,
        )


def describe(url: str, body: str) -> ScriptFile:
    """Return what is kept of a script file."""
    raw = body.encode("utf-8", "surrogatepass")
    text = body[:MAX_CHARACTERS]
    return ScriptFile(
        url=redact_url(url),
        size=len(body),
        sha1=hashlib.sha1(raw, usedforsecurity=False).hexdigest(),
        sha384="sha384-" + base64.b64encode(hashlib.sha384(raw).digest()).decode(),
        marks=tuple(dict.fromkeys(islice(_marks(text), _MAX_MARKS))),
        source_map=_source_map(url, body),
        leaks=(*find_secrets(text, "script"), *find_inside(text, "script")),
    )


def _marks(text: str) -> Iterator[str]:
    # Before anything is cut: half a secret is not recognised as one.
    text = without_secrets(text)
    head = _FIRST_COMMENT.match(text)
    if head is not None and re.search(r"\d\.\d", head[0]):
        yield head[0][:_HEAD]
    for pattern in (_COMMENT, _CONSTANT):
        for match in pattern.finditer(text):
            yield (
                match[0][:_HALF] + " … " + match[0][-_HALF:] if len(match[0]) > _MARK else match[0]
            )


def _source_map(url: str, body: str) -> str:
    found = _SOURCE_MAP.search(body, max(0, len(body) - 10_000))
    # A map within the file makes its last line as long as the map.
    if found is None:
        last = body.rstrip()[-4_000_000:].rpartition("\n")[2]
        return "inline" if re.match(r"//[#@]\s*sourceMappingURL=data:", last) else ""
    name = found[1]
    return "inline" if name.startswith("data:") else redact_url(resolve(url, name))
