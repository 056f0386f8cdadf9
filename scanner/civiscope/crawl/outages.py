"""Recognise failures as they happen: queues, pauses, and servers beyond what they can carry.

A page that answers 200 and says so is told as well, and only where it says nothing else: many a
page speaks of maintenance or a queue. Order in `page_outcome`: bot walls first, then these.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from civiscope.crawl.outage_words import MAINTENANCE, OVERLOADED, QUEUE, UNAVAILABLE
from civiscope.model import Dom, Response
from civiscope.model.reasons import Reason

_QUEUE_COOKIE = "__cfwaitingroom"
_QUEUE_HOSTS = (".queue-it.net",)
_MAX_WORDS_ALONE = 80
_MAX_LINKS_ALONE = 6
"""A page that answers 200 and has more than these is judged by its title."""
_MAX_WORDS = 150
_TITLE_SHARE = 0.5
_MAX_WORDS_OF_ERROR = 400
_BEGINNING = 1500
_BEGINNING_ALONE = 400
_MAX_REFRESH_S = 120
_GATEWAY = range(500, 600)

_KINDS: tuple[tuple[Reason, re.Pattern[str], str], ...] = (
    ("queue", QUEUE, "A waiting room stands before the page"),
    ("overloaded", OVERLOADED, "The site says that too many people want it"),
    ("maintenance", MAINTENANCE, "The site says that it is paused for maintenance"),
    ("unavailable", UNAVAILABLE, "The site says that it does not work now"),
)
OUTAGES: frozenset[Reason] = frozenset(kind for kind, _, _ in _KINDS)
"""Reasons of visits that met a failure in place of the page."""


def outage(response: Response, dom: Dom | None, text: str) -> tuple[Reason, str]:
    """Return a word and a sentence for a failure that was met instead of the page; else nothing.

    *text* is the text of the main content.
    """
    status = response.status
    failing = status in _GATEWAY or status == 429
    if _is_vendors_queue(response, dom):
        return "queue", _sentence("A waiting room stands before the page", status)
    if not failing and status != 200:
        return "", ""
    if dom is None and not failing:
        return "", ""
    words = dom.words if dom is not None else len(text.split())
    if words > (_MAX_WORDS_OF_ERROR if failing else _MAX_WORDS):
        return "", ""
    alone = failing or (
        words <= _MAX_WORDS_ALONE and (dom is None or len(dom.links) <= _MAX_LINKS_ALONE)
    )
    title = (dom.title if dom is not None else "").casefold()
    beginning = text[: _BEGINNING if failing else _BEGINNING_ALONE].casefold() if alone else ""
    for kind, pattern, said in _KINDS:
        if _is_title(pattern, title, alone) or pattern.search(beginning):
            if kind == "queue" and not failing and not _waits(response, dom, text):
                continue
            return kind, _sentence(said, status)
    return "", ""


def _is_title(pattern: re.Pattern[str], title: str, alone: bool) -> bool:
    """Say whether *title* has the words; where the page has more, they must be most of it."""
    found = pattern.search(title)
    return found is not None and (alone or len(found[0]) >= _TITLE_SHARE * len(title))


def _sentence(said: str, status: int) -> str:
    if status == 200:
        return (
            f"{said}, and answers 200, by which monitors and search engines take it for the page."
        )
    return f"{said}; the server answers {status}."


def _is_vendors_queue(response: Response, dom: Dom | None) -> bool:
    host = urlsplit(dom.url if dom is not None else response.url).hostname or ""
    if host.endswith(_QUEUE_HOSTS):
        return True
    short = dom is not None and dom.words <= _MAX_WORDS_OF_ERROR
    cookies = response.headers.get("set-cookie") or ""
    # The cookie stays for those who were let in; a waiting page has its own refresh as well.
    return short and _QUEUE_COOKIE in cookies and _refreshes(response, dom)


def _waits(response: Response, dom: Dom | None, text: str) -> bool:
    """Say whether a page behaves as a queue: it comes again by itself, or counts."""
    return _refreshes(response, dom) or re.search(r"\d", text) is not None


def _refreshes(response: Response, dom: Dom | None) -> bool:
    said = [response.headers.get("refresh") or ""]
    if dom is not None:
        said += [meta.content for meta in dom.meta if meta.http_equiv and meta.name == "refresh"]
    for each in said:
        seconds = re.match(r"\s*(\d{1,4})", each)
        if seconds and int(seconds[1]) <= _MAX_REFRESH_S:
            return True
    return False
