"""Run one stage of a scan: the same few steps for each page, host or document."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from civiscope.fetch.rate_limit import HostLimiter

Item = TypeVar("Item")
Value = TypeVar("Value")


async def _no_reason(_item: object) -> None:
    """Let every item be run."""


async def _at_once() -> None:
    """Let every item begin when its turn has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Generic[Item, Value]):
    """What a stage does with each of its items; `run_stage` does the rest."""

    items: Sequence[Item]
    at_once: int
    """Items that are worked on at the same time."""
    host: Callable[[Item], str]
    """The host that an item bothers, whose turn is waited for."""
    run_one: Callable[[Item], Awaitable[Value]]
    too_late: Callable[[Item], Value]
    """What an item comes to when the time allowed is up; it is kept like any other value."""
    skip: Callable[[Item], Awaitable[Value | None]] = _no_reason
    """A value that is there already, or a refusal, for which nobody is bothered."""
    ready: Callable[[], Awaitable[None]] = _at_once
    """Waits until one more item can begin."""
    keep: Callable[[Item, Value], None] = lambda _item, _value: None
    """Stores a value as soon as it is there."""
    on_done: Callable[[Item, int], None] = lambda _item, _left: None
    """Called with each item that is done with, and how many are left."""


async def run_stage(
    stage: Stage[Item, Value], limiter: HostLimiter, time_is_up: Callable[[], bool]
) -> list[Value]:
    """Return the value of every item of *stage*, in the order of its items.

    Each waits for its host's turn; once *time_is_up*, what is left comes to `too_late`.
    """
    values: dict[int, Value] = {}
    waiting = iter(enumerate(stage.items))

    async def work() -> None:
        for number, item in waiting:
            value = await stage.skip(item)
            if value is None:
                async with limiter.turn(stage.host(item)):
                    await stage.ready()
                    value = stage.too_late(item) if time_is_up() else await stage.run_one(item)
                stage.keep(item, value)
            values[number] = value
            stage.on_done(item, len(stage.items) - len(values))

    async with asyncio.TaskGroup() as group:
        for _ in range(min(stage.at_once, len(stage.items))):
            group.create_task(work())
    return [values[number] for number in range(len(stage.items))]
