"""What passive collectors ask of a page, whoever drives the browser."""

from __future__ import annotations

from typing import Any, Protocol

from civiscope.browser.cdp import Json, Session
from civiscope.browser.emulation import Deadlines


class PageDriver(Protocol):
    """A page that is open, with our isolated world in its frames.

    `civiscope.browser.tab.Tab` is one; a page that a test suite has opened can be another. Nothing
    here changes the page.
    """

    main_frame: str
    """Id of the page's own frame."""
    deadlines: Deadlines
    session: Session
    """The protocol session of the page."""
    due_event: str
    """A name that is in what listens for us in the page's own world; empty where nothing does."""

    @property
    def sessions(self) -> list[Session]:
        """The sessions that hold one of our worlds, each once."""
        ...

    async def evaluate(
        self,
        expression: str,
        *,
        frame: str = "",
        timeout: float | None = None,  # noqa: ASYNC109 - a page's deadline, told in its error
        by_value: bool = True,
    ) -> Any:  # noqa: ANN401 - plain data from the page, validated by whoever asked
        """Evaluate *expression* in our world of a frame (the page's by default); await promises."""
        ...

    def has_world(self, frame: str) -> bool:
        """Say whether our world exists in *frame*."""
        ...

    def session_of(self, frame: str) -> Session:
        """Return the session that *frame* is asked through."""
        ...

    def world_number(self, frame: str) -> int:
        """Return the number of our world in *frame*, for commands on nodes."""
        ...

    async def frame_of(self, frame: str, object_id: str) -> str:
        """Return the id of the frame that a frame element of *frame* shows; empty when none."""
        ...

    async def frame_urls(self) -> dict[str, str]:
        """Return id and URL of every frame below the page's own."""
        ...

    async def written_address(self, frame: str) -> str:
        """Return the address that the element of a frame asks for; empty when it is not known."""
        ...

    async def frame_parents(self) -> dict[str, str]:
        """Return the id of each frame with that of the frame it is in."""
        ...

    async def cookies(self) -> list[Json]:
        """Return every cookie in the page's jar."""
        ...

    async def body(self, request: tuple[str, str]) -> str:
        """Return the body of a request: its session and its id."""
        ...
