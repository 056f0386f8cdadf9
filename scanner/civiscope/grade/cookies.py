"""The Observatory's test of cookies."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.grade.jar import JarCookie, keep
from civiscope.grade.saved import SavedResponse

_NOT_LOOKED_AT = frozenset({"heroku-session-affinity"})
_WORSE = (
    "cookies-without-secure-flag-but-protected-by-hsts",
    "cookies-without-secure-flag",
    "cookies-session-without-secure-flag-but-protected-by-hsts",
    "cookies-samesite-flag-invalid",
    "cookies-anticsrf-without-samesite-flag",
    "cookies-session-without-httponly-flag",
    "cookies-session-without-secure-flag",
)
"""Each worse than the one before; not in the order of their points."""
_KNOWN = frozenset({"lax", "strict", "none"})


def cookies_test(saved: SavedResponse, hsts: str) -> str:
    """Judge the cookies by the worst of them; *hsts* is the result of that test."""
    fields = saved.headers.all("set-cookie")
    if not fields:
        return "cookies-not-found"
    jar = [cookie for cookie in keep(fields, saved.url) if cookie.name not in _NOT_LOOKED_AT]
    if not jar:
        return "cookies-not-found"
    protected = hsts in {"hsts-implemented-max-age-at-least-six-months", "hsts-preloaded"}
    faults = [fault for cookie in jar for fault in _faults(cookie, protected=protected)]
    if any(_names_no_same_site(field) for field in fields):
        faults.append("cookies-samesite-flag-invalid")
    if faults:
        return max(faults, key=_WORSE.index)
    if all(cookie.same_site for cookie in jar):
        return "cookies-secure-with-httponly-sessions-and-samesite"
    return "cookies-secure-with-httponly-sessions"


def _faults(cookie: JarCookie, *, protected: bool) -> Iterator[str]:
    name = cookie.name.lower()
    session = "login" in name or "sess" in name
    if not cookie.secure:
        if cookie.same_site == "none":
            yield "cookies-samesite-flag-invalid"
        saved_by_hsts = "-but-protected-by-hsts" if protected else ""
        yield f"cookies-without-secure-flag{saved_by_hsts}"
        if session:
            yield f"cookies-session-without-secure-flag{saved_by_hsts}"
    if "csrf" in name and not cookie.same_site:
        yield "cookies-anticsrf-without-samesite-flag"
    if session and not cookie.http_only:
        yield "cookies-session-without-httponly-flag"


def _names_no_same_site(field: str) -> bool:
    """Say whether SameSite is there with a word that is none of the three."""
    for part in field.strip().split(";"):
        words = part.strip().split("=")
        if words[0].strip().lower() == "samesite":
            value = words[1].strip().lower() if len(words) > 1 else ""
            if value not in _KNOWN:
                return True
    return False
