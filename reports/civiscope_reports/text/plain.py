"""Make text of unknown origin safe to show: not all that a page says can be seen."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Characters that change how the text around them reads, or that cannot be seen at all: controls
# but for tab and line feed, marks and overrides of direction, line separators, tags, halves of
# surrogate pairs. Joiners (200C, 200D) stay: words in several scripts need them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # titles, links
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x1b[ -/]*[0-~]"
)
# What CI systems take for a command when it stands in a log.
_LOG_COMMAND = re.compile(r"::(?=[\w-]+[^:]*::)|(?<=##)(?=\[|vso\[)")

_HALVES = re.compile("[\ud800-\udfff]")

MAX_LINK_CHARACTERS = 2000


def visible(text: str) -> str:
    """Return *text* with every unseen character named in its place, as `[U+202E]`."""
    return UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def cut(text: str, limit: int) -> str:
    """Return *text* shortened to *limit* characters, saying how long it was."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… (cut, {len(text):,} characters)"


def plain(text: str, limit: int = 200) -> str:
    """Return *text* as one short line for a terminal or a log, without anything that acts there."""
    text = _ESCAPE_SEQUENCE.sub("", text[: limit * 20])
    text = " ".join(UNSEEN.sub(" ", text).split())
    text = _LOG_COMMAND.sub(lambda found: ": :" if found[0] else " ", text)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def block(text: str, limit: int = 2000) -> str:
    """Return *text* with its lines kept, shortened, and every unseen character named."""
    text = text[: limit * 20].replace("\r\n", "\n")
    return visible(cut(_ESCAPE_SEQUENCE.sub("", text), limit))


def no_halves(text: str) -> str:
    """Return *text* without halves of surrogate pairs, which UTF-8 cannot hold."""
    return _HALVES.sub("\ufffd", text)


def host_and_path(url: str) -> str:
    """Return *url* as the words of a link: its host and, after a space, the path on it.

    A bare address is one word that screen readers spell out and that cannot wrap.
    """
    scheme, separator, rest = url.partition("://")
    host, _slash, path = rest.partition("/")
    if not separator or not host:
        return url
    shown = host if scheme == "https" else f"{scheme}://{host}"
    return f"{shown} /{path}" if path else shown


def is_web_link(url: str) -> bool:
    """Say whether *url* may become a link: http or https, with a host, and nothing unseen in it."""
    if len(url) > MAX_LINK_CHARACTERS or UNSEEN.search(url) or any(c.isspace() for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
