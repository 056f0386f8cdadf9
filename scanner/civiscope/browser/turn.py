"""The turn of a tab: how long it may last, and that others go on while its page is only watched."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Protocol


class PlaceOwner(Protocol):
    """Who has given the place in which a tab is worked with."""

    def hand_over(self) -> bool:
        """Let another have the place meanwhile; say whether that can be."""
        ...

    async def take_back(self) -> None:
        """Wait for the place that was handed over."""
        ...


class Turn:
    """The time in which a tab is worked with, in a place of *lender*, or in one of its own."""

    def __init__(self, lender: PlaceOwner | None = None) -> None:
        self._lender = lender
        self._limits: list[asyncio.Timeout] = []

    @contextlib.asynccontextmanager
    async def limit(self, seconds: float) -> AsyncGenerator[None, None]:
        """Bound the block; raises TimeoutError. Waiting for others does not count."""
        async with asyncio.timeout(seconds) as limit:
            self._limits.append(limit)
            try:
                yield
            finally:
                self._limits.remove(limit)

    @contextlib.asynccontextmanager
    async def rest(self) -> AsyncGenerator[None, None]:
        """Let other pages be worked on during the block, in which this one is only watched."""
        if self._lender is None or not self._lender.hand_over():
            yield
            return
        try:
            yield
        finally:
            await self._wait_for_place(self._lender)

    async def _wait_for_place(self, lender: PlaceOwner) -> None:
        now = asyncio.get_running_loop().time
        began = now()
        ends = {limit: limit.when() for limit in self._limits if not limit.expired()}
        for limit in ends:
            limit.reschedule(None)
        try:
            await lender.take_back()
        finally:
            for limit, end in ends.items():
                if end is not None:
                    limit.reschedule(end + now() - began)
