"""Judge whether the protection of forms against other sites is on. See csrf.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, cannot_tell, failed, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to settings and code that turn the protection on or off."""
    for setting in settings_of(source, "csrf", "csrf-exempt"):
        place = place_of(source, setting)
        if setting.aim == "csrf-exempt":
            # Interfaces for programs are rightly left out.
            yield cannot_tell(place, "exempt", name=setting.name)
        elif setting.value is True:
            yield passed(place)
        elif setting.framework == "spring":
            yield cannot_tell(place, "disabled", name=setting.name)
        elif setting.value is False:
            yield failed(place, "disabled", name=setting.name)
