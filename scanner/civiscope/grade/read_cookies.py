"""Cookies as browsers keep them, beside the Observatory's result."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.grade.saved import Reading, SavedResponse
from civiscope.headers.malformed import Malformed
from civiscope.headers.set_cookie import SetCookie, parse_set_cookie
from civiscope.headers.shown import shown

_TEST = "cookies"


def cookie_readings(saved: SavedResponse, result: str) -> Iterator[Reading]:
    """Tell of cookies that browsers refuse, delete, or treat otherwise than *result* has it."""
    fields = [parse_set_cookie(value) for value in saved.headers.all("set-cookie")]
    cookies = [field for field in fields if not isinstance(field, Malformed)]
    if not cookies:
        return
    https = saved.url.startswith("https:")
    refused = [cookie for cookie in cookies if breaks_promise(cookie, https=https)]
    if refused:
        yield Reading(
            _TEST,
            "other",
            f"Browsers refuse {_names(refused)}: the name's prefix promises what the cookie does "
            "not keep. The Observatory does not see such cookies.",
        )
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


def breaks_promise(cookie: SetCookie, *, https: bool) -> bool:
    """Say whether browsers refuse the cookie for what its name promises."""
    name = cookie.name.lower()
    if name.startswith("__host-"):
        return not (https and cookie.secure and cookie.path == "/" and not cookie.domain)
    return name.startswith("__secure-") and not (https and cookie.secure)


def _names(cookies: list[SetCookie]) -> str:
    return ", ".join(sorted({shown(cookie.name, 40) or "(no name)" for cookie in cookies}))
