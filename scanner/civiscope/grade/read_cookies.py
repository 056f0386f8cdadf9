"""Cookies as browsers keep them, beside the Observatory's result."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.grade.jar import keep
from civiscope.grade.saved import Reading, SavedResponse
from civiscope.headers.malformed import Malformed
from civiscope.headers.set_cookie import SetCookie, parse_set_cookie, refusal
from civiscope.headers.shown import printable

_TEST = "cookies"


def cookie_readings(saved: SavedResponse, result: str) -> Iterator[Reading]:
    """Report cookies that browsers refuse, delete, or treat otherwise than *result* has it."""
    fields = [parse_set_cookie(value) for value in saved.headers.all("set-cookie")]
    cookies = [field for field in fields if not isinstance(field, Malformed)]
    if not cookies:
        return
    yield from _read_refused(saved, cookies)
    deleted = [cookie for cookie in cookies if cookie.deletes()]
    if deleted and result != "cookies-not-found":
        yield Reading(
            _TEST,
            "safer",
            f"{_names(deleted)} is only deleted here, and counts as if it were set.",
        )
    nameless = [cookie for cookie in cookies if not cookie.name]
    if nameless:
        yield Reading(
            _TEST, "weaker", "A cookie without a name is kept by browsers, and not looked at."
        )
    none = [cookie for cookie in cookies if cookie.same_site == "None" and cookie.secure]
    if none and result.endswith("and-samesite"):
        yield Reading(
            _TEST,
            "weaker",
            f"{_names(none)} says SameSite=None, which protects from nothing and earns the points "
            "for SameSite.",
        )
    unknown = [c for c in cookies if c.same_site_as_sent is not None and not c.same_site]
    if unknown and result == "cookies-samesite-flag-invalid":
        yield Reading(
            _TEST,
            "safer",
            f"Browsers do not know the SameSite of {_names(unknown)} and act as if it were not "
            "there; most then take Lax.",
        )


def _read_refused(saved: SavedResponse, cookies: list[SetCookie]) -> Iterator[Reading]:
    """Report cookies that browsers throw away, each reason once."""
    reasons: dict[str, list[SetCookie]] = {}
    for cookie in cookies:
        refused = refusal(cookie, saved.url)
        # The Observatory has a result of its own for SameSite=None without Secure.
        if refused is not None and refused.kind != "same-site":
            reasons.setdefault(refused.reason, []).append(cookie)
    seen = {cookie.name for cookie in keep(saved.headers.all("set-cookie"), saved.url)}
    for reason, group in reasons.items():
        looked_at = any(cookie.name in seen for cookie in group)
        beside = (
            "The Observatory looks at it as if they kept it."
            if looked_at
            else "The Observatory does not see such cookies."
        )
        yield Reading(_TEST, "other", f"Browsers refuse {_names(group)}: {reason}. {beside}")


def _names(cookies: list[SetCookie]) -> str:
    return ", ".join(sorted({printable(cookie.name, 40) or "(no name)" for cookie in cookies}))
