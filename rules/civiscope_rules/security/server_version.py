"""Judge whether headers tell which version of a product runs. Why is told in server_version.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.headers import field_name, printable, printable_field, site_response
from civiscope.model import Outcome, Page, Place, failed, passed

# A number after a slash ends the word, so that "ECS (dcb/7EA3)" is not taken for a version.
_VERSION = re.compile(r"/v?\d+(?=$|[\s(,;])|(?:^|[/\s(;_-])v?\d+(?:\.\d+)+")
_NUMBER = re.compile(r"\d")
_SAME_IN_EVERY_VERSION = frozenset(
    {
        "apache-coyote/1.1",
        "awselb/2.0",
        "microsoft-azure-application-gateway/v2",
        "microsoft-httpapi/2.0",
    }
)
"""Names with a number that never changes, whatever runs behind them."""
_FIELDS = {
    "server": _VERSION,
    "x-powered-by": _VERSION,
    # These exist only to tell what runs; any number in them is a version.
    "x-generator": _NUMBER,
    "x-aspnet-version": _NUMBER,
    "x-aspnetmvc-version": _NUMBER,
}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to the headers that name the software behind a page."""
    response = site_response(page)
    if response is None:
        return
    for name, version in _FIELDS.items():
        value = response.headers.get(name)
        if value is None:
            continue
        place = Place(name, snippet=printable_field(name, value))
        if version.search(value) and value.lower() not in _SAME_IN_EVERY_VERSION:
            yield failed(place, "named", name=field_name(name), value=printable(value, 80))
        else:
            yield passed(place)
