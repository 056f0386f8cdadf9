"""The HSTS preload list, from a file: Chromium's own, or the Observatory's extract of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from civiscope.errors import UsageError
from civiscope.lists.registry import NOTES, PRELOADED, KnownList, all_lists, lists_folder, read_list

_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


def read_preload_list(path: Path) -> Callable[[str], bool]:
    """Return a function that says whether a host is preloaded, itself or through a parent.

    Raises UsageError when the file cannot be read or is not such a list.
    """
    try:
        hosts = preloaded_hosts(path.read_bytes().decode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not hosts:
        raise UsageError(
            f"{path} is not an HSTS preload list; take Chromium's "
            "transport_security_state_static.json."
        )

    return lambda host: is_preloaded(host, hosts)


def preload_list_in_use(folder: Path | None = None) -> Callable[[str], bool] | None:
    """Return the same of the list that the user has brought; None when there is none.

    Raises ListError when it is not the one that was noted.
    """
    folder = folder or lists_folder()
    notes = folder / NOTES
    return _in_use(folder, notes.stat().st_mtime_ns) if notes.is_file() else None


def preload_list_date(folder: Path | None = None) -> date | None:
    """Return of which day that list is; None when there is none, or it does not say."""
    known = _as_known_list(folder or lists_folder())
    return known.dated if known else None


def _as_known_list(folder: Path) -> KnownList | None:
    return next((one for one in all_lists(folder) if one.kind == PRELOADED), None)


@lru_cache(maxsize=2)
def _in_use(folder: Path, stamp: int) -> Callable[[str], bool] | None:
    known = _as_known_list(folder)
    if known is None:
        return None
    hosts = preloaded_hosts(read_list(known, folder).decode("utf-8", "replace"))
    return lambda host: is_preloaded(host, hosts)


def preloaded_hosts(text: str) -> dict[str, bool]:
    """Return the hosts that *text* lists, with whether that includes those below; none if no list.

    Chromium's file has comments, which JSON has not.
    """
    try:
        return _hosts(json.loads(_COMMENT.sub("", text)))
    except (ValueError, RecursionError):
        return {}


def is_preloaded(host: str, hosts: Mapping[str, bool]) -> bool:
    """Say whether *host* is among *hosts*, itself or through a parent."""
    labels = host.lower().split(".")
    parents = (".".join(labels[start:]) for start in range(1, len(labels)))
    return host.lower() in hosts or any(hosts.get(parent, False) for parent in parents)


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
