"""Follow a session that was given: whether it still holds, and which address ended it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from civiscope.model import Missing, Page
from civiscope.web.actions import action_of_address

MAX_SUSPECTS = 3
"""Pages named as those that may have ended a session; with several tabs there may be more."""


class SessionWatch:
    """Knows what pages did to the session. *cookies* are the names of those that make it up."""

    def __init__(self, *, signed_in: bool, cookies: Collection[str] = ()) -> None:
        self._signed_in = signed_in
        self._cookies = frozenset(cookies)
        self._held: list[str] = []
        self.ended_by: tuple[str, ...] = ()
        """The addresses after which the session was gone; most likely one first."""

    def check(self, page: Page) -> Page:
        """Return *page*, with a login that stands in front of it explained by what ended it."""
        if not self._signed_in:
            return page
        if page.visit.reason == "login":
            return replace(page, visit=replace(page.visit, detail=self._explain_login()))
        if page.visit.state != "failed":
            self._held.append(page.url)
            if not self.ended_by and self._ends_session(page):
                self.ended_by = (page.url,)
        return page

    def _explain_login(self) -> str:
        if not self._held and not self.ended_by:
            return (
                "The site asks to sign in here although a session was given; it may have run out, "
                "or be for another address."
            )
        if not self.ended_by:
            # Newest first; an address that calls itself a way out before all others.
            recent = self._held[: -MAX_SUSPECTS - 1 : -1]
            named = [url for url in recent if action_of_address(url) == "sign-out"]
            self.ended_by = tuple(named[:1] or recent)
        after = " or ".join(self.ended_by)
        return (
            f"The session that was given has ended: the site asks to sign in since {after} was "
            f"visited. Keep that address out with --exclude, and give a new session."
        )

    @property
    def note(self) -> str:
        """A sentence about the end of the session; empty when it held."""
        if not self.ended_by:
            return ""
        after = " or ".join(self.ended_by)
        return (
            f"The session that was given ended when {after} was visited; pages after it were seen "
            f"as by a visitor who is not signed in, or not at all."
        )

    def _ends_session(self, page: Page) -> bool:
        """Say whether a response of the page took a cookie of the session away."""
        requests = page.evidence.requests
        if isinstance(requests, Missing):
            return False
        hops = [hop for request in requests if request.main for hop in request.hops]
        if any('"cookies"' in all_or(hop.headers.get("clear-site-data")) for hop in hops):
            return bool(self._cookies)
        return any(
            name in self._cookies and gone
            for hop in hops
            for name, gone in _set_cookies(hop.headers.all("set-cookie"))
        )


def all_or(value: str | None) -> str:
    """Return a Clear-Site-Data field with `*` written out."""
    return (value or "").lower().replace('"*"', '"cookies"')


def _set_cookies(fields: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Yield the name of each cookie that is set, and whether that deletes it."""
    for field in fields:
        pair, *attributes = field.split(";")
        name, _, value = pair.partition("=")
        told = {
            key.strip().lower(): text.strip()
            for key, _, text in (a.partition("=") for a in attributes)
        }
        yield name.strip(), _is_over(told) or value.strip().lower() in {"deleted", "expired"}


def _is_over(attributes: dict[str, str]) -> bool:
    age = attributes.get("max-age")
    if age is not None:
        try:
            return int(age) <= 0
        except ValueError:
            return False
    try:
        expires = parsedate_to_datetime(attributes.get("expires", "").replace("-", " "))
    except ValueError:
        return False
    return expires.replace(tzinfo=expires.tzinfo or UTC) < datetime.now(UTC)
