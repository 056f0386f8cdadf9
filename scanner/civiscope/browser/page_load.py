"""What happens in a tab from the moment it is sent to an address."""

from __future__ import annotations

import time
from typing import Any, cast

from civiscope.browser.cdp import Json
from civiscope.model import Visit
from civiscope.model.reasons import as_reason

MAX_NAVIGATIONS = 5
"""How often a page may send the browser on by script or refresh before we stop following."""


class PageLoad:
    """One load: the documents that came, when they were loaded, and what the page set off."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.loader = ""
        """The browser's id of the load that made the document on show."""
        self.commits: list[str] = []
        """Addresses of the documents that the page's own frame has shown, in order."""
        self.not_shown = ""
        """The address that the browser shows an error page for, empty when it does not."""
        self.stay = False
        """Whether the first document that comes may not send the browser on."""
        self.refreshed = False
        """Whether the page's own `meta` element sent the browser on."""
        self.response = ""
        """The browser's id of the load that the server has begun to respond to."""
        self.arrived = False
        """Whether something of that response's body is with the page."""
        self.dialogs = 0
        self.popups = 0
        self.downloads = 0
        self.download_url = ""
        self._loaded: set[str] = set()
        self._content_loaded: float | None = None
        self._load_time: float | None = None
        self._started = time.monotonic()

    @property
    def loaded(self) -> bool:
        """Whether the document on show has loaded with its parts."""
        return bool(self.loader) and self.loader in self._loaded

    @property
    def wandering(self) -> bool:
        """Whether the page sent the browser on more often than is followed."""
        return len(self.commits) > MAX_NAVIGATIONS

    def going_on(self) -> PageLoad:
        """Return the load of a page that stays where it is until something is done on it."""
        after = PageLoad(self.commits[-1] if self.commits else self.url)
        after.loader, after.not_shown = self.loader, self.not_shown
        after.response, after.arrived = self.response, self.arrived
        after._loaded = set(self._loaded)
        return after

    def note_lifecycle(self, event: Json) -> None:
        """Note a `Page.lifecycleEvent` of the page's own frame."""
        since = time.monotonic() - self._started
        if event["name"] == "load":
            self._loaded.add(event["loaderId"])
            self._load_time = since
        elif event["name"] == "DOMContentLoaded":
            self._content_loaded = since

    def note_response(self, loader: str) -> None:
        """Note that the head of the response for the page's own document is there."""
        self.response, self.arrived = loader, False

    def note_data(self, loader: str) -> None:
        """Note that a piece of the response to *loader*, a document or not, is there."""
        if loader == self.response:
            self.arrived = True

    def note_document(self, frame: Json) -> None:
        """Note the document that the page's own frame shows from now on."""
        self.loader = frame["loaderId"]
        self.commits.append(frame["url"] + frame.get("urlFragment", ""))
        self.not_shown = frame.get("unreachableUrl", "")

    def notes(self) -> dict[str, Any]:
        """Return what the page set off so far, as fields of Visit."""
        return {
            "navigations": tuple(self.commits[1 : MAX_NAVIGATIONS + 1]),
            "dialogs": self.dialogs,
            "popups": self.popups,
            "downloads": self.downloads,
        }

    def visit(self, state: str, reason: str = "", detail: str = "") -> Visit:
        """Return the load as a visit that ended in *state*."""
        return Visit(
            state=cast("Any", state),
            reason=as_reason(reason),
            detail=detail,
            dom_content_loaded=_rounded(self._content_loaded),
            loaded=_rounded(self._load_time),
            **self.notes(),
        )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
