"""Judge whether a server is told to name its version. See server_version.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to settings that show the version or hide it."""
    for setting in settings_of(source, "server-version"):
        place = place_of(source, setting)
        if setting.value is True:
            yield failed(place, "shown", name=setting.name)
        else:
            yield passed(place)
