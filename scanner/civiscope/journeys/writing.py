"""Write a journey file as a person would write it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

Written = Mapping[str, Any]
"""A step as its table in the file: keys with texts, numbers, flags or small tables."""


def to_toml(
    title: str,
    start: str,
    steps: Iterable[Written],
    notes: Iterable[str] = (),
    hosts: Iterable[str] = (),
) -> str:
    """Return the file of a journey with these *steps*; *notes* stand at its top as comments.

    *hosts* are those beside the one of *start* that its pages may lead to.
    """
    lines = [f"# {note}" for note in notes]
    lines += [f"title = {_value(title)}", f"start = {_value(start)}"]
    named = ", ".join(map(_value, hosts))
    lines += [f"hosts = [{named}]"] if named else []
    for step in steps:
        lines += ["", "[[step]]"]
        lines += [f"{key} = {_value(value)}" for key, value in step.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:  # noqa: ANN401 - what TOML holds
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key} = {_value(each)}" for key, each in value.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] # of a step
        return f"{{ {inside} }}"
    # A text of JSON is one of TOML as well.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
