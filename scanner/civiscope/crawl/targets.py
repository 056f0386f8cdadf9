"""Understand what the user asks to be scanned."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from civiscope.crawl.folder import html_files, serve_folder
from civiscope.errors import UsageError
from civiscope.urls import is_web_url

_SITEMAP = re.compile(r"sitemap[^/]*\.(xml|txt)(\.gz)?$|\.xml\.gz$", re.IGNORECASE)
_HOST = re.compile(r"^[\w.-]+\.[a-z]{2,}(:\d+)?(/|$)|^(localhost|\d+(\.\d+){3}|\[[0-9a-f:]+\])(:\d+)?(/|$)", re.I)


@dataclass(frozen=True, slots=True)
class Targets:
    """Where a scan begins."""

    pages: tuple[str, ...] = ()
    """Addresses to visit."""
    sitemaps: tuple[str, ...] = ()
    """Sitemaps whose pages are to be visited."""
    follow: bool = True
    """Whether links are followed; not for lists, sitemaps and folders, which are complete."""
    names: tuple[str, ...] = ()
    """The targets as the user wrote them."""
    served: bool = False
    """Whether a folder is served by us: its missing pages and headers are ours, not the site's."""


def read_targets(words: Sequence[str], stack: contextlib.ExitStack) -> Targets:
    """Return the targets that *words* name; a folder is served until *stack* is closed.

    Each word is a URL, a host name, `@file` with a URL a line, a sitemap, or a folder of HTML.
    Raises UsageError with what is wrong and what would be right.
    """
    if not words:
        raise UsageError("Name what to scan: a URL, @file with a URL a line, a sitemap or a folder.")
    pages: list[str] = []
    sitemaps: list[str] = []
    follow = served = False
    for word in words:
        if word.startswith("@"):
            pages += _read_list(Path(word[1:]))
        elif is_web_url(word) or (not Path(word).exists() and _HOST.match(word)):
            url = word if "://" in word else _with_scheme(word)
            if _SITEMAP.search(urlsplit(url).path):
                sitemaps.append(url)
            else:
                pages.append(url)
                follow = True
        elif Path(word).is_dir():
            pages += _read_folder(Path(word), stack)
            served = True
        else:
            raise UsageError(_what_is_wrong(word))
    unique = tuple(dict.fromkeys(pages))
    return Targets(unique, tuple(sitemaps), follow, tuple(words), served)


def _with_scheme(word: str) -> str:
    local = word.startswith(("localhost", "127.", "[::1]"))
    url = f"{'http' if local else 'https'}://{word}"
    return url if urlsplit(url).path else url + "/"


def _read_list(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}; @ is followed by a file with a URL a line.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The list {path} cannot be read: {error}.") from error
    urls: list[str] = []
    for number, line in enumerate(lines, 1):
        url = line.strip()
        if not url or url.startswith("#"):
            continue
        if not is_web_url(url):
            raise UsageError(f"{path}, line {number}: {url[:200]!r} is not an http or https address.")
        urls.append(url)
    if not urls:
        raise UsageError(f"The list {path} holds no addresses; put one on each line.")
    return urls


def _read_folder(folder: Path, stack: contextlib.ExitStack) -> list[str]:
    files = html_files(folder)
    if not files:
        raise UsageError(
            f"The folder {folder} holds no HTML files; name the folder that the build writes to."
        )
    base = stack.enter_context(serve_folder(folder))
    return [base + path for path in files]


def _what_is_wrong(word: str) -> str:
    scheme = word.partition("://")[0].lower() if "://" in word else ""
    if scheme and scheme not in {"http", "https"}:
        return f"{word[:200]!r}: only http and https addresses can be scanned; for files on this machine name their folder."
    if scheme:
        return f"{word[:200]!r} is not a well-formed address; it has to look like https://www.example.gov/."
    if Path(word).is_file():
        return f"{word[:200]!r} is a file; name its folder, or write @{word[:200]} if it is a list of URLs."
    return f"{word[:200]!r} is neither an address, nor a folder here, nor @file; an address looks like https://www.example.gov/."
