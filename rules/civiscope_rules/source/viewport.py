"""Judge whether templates let people enlarge the page. See viewport.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope_rules.shared.sources import elements_of, literal, place_of_element

_PART = re.compile(r"([\w-]+)\s*=\s*([^\s,;]+)")
_MIN_SCALE = 2.0


def check(source: Source) -> Iterator[Outcome]:
    """Apply to viewport settings that a template writes out."""
    for element in elements_of(source, "meta"):
        content = literal(element, "content")
        if (literal(element, "name") or "").lower() != "viewport" or content is None:
            continue
        told = {name.lower(): value.lower() for name, value in _PART.findall(content)}
        place = place_of_element(source, element)
        if told.get("user-scalable") in {"no", "0", "false"}:
            yield failed(place, "forbidden")
        elif _is_small(told.get("maximum-scale", "")):
            yield failed(place, "limited", scale=told["maximum-scale"])
        else:
            yield passed(place)


def _is_small(scale: str) -> bool:
    try:
        return 0 <= float(scale) < _MIN_SCALE
    except ValueError:
        return False
