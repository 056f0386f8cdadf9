"""The HSTS preload list, from a file: Chromium's own, or the Observatory's extract of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from civiscope.errors import UsageError

_COMMENT = re.compile(rb"^\s*//.*$", re.MULTILINE)


def read_preload_list(path: Path) -> Callable[[str], bool]:
    """Return a function that says whether a host is preloaded, itself or through a parent.

    Raises UsageError when the file cannot be read or is no such list.
    """
    try:
        found: object = json.loads(_COMMENT.sub(b"", path.read_bytes()))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no HSTS preload list: {error}.") from error
    hosts = _hosts(found)
    if not hosts:
        raise UsageError(
            f"{path} is no HSTS preload list; take Chromium's transport_security_state_static.json."
        )

    def preloaded(host: str) -> bool:
        labels = host.lower().split(".")
        parents = (".".join(labels[start:]) for start in range(1, len(labels)))
        return host.lower() in hosts or any(hosts.get(parent, False) for parent in parents)

    return preloaded


def _hosts(found: object) -> dict[str, bool]:
    """Return each host that must be asked over HTTPS, with whether that includes those below it."""
    if not isinstance(found, dict):
        return {}
    table = cast(Mapping[str, Any], found)
    entries: object = table.get("entries")
    listed: list[Mapping[str, Any]]
    if isinstance(entries, list):
        listed = [entry for entry in cast(Sequence[Any], entries) if _is_table(entry)]
    else:
        listed = [{"name": name, **facts} for name, facts in table.items() if _is_table(facts)]
    return {
        str(entry.get("name", "")).lower(): bool(
            entry.get("include_subdomains", entry.get("includeSubDomains", False))
        )
        for entry in listed
        if entry.get("mode") == "force-https"
    }


def _is_table(found: object) -> bool:
    return isinstance(found, dict)
