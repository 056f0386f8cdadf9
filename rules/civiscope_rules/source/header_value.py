"""Judge the values that files give to protective header fields. See header_value.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Outcome, Source, cannot_tell, failed, passed
from civiscope.model.source import SourceSetting
from civiscope_rules.shared.sources import place_of, settings_of

_AGE = re.compile(r"max-age\s*=\s*\"?(\d+)", re.IGNORECASE)


def check(source: Source, *, min_age: int) -> Iterator[Outcome]:
    """Apply to protective header fields that a file sets, or keeps from being sent."""
    for setting in settings_of(source, "header", "header-off", "headers-off"):
        place = place_of(source, setting)
        if setting.aim == "headers-off":
            yield failed(place, "all-off", name=setting.name)
        elif setting.aim == "header-off":
            # The server before it may send the field.
            yield cannot_tell(place, "disabled", name=setting.name, field=setting.subject)
        else:
            message, facts = _judge(setting, min_age)
            if message:
                yield failed(place, message, confidence=None, name=setting.name, **facts)
            elif setting.subject in _JUDGES:
                yield passed(place)


def _judge(setting: SourceSetting, min_age: int) -> tuple[str, dict[str, object]]:
    """Return what is wrong with a value, and what to tell of it; nothing when it is right."""
    value = setting.value
    told = " ".join(value) if isinstance(value, tuple) else str(value)
    kind = _JUDGES.get(setting.subject, "")
    facts: dict[str, object] = {"value": told[:80]}
    if kind == "age":
        age = value if isinstance(value, int) and not isinstance(value, bool) else _age_in(told)
        if age is None:
            return "", {}
        if age == 0:
            return "hsts-off", {}
        return ("hsts-short", {"age": age, "min_age": min_age}) if age < min_age else ("", {})
    if kind == "frame":
        return ("frame", facts) if told.upper() not in {"DENY", "SAMEORIGIN"} else ("", {})
    if kind == "nosniff":
        wrong = value is False or (isinstance(value, str) and value.lower() != "nosniff")
        return ("nosniff", facts) if wrong else ("", {})
    if kind == "referrer":
        return ("referrer", facts) if "unsafe-url" in told.lower() else ("", {})
    return "", {}


_JUDGES = {
    "strict-transport-security": "age",
    "x-frame-options": "frame",
    "x-content-type-options": "nosniff",
    "referrer-policy": "referrer",
}


def _age_in(told: str) -> int | None:
    found = _AGE.search(told)
    return int(found[1]) if found else None
