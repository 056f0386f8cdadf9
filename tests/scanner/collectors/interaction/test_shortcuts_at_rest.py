"""A page that still moves when a key is pressed says nothing about the key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, cast

import pytest

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.keyboard import shortcuts
from civiscope.collectors.interaction.keyboard.frames import Frames


class Loading:
    """A page whose bar moves while it loads, and that a key changes or not."""

    def __init__(self, moves: int, *, answers: bool) -> None:
        self.states: Iterator[int] = iter(range(moves))
        self.state = 0
        self.answers = answers
        self.attempts: list[object] = []
        self.session = self

    async def ask(self, _expression: str) -> int:
        self.state = next(self.states, self.state)
        return self.state

    async def press(self, _session: object, _character: str) -> None:
        self.state += self.answers


@pytest.mark.parametrize(
    ("moves", "answers", "said"),
    [(0, True, True), (0, False, False), (7, False, False), (7, True, True), (999, False, False)],
)
def test_a_key_is_tried_when_the_page_is_at_rest(
    monkeypatch: pytest.MonkeyPatch, moves: int, answers: bool, said: bool
) -> None:
    page = Loading(moves, answers=answers)
    monkeypatch.setattr(shortcuts, "press", page.press)
    monkeypatch.setattr(shortcuts, "_SOON", 0)
    tab, frames = cast("Tab", cast("Any", page)), cast("Frames", cast("Any", page))

    assert asyncio.run(shortcuts.acts_at_rest(tab, frames, "=")) is said
