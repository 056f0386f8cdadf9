"""Tell scripts that record what visitors do, by what they listen to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from civiscope.model.network import Request
from civiscope.model.privacy import ScriptCall

_MOVES = frozenset({"mousemove", "pointermove", "touchmove"})
_KEYS = frozenset({"keydown", "keyup", "keypress", "input"})


@dataclass(frozen=True, slots=True)
class Recorder:
    """A script that could film the visit, and does send something away."""

    script: str
    heard: tuple[str, ...]
    """What it listens to, for the whole page."""
    hosts: tuple[str, ...]
    """Whom it sends to."""


def recorders(calls: Iterable[ScriptCall], requests: Iterable[Request]) -> tuple[Recorder, ...]:
    """Return the scripts that take in what visitors do on the whole page and send data away.

    Such a script listens to moves, to clicks or scrolling, and to keys, and watches every change of
    the document.
    """
    heard: dict[str, set[str]] = {}
    watching: set[str] = set()
    for call in calls:
        if call.api == "listen":
            heard.setdefault(call.script, set()).add(call.detail)
        elif call.api == "observe":
            watching.add(call.script)
    sent: dict[str, set[str]] = {}
    for request in requests:
        if request.method in {"POST", "PUT"} or request.type in {"websocket", "ping"}:
            for script in (request.initiator.url, *request.initiator.stack):
                sent.setdefault(script, set()).add(request.host)
    return tuple(
        Recorder(script, tuple(sorted(events)), tuple(sorted(sent[script])))
        for script, events in sorted(heard.items())
        if script in watching
        and script in sent
        and events & _MOVES
        and events & _KEYS
        and {"scroll", "click"} & events
    )
