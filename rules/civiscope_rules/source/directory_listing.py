"""Judge whether a server lists what is in folders. See directory_listing.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Confidence, Outcome, Source, failed, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to settings that turn listings on or off."""
    for setting in settings_of(source, "listing"):
        place = place_of(source, setting)
        if setting.value is not True:
            yield passed(place)
            continue
        # Of one folder it may be meant, for downloads for example.
        doubt: Confidence | None = "tentative" if "location" in setting.where.lower() else None
        yield failed(place, "enabled", confidence=doubt, name=setting.name)
