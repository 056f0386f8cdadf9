"""What a file is made of is let go when nobody takes the rest of it."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, MutableMapping
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from civiscope_watch.web.streaming import LinesResponse

Message = MutableMapping[str, Any]


class Reader:
    """Takes so many messages, and is gone with the next, or says that it has gone."""

    def __init__(self, takes: int) -> None:
        self.left = takes
        self.gone = asyncio.Event()

    async def send(self, _: Message) -> None:
        if not self.left:
            self.gone.set()
            raise OSError("gone")
        self.left -= 1

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}


@pytest.mark.parametrize(("takes", "whole"), [(2, False), (100, True)])
@pytest.mark.parametrize("version", ["2.3", "2.4"])
def test_lines_are_closed_however_the_sending_ends(takes: int, whole: bool, version: str) -> None:
    told: list[str] = []

    def lines() -> Generator[bytes]:
        try:
            for number in range(10):
                yield b"%d\n" % number
            told.append("whole")
        finally:
            told.append("closed")

    async def answer() -> LinesResponse:
        response = LinesResponse(lines())
        reader = Reader(takes)
        scope = {"type": "http", "asgi": {"spec_version": version}, "extensions": {}}
        if whole:
            await response(scope, reader.receive, reader.send)
        else:
            with pytest.raises((ClientDisconnect, OSError, ExceptionGroup)):
                await response(scope, reader.receive, reader.send)
        # Kept, so that nothing is collected by chance.
        return response

    kept = asyncio.run(answer())

    assert kept is not None
    assert told == (["whole", "closed"] if whole else ["closed"])
