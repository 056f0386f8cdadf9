"""Understand what the user asks to be scanned."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from civiscope.crawl.folder import html_files, serve_folder
from civiscope.errors import UsageError
from civiscope.web.urls import host_of, is_web_url

_SITEMAP = re.compile(r"sitemap[^/]*\.(xml|txt)(\.gz)?$|\.xml\.gz$", re.IGNORECASE)
_HOST = re.compile(
    r"^(?P<name>[\w-]+(\.[\w-]+)*\.[^\W\d_][\w-]+)(:\d+)?([/?]|$)"
    r"|^(localhost|\d+(\.\d+){3}|\[[0-9a-f:]+\])(:\d+)?([/?]|$)",
    re.IGNORECASE,
)


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
        raise UsageError(
            "Name what to scan: a URL, @file with a URL a line, a sitemap or a folder."
        )
    pages: list[str] = []
    sitemaps: list[str] = []
    follow = served = False
    for word in words:
        if word.startswith("@"):
            pages += _read_list(word[1:])
        elif is_web_url(word) or (not _exists(word) and _is_host(word)):
            url = word if "://" in word else _with_scheme(word)
            if not is_web_url(url):
                raise UsageError(_what_is_wrong(url))
            if "@" in urlsplit(url).netloc:
                raise UsageError(_NO_PASSWORDS)
            if _SITEMAP.search(urlsplit(url).path):
                sitemaps.append(url)
            else:
                pages.append(url)
                follow = True
        elif word.strip() and _exists(word) and Path(word).is_dir():
            pages += _read_folder(Path(word), stack)
            served = True
        else:
            raise UsageError(_what_is_wrong(word))
    unique = tuple(dict.fromkeys(pages))
    return Targets(unique, tuple(sitemaps), follow, tuple(words), served)


_NO_PASSWORDS = (
    "An address must not hold a user name or password, because addresses are kept in the results; "
    "give them with --user NAME:PASSWORD."
)


def _exists(word: str) -> bool:
    try:
        return Path(word).exists()
    except (OSError, ValueError):
        # Too long for a file name, or with characters that none has.
        return False


def _is_host(word: str) -> bool:
    """Say whether *word* is a host without a scheme; a misspelled file name is not."""
    found = _HOST.match(word)
    if found is None:
        return False
    name = found["name"]
    return name is None or _known_suffixes().publicsuffix(host_of(f"http://{name}")) is not None


def _with_scheme(word: str) -> str:
    local = word.startswith(("localhost", "127.", "[::1]"))
    url = f"{'http' if local else 'https'}://{word}"
    return url if "/" in word or "?" in word else url + "/"


def _read_list(name: str) -> list[str]:
    path = Path(name)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (FileNotFoundError, ValueError, IsADirectoryError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise UsageError(f"The list {path} is not UTF-8 text (byte {error.start}).") from error
        raise UsageError(
            f"There is no file {name[:200]!r}; @ is followed by a file with a URL a line."
        ) from None
    except OSError as error:
        raise UsageError(f"The list {name[:200]!r} cannot be read ({error.strerror}).") from error
    urls: list[str] = []
    for number, line in enumerate(lines, 1):
        url = line.strip()
        if not url or url.startswith("#"):
            continue
        if not is_web_url(url):
            raise UsageError(
                f"{path}, line {number}: {url[:200]!r} is not an http or https address."
            )
        if "@" in urlsplit(url).netloc:
            raise UsageError(f"{path}, line {number}: {_NO_PASSWORDS}")
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
    shown = repr(word[:200])
    scheme = word.partition("://")[0].lower() if "://" in word else ""
    if scheme and scheme not in {"http", "https"}:
        return (
            f"{shown}: only http and https addresses can be scanned; for files on this machine "
            f"name their folder."
        )
    if scheme:
        return (
            f"{shown} is not a well-formed address; it has to look like https://www.example.gov/."
        )
    if word and _exists(word):
        return (
            f"{shown} is a file; name its folder, or write @{word[:200]} if it is a list of URLs."
        )
    return (
        f"{shown} does not exist here: it is neither a folder, nor @file, nor an address, which "
        f"would look like https://www.example.gov/."
    )


@cache
def _known_suffixes() -> PublicSuffixList:
    # Read when first asked for: it takes longer than most of what a command does at its start.
    return PublicSuffixList(accept_unknown=False)
