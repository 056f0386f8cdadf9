"""Read the YAML of rulebooks: plain data, by libyaml where it is there."""

from __future__ import annotations

import yaml

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(content: bytes | str) -> object:
    """Return what *content* says. Raises yaml.YAMLError."""
    return yaml.load(content, Loader=_Loader)  # noqa: S506 # nosec B506 # a safe loader
