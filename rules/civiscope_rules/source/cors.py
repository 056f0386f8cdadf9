"""Judge whether any site may read what signed-in people see. See cors.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to settings that let every site read, with people's cookies."""
    with_cookies = any(setting.value is True for setting in settings_of(source, "cors-credentials"))
    for setting in settings_of(source, "cors"):
        both = setting.framework == "starlette" or with_cookies
        if setting.value is True and both:
            yield failed(place_of(source, setting), "any-origin", name=setting.name)
        elif setting.value is False:
            yield passed(place_of(source, setting))
