"""Our own isolated world in every frame of a tab: which there are, and who to ask for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from civiscope.browser.cdp import Json, Session

WORLD = "civiscope"


class PageLeft(Exception):
    """The page went elsewhere while it was being looked at."""


class Worlds:
    """The worlds of a tab, by the id of their frame."""

    def __init__(self, sources: Sequence[str], changed: Callable[[], None]) -> None:
        self._sources = sources
        self._changed = changed
        self._contexts: dict[str, tuple[Session, str]] = {}
        self._numbers: dict[str, int] = {}

    def watch(self, session: Session) -> None:
        """Have a world made in every document of *session*, and keep track of them."""
        session.on(
            "Runtime.executionContextCreated",
            lambda event: self._on_context_created(session, event),
        )
        session.on(
            "Runtime.executionContextDestroyed",
            lambda event: self._on_context_destroyed(session, event),
        )
        session.on(
            "Runtime.executionContextsCleared", lambda _: self._on_context_destroyed(session, None)
        )
        session.post("Page.enable")
        session.post("Runtime.enable")
        for source in self._sources:
            session.post(
                "Page.addScriptToEvaluateOnNewDocument", {"source": source, "worldName": WORLD}
            )

    def __contains__(self, frame: str) -> bool:
        """Say whether our world exists in *frame*."""
        return frame in self._contexts

    def of(self, frame: str) -> tuple[Session, str]:
        """Return the session of *frame* and the id of our world in it; raises PageLeft."""
        found = self._contexts.get(frame)
        if found is None:
            raise PageLeft("The frame has no document of its own.")
        return found

    def number_of(self, frame: str) -> int:
        """Return the number of our world in *frame*, which commands on nodes ask for."""
        self.of(frame)
        return self._numbers[frame]

    def frame_of(self, session: Session, number: int) -> str:
        """Return the frame in which our world has this *number* in *session*; empty when gone."""
        return next(
            (
                frame
                for frame, (owner, _) in self._contexts.items()
                if owner is session and self._numbers[frame] == number
            ),
            "",
        )

    @property
    def contexts(self) -> list[tuple[Session, str]]:
        """Each world's session and its id there."""
        return list(self._contexts.values())

    @property
    def sessions(self) -> list[Session]:
        """The sessions that hold a world, each once."""
        return list({id(session): session for session, _ in self._contexts.values()}.values())

    def _on_context_created(self, session: Session, event: Json) -> None:
        context = event["context"]
        if context.get("name") == WORLD:
            frame = context["auxData"]["frameId"]
            self._contexts[frame] = (session, context["uniqueId"])
            self._numbers[frame] = context["id"]
            self._changed()

    def _on_context_destroyed(self, session: Session, event: Json | None) -> None:
        gone = None if event is None else event.get("executionContextUniqueId")
        for frame, (owner, unique) in list(self._contexts.items()):
            if owner is session and gone in {None, unique}:
                del self._contexts[frame]
