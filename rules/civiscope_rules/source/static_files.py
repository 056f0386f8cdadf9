"""Judge whether folders of files hold more than visitors are meant to get. See static_files.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to folders that a server gives out as they are."""
    for setting in settings_of(source, "alias", "static"):
        place = place_of(source, setting)
        if setting.aim == "alias":
            yield failed(place, "alias", where=setting.where, folder=str(setting.value))
        elif setting.framework in {"express", "starlette"}:
            if str(setting.value) in {".", "./", "/", ""}:
                yield failed(place, "everything", name=setting.name)
            else:
                yield passed(place)
