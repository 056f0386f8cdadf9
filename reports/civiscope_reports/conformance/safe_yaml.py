"""Load YAML of unknown origin: bounded, without aliases that grow, with numbers as they stand."""

from __future__ import annotations

from typing import Any

import yaml

from civiscope.errors import UsageError

MAX_BYTES = 5_000_000
MAX_ALIASES = 20
MAX_VALUES = 200_000
MAX_DEPTH = 40
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NumberAsWritten(float):
    """A number without quotes, with the text that stands in the file."""

    text: str


class DateWithoutQuotes(str):
    """A date without quotes, which other readers of YAML make something else of."""

    __slots__ = ()


class _AsWrittenLoader(_BASE):  # type: ignore[misc] # libyaml's loader has no static type
    """Keeps the text of numbers and dates."""


def _number(loader: Any, node: yaml.ScalarNode) -> float:  # noqa: ANN401 - yaml's own
    number = NumberAsWritten(loader.construct_yaml_float(node))
    number.text = node.value
    return number


def _date(loader: Any, node: yaml.ScalarNode) -> str:  # noqa: ANN401 - yaml's own
    return DateWithoutQuotes(node.value)


_AsWrittenLoader.add_constructor("tag:yaml.org,2002:float", _number)
_AsWrittenLoader.add_constructor("tag:yaml.org,2002:timestamp", _date)


def load_yaml(source: bytes, name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what *source* holds. Raises UsageError for what is no YAML, or grows without end."""
    if len(source) > MAX_BYTES:
        raise UsageError(
            f"{name} is {len(source):,} bytes long; a report of conformance in YAML has less than "
            f"{MAX_BYTES:,}."
        )
    try:
        _refuse_deep(source, name)
        loaded = yaml.load(source, _AsWrittenLoader)  # noqa: S506 # nosec B506 - a safe loader
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 1}" if where else ""
        what = getattr(error, "problem", None) or "it cannot be read"
        raise UsageError(f"{name} is not YAML{line}: {what}.") from error
    except (ValueError, RecursionError, UnicodeError) as error:
        raise UsageError(f"{name} is not YAML that can be read: {error}.") from error
    _refuse_growing(loaded, name)
    return loaded


def _refuse_deep(source: bytes, name: str) -> None:
    aliases = depth = 0
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for event in yaml.parse(source, loader):
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if aliases > MAX_ALIASES or depth > MAX_DEPTH:
            what = (
                f"more than {MAX_ALIASES} aliases" if aliases > MAX_ALIASES else "no end of levels"
            )
            raise UsageError(f"{name} has {what}; write each value where it belongs.")


def _refuse_growing(loaded: Any, name: str) -> None:  # noqa: ANN401 - whatever the file holds
    count = 0
    stack = [loaded]
    while stack:
        value = stack.pop()
        count += 1
        if count > MAX_VALUES:
            raise UsageError(f"{name} grows without end by its anchors; write each value out.")
        if isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list):
            stack += value
