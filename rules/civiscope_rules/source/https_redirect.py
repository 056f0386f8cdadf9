"""Judge whether the site is told to send everybody to HTTPS. See https_redirect.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, cannot_tell, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to settings that turn the redirect on or off."""
    for setting in settings_of(source, "https-redirect"):
        place = place_of(source, setting)
        if setting.value is False:
            # The server before it often does this.
            yield cannot_tell(place, "disabled", name=setting.name)
        else:
            yield passed(place)
