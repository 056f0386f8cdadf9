"""What a scan sends along with requests has to be sendable; checked before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from civiscope.errors import UsageError

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e]*")
_COOKIE_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_COOKIE_VALUE = re.compile(r"[\x20-\x3a\x3c-\x7e]*")
_OF_THE_CONNECTION = frozenset(
    ("connection", "content-length", "host", "keep-alive", "te", "trailer", "transfer-encoding")
)


def check_headers(headers: Mapping[str, str]) -> None:
    """Raise UsageError for a header field that no browser can send."""
    for name, value in headers.items():
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"--header (headers in the configuration): {name!r} is not a field name; it may "
                f"hold letters, digits and dashes, and no blanks."
            )
        if name.lower() in _OF_THE_CONNECTION or name.lower().startswith("proxy-"):
            raise UsageError(
                f"--header (headers in the configuration): {name} is set by the browser for each "
                f"request and cannot be given. To reach a host at another address, use --resolve."
            )
        check_text(value, f"--header (headers in the configuration): the value of {name}")


def check_text(value: str, what: str) -> None:
    """Raise UsageError when *value* holds anything but printable ASCII."""
    if not _VALUE.fullmatch(value):
        bad = next(c for c in value if not _VALUE.fullmatch(c))
        raise UsageError(
            f"{what} holds the character {bad!r}; only printable ASCII can be sent in a header."
        )


def check_cookies(cookies: Iterable[str]) -> None:
    """Raise UsageError for a cookie, `name=value`, that browsers do not take."""
    for cookie in cookies:
        name, equals, value = cookie.partition("=")
        if not equals or not name.strip():
            # Told, with an example, where the session is read.
            continue
        if not _COOKIE_NAME.fullmatch(name.strip()):
            raise UsageError(
                f"--cookie: {name.strip()!r} is not a name of a cookie; it may hold letters, "
                f"digits and signs such as - and _, and no blanks."
            )
        if not _COOKIE_VALUE.fullmatch(value.strip()):
            raise UsageError(
                f"--cookie: the value of {name.strip()} holds a character that no cookie may hold "
                f"(a semicolon, a control character, or one beyond ASCII); write it as %XX."
            )
