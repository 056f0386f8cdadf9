"""What blocks of every language have in common: addresses, header fields, errors."""

from __future__ import annotations

from collections.abc import Sequence

from civiscope.headers.set_cookie import redact_set_cookie
from civiscope.model import Headers
from civiscope.web.urls import is_web_url, redact_url

DEFAULT_URL = "https://www.example.gov/"
"""Where a page is when its example does not say."""
_REDACTED = {"location", "content-location", "refresh"}


class ExampleError(Exception):
    """An example cannot be understood. The message is a sentence about what is wrong with it."""


def address(url: str) -> str:
    """Return *url*; ExampleError when it is not an address of a page."""
    if not is_web_url(url):
        raise ExampleError(f"{url!r} is not an http or https address.")
    return url


def headers_of(fields: Sequence[tuple[str, str]]) -> Headers:
    """Return *fields* as evidence keeps them: names in lower case, secrets taken out."""
    kept: list[tuple[str, str]] = []
    for raw_name, raw_value in fields:
        name, value = raw_name.strip().lower(), raw_value.strip()
        if name == "set-cookie":
            value = redact_set_cookie(value)
        elif name in _REDACTED:
            value = redact_url(value)
        kept.append((name, value))
    return Headers(tuple(kept))
