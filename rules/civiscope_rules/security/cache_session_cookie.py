"""Find answers with a session cookie that shared caches may keep. See cache_session_cookie.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.cookies import is_session_like
from civiscope.headers import Malformed, own_responses, parse_set_cookie, printable, printable_field
from civiscope.headers.cache_control import CacheControl, parse_cache_control
from civiscope.headers.set_cookie import refusal
from civiscope.lists.known_cookies import steady_name
from civiscope.model import Outcome, Page, Place, Response, failed, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every response of the site that sets a cookie which keeps a session, by its name."""
    seen: set[str] = set()
    for response in own_responses(page):
        name = _session_cookie(response)
        if not name or name in seen:
            continue
        seen.add(name)
        values = response.headers.all("cache-control")
        control = parse_cache_control(values)
        field = printable_field("cache-control", ", ".join(values)) if values else ""
        place = Place(steady_name(name), url=response.url, snippet=field)
        if control is not None and _allows_shared_caches(control):
            yield failed(place, "shared", name=printable(name, 60))
        else:
            yield passed(place)


def _session_cookie(response: Response) -> str:
    """Return the name of the first session cookie that the response sets; empty without one."""
    for value in response.headers.all("set-cookie"):
        cookie = parse_set_cookie(value)
        if isinstance(cookie, Malformed) or cookie.deletes() or refusal(cookie, response.url):
            continue
        if is_session_like(cookie.name) != "no":
            return cookie.name
    return ""


def _allows_shared_caches(control: CacheControl) -> bool:
    """Say whether the response says in so many words that caches for many people may keep it.

    What merely has an age is left to the caches, most of which then spare answers with cookies.
    """
    if not control.stored_by_others or "no-cache" in control:
        return False
    asked = "public" in control or "s-maxage" in control
    return asked and (control.shared_max_age is None or control.shared_max_age > 0)
