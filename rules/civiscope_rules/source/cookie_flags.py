"""Judge flags of cookies that settings turn off. See cookie_flags.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, cannot_tell, failed, passed
from civiscope_rules.shared.sources import SESSION_COOKIES, place_of, settings_of

_AIMS = {
    "cookie-secure": "secure",
    "cookie-http-only": "http-only",
    "cookie-same-site": "same-site",
}


def check(source: Source) -> Iterator[Outcome]:
    """Apply to every flag of a cookie that a setting turns on or off."""
    for setting in settings_of(source, *_AIMS):
        flag = _AIMS[setting.aim]
        place = place_of(source, setting)
        value = setting.value
        off = value is False or value is None or str(value).lower() == "none"
        session = setting.subject.lower() in SESSION_COOKIES
        if not off:
            yield passed(place)
        elif flag == "secure":
            yield failed(place, "secure", name=setting.name)
        elif flag == "http-only" and session:
            yield failed(place, "http-only", name=setting.name)
        elif flag == "same-site":
            # A service that others show in a frame needs it so.
            yield cannot_tell(place, "same-site", name=setting.name)
