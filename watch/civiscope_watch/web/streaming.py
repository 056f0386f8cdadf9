"""Send what is made line by line, and let go of what it is made of however the sending ends."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send


class LinesResponse(StreamingResponse):
    """Sends the lines of a generator, and closes it when the last is sent or nobody takes them.

    Left to the garbage collector, a generator whose reader has gone keeps its database connection
    for as long as the collector pleases.
    """

    def __init__(self, lines: Generator[bytes], **facts: Any) -> None:  # noqa: ANN401 - as its base
        super().__init__(lines, **facts)
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            # No thread is at work on it by now: whoever is cancelled waits for its thread. To end a
            # reading takes no time, and nothing can be waited for when the task was cancelled.
            self._lines.close()
