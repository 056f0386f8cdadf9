"""Judge whether the site answers to names that are not its own. See hosts.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, cannot_tell, failed, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to lists of host names that a site answers to."""
    for setting in settings_of(source, "hosts"):
        value = setting.value
        given = value if isinstance(value, tuple) else (str(value or ""),)
        place = place_of(source, setting)
        if "*" not in given:
            yield passed(place)
        elif setting.framework == "aspnet":
            # New projects have it so, and filter nothing.
            yield cannot_tell(place, "any", name=setting.name)
        else:
            yield failed(place, "any", name=setting.name)
