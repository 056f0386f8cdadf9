"""Find fields that browsers no longer act on. Why is told in headers_retired.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from civiscope.headers import field_name, printable_field, site_response
from civiscope.model import Outcome, Page, Place, failed, passed

_FILTER = "x-xss-protection"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page of the site."""
    response = site_response(page)
    if response is None:
        return
    found = False
    for name, reason in _retired_headers().items():
        value = response.headers.get(name)
        if value is not None:
            found = True
            place = Place(name, snippet=printable_field(name, value))
            yield failed(place, "retired", name=field_name(name), reason=reason)
    value = response.headers.get(_FILTER)
    # 0 switches the filter off where an old browser still has it, which is right.
    if value is not None and not value.strip().startswith("0"):
        found = True
        yield failed(Place(_FILTER, snippet=printable_field(_FILTER, value)), "filter")
    if not found:
        yield passed("header fields")


@lru_cache(maxsize=1)
def _retired_headers() -> Mapping[str, str]:
    text = files("civiscope_rules.security").joinpath("headers_retired.toml").read_text("utf-8")
    table: Mapping[str, str] = tomllib.loads(text)["retired"]
    return table
