"""Record how scripts change cookies and storage while a page is visited, without the values."""

from __future__ import annotations

import time
from collections.abc import Iterable

from civiscope.browser.cdp import Json, Session
from civiscope.model import StateChange
from civiscope.web.entropy import entropy
from civiscope.web.urls import redact_url

MAX_CHANGES = 500
_MAX_NAME = 200
_MEASURED = 4096
"""Characters of a value whose entropy is taken; a storage bomb must not cost a visit."""


class ChangeRecorder:
    """Listens to the storage events of a tab and its frames, one visit at a time."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget the last visit."""
        self._changes: list[StateChange] = []
        self._started = time.monotonic()
        self._began = time.time()
        self._frozen = False
        self.total = 0

    def freeze(self) -> None:
        """Stop listening: what comes now is our own doing."""
        self._frozen = True

    def watch(self, session: Session) -> None:
        """Listen to *session*, when it is a page or a frame."""
        if session.target.get("type", "") not in {"page", "iframe"}:
            return
        session.on("DOMStorage.domStorageItemAdded", lambda e: self._item("added", e))
        session.on("DOMStorage.domStorageItemUpdated", lambda e: self._item("changed", e))
        session.on("DOMStorage.domStorageItemRemoved", lambda e: self._item("removed", e))
        session.on("DOMStorage.domStorageItemsCleared", lambda e: self._item("cleared", e))
        session.post("DOMStorage.enable")

    def changes(self, cookies: Iterable[Json]) -> tuple[StateChange, ...]:
        """Return what changed since `begin`, in time; *cookies* are changes the page's own frame
        tells of, where it is a secure context and so can."""
        told = (
            StateChange(
                area="cookie",
                action="removed" if raw["deleted"] else "added",
                name=raw["name"][:_MAX_NAME],
                at=round(max(0.0, raw["at"] / 1000 - self._began), 3),
                length=raw["length"],
                entropy=raw["entropy"],
            )
            for raw in cookies
        )
        every = sorted((*self._changes, *told), key=lambda change: change.at)
        return tuple(every[:MAX_CHANGES])

    def _item(self, action: str, event: Json) -> None:
        if self._frozen:
            return
        self.total += 1
        if len(self._changes) >= MAX_CHANGES:
            return
        place = event["storageId"]
        value = str(event.get("newValue", ""))
        origin = place.get("securityOrigin") or place.get("storageKey", "")
        self._changes.append(
            StateChange(
                area="local" if place["isLocalStorage"] else "session",
                action=action,
                name=str(event.get("key", ""))[:_MAX_NAME],
                at=round(time.monotonic() - self._started, 3),
                length=len(value),
                entropy=entropy(value[:_MEASURED]),
                origin=redact_url(str(origin)[:300]),
            )
        )
