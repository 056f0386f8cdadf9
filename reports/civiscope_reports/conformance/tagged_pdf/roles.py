"""Roles and attributes of elements: the standard name behind a name of the program's own."""

from __future__ import annotations

from typing import Any

import pikepdf

MAX_SPAN = 1000


class RoleReader:
    """Reads the roles of the elements below a structure tree's root."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 - a pikepdf object
        self._roles = root.get("/RoleMap", pikepdf.Dictionary())
        self._classes = root.get("/ClassMap", pikepdf.Dictionary())
        self._names: dict[str, str] = {}

    def role_of(self, element: Any) -> str:  # noqa: ANN401 - a pikepdf object
        """Return the standard role of *element*; empty for what is none."""
        if not isinstance(element, pikepdf.Dictionary):
            return ""
        own = element.get("/S")
        if own is None:
            return ""
        name = str(own)[1:]
        space = element.get("/NS")
        if space is not None:
            roles = space.get("/RoleMapNS")
            mapped = roles.get(f"/{name}") if roles is not None else None
            if mapped is not None:
                mapped = mapped[0] if isinstance(mapped, pikepdf.Array) else mapped
                name = str(mapped)[1:]
        if name not in self._names:
            self._names[name] = self._standard(name)
        return self._names[name]

    def _standard(self, name: str) -> str:
        seen = {name}
        # Some map a standard name to another one: the map has the last word, as for viewers.
        while f"/{name}" in self._roles:
            mapped = str(self._roles[f"/{name}"])[1:]
            if mapped in seen:
                break
            seen.add(mapped)
            name = mapped
        return name

    def span_of(self, element: Any, name: str) -> int:  # noqa: ANN401 - a pikepdf object
        """Return how many rows or columns a cell covers, by the attribute *name*."""
        owners = kids_of(element.get("/A"))
        for each in kids_of(element.get("/C")):
            owners += kids_of(self._classes.get(str(each)))
        for owner in owners:
            if isinstance(owner, pikepdf.Dictionary) and f"/{name}" in owner:
                value = owner[f"/{name}"]
                return min(int(value), MAX_SPAN) if isinstance(value, int) else 1
        return 1


def kids_of(kids: Any) -> list[Any]:  # noqa: ANN401 - pikepdf objects
    """Return what an entry holds, which may be one thing or several."""
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def string_of(element: Any, key: str) -> str:  # noqa: ANN401 - a pikepdf object
    """Return the text of an entry; empty when it is none."""
    value = element.get(key)
    return str(value).replace("\x00", "").strip() if isinstance(value, pikepdf.String) else ""
