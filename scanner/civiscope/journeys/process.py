"""What a journey knows of its process: what was filled in where, and what is asked once more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from civiscope.journeys.locate import plain
from civiscope.model.adapters import adapter_of
from civiscope.model.element_ref import ElementRef
from civiscope.model.journeys import AskedAgain

_NEVER = re.compile(r"(?:^|\s)(?:one-time-code|new-password|current-password)(?:\s|$)")
_MARKS = re.compile(r"\s*(?:\*|:|\((?:required|optional)\))\s*$", re.IGNORECASE)
_OWN = re.compile(r"^section-\S+\s+")
_READ = {"selector", "snippet", "box"}


@dataclass(frozen=True, slots=True)
class _Filled:
    value: str
    document: int
    path: str
    label: str


class Process:
    """Remembers, for as long as a journey lasts, what was typed under which name."""

    def __init__(self) -> None:
        self._filled: dict[str, _Filled] = {}
        self.values: dict[str, int] = {}
        """What was typed, each with the number of the document it was typed on."""

    def note(
        self, facts: Mapping[str, Any], value: str, document: int, path: str
    ) -> AskedAgain | None:
        """Note what was typed into a field; return the field when it asks for what is known.

        Known is what was typed on another page under the same name, or for the same purpose.
        """
        label = _MARKS.sub("", str(facts["label"])).strip()
        token = _OWN.sub("", str(facts["token"]).lower())
        never = facts["type"] in {"password", "search"} or _NEVER.search(token)
        purpose = token if token not in {"", "on", "off"} else plain(label)
        if never or not purpose or len(plain(value)) < 2:
            return None
        self.values.setdefault(value, document)
        before = self._filled.get(purpose)
        if before is None:
            self._filled[purpose] = _Filled(plain(value), document, path, label)
            return None
        same = before.value == plain(value)
        elsewhere = before.document < document and before.path != path
        if not (same and elsewhere and facts["empty"]):
            return None
        spot: ElementRef = adapter_of(ElementRef).validate_python({k: facts[k] for k in _READ})
        return AskedAgain(
            spot=spot,
            label=label,
            before=before.label,
            required=bool(facts["required"]),
            offered=bool(facts["offered"]),
        )

    def typed_before(self, document: int) -> tuple[str, ...]:
        """Return what was typed on earlier documents."""
        return tuple(value for value, where in self.values.items() if where < document)
