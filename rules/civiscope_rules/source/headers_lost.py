"""Judge whether nginx sends protective header fields everywhere. See headers_lost.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope_rules.shared.sources import place_of, settings_of


def check(source: Source) -> Iterator[Outcome]:
    """Apply to blocks that set header fields of their own, and to fields without `always`."""
    wrong = {each.line for each in settings_of(source, "headers-lost", "header-not-always")}
    for setting in settings_of(source, "headers-lost", "header-not-always", "header"):
        place = place_of(source, setting)
        if setting.aim == "header":
            if setting.framework == "nginx" and setting.line not in wrong:
                yield passed(place)
        elif setting.aim == "headers-lost":
            lost = setting.value if isinstance(setting.value, tuple) else ()
            yield failed(place, "lost", where=setting.where, fields=", ".join(lost))
        else:
            yield failed(place, "not-always", field=setting.subject)
