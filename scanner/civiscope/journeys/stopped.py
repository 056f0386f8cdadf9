"""Why a journey cannot go on."""

from __future__ import annotations


class JourneyStopped(Exception):
    """A step that could not be done. The message is one sentence or more, for people."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        """A word for programs: `not-found`, `ambiguous`, `blocked`, `host`, `expect`, `login`, …"""
        self.sentence = sentence
