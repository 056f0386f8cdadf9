"""Whose header fields a rule may judge: those of responses that the audited site gave."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from functools import lru_cache

from civiscope.headers.content_type import HTML, parse_content_type
from civiscope.model import Dom, EvidenceMissing, Missing, Page, Response
from civiscope.model.page import FOLDER_FIELD
from civiscope.web.urls import host_of, is_web_url, origin_of, same_site

_BOT_WALL = Missing(
    "not-gathered",
    "A protection against robots answered in the site's place, so its header fields tell nothing.",
)
_LOCAL = Missing(
    "not-gathered",
    "The header fields of a server on this machine are not judged, unless --judge-local-headers "
    "asks for it.",
)


def site_response(page: Page) -> Response | None:
    """Return the page's own response when the audited site is answerable for its header fields.

    None for folders that civiscope serves (the fields are ours), and for pages that a redirect took
    to somebody else's site. Raises EvidenceMissing when a bot wall answered, or a server on this
    machine that nobody asked to be judged: its fields are not those of the site in use.
    """
    answer = page.response
    if page.visit.reason == "bot-wall":
        raise EvidenceMissing(_BOT_WALL)
    if not own_url(page, answer.url) or FOLDER_FIELD in answer.headers:
        return None
    if is_loopback(host_of(answer.url)) and not page.local_headers:
        raise EvidenceMissing(_LOCAL)
    return answer


def document_response(page: Page) -> Response | None:
    """Return the page's own response as `site_answer` does, and only when it is an HTML page."""
    answer = site_response(page)
    if answer is None:
        return None
    kind = parse_content_type(answer.headers.all("content-type"))
    if kind is not None:
        return answer if kind.html else None
    # Without a readable type the browser guesses; where we know its guess we take it.
    dom = page.evidence.dom
    guessed = dom.media_type if isinstance(dom, Dom) else answer.media_type
    return answer if not guessed or guessed in HTML else None


def own_responses(page: Page) -> Iterator[Response]:
    """Yield each response of the site itself that the visit met: pages, redirects, scripts, images.

    Raises EvidenceMissing when a bot wall answered.
    """
    if page.visit.reason == "bot-wall":
        raise EvidenceMissing(_BOT_WALL)
    yield from page.own_responses


def own_url(page: Page, url: str) -> bool:
    """Say whether *url* is on the site that *page* was asked from."""
    return is_web_url(url) and same_site(url, page.url)


@lru_cache(maxsize=4096)
def is_loopback(host: str) -> bool:
    """Say whether *host* is this very machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_plain_local(url: str) -> bool:
    """Say whether *url* is plain HTTP on this machine, where nobody can listen in.

    Developers look at their sites that way; rules that presuppose HTTPS do not apply.
    """
    return origin_of(url).startswith("http://") and is_loopback(host_of(url))
