"""Judge whether debugging is on where citizens visit. See debug.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Confidence, Outcome, Source, failed, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to settings that turn debugging on or off, in files that production may use."""
    for setting in settings_of(source, "debug"):
        place = place_of(source, setting)
        if setting.value is True:
            # What IIS is given is often changed when it is published.
            doubt: Confidence | None = "tentative" if setting.framework == "iis" else None
            yield failed(place, "enabled", confidence=doubt, name=setting.name)
        elif setting.value is False:
            yield passed(place)
