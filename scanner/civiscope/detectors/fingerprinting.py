"""Tell scripts that recognise devices by their traits from those that draw, play and lay out.

Each method has thresholds of its own; all that a method asks for must come from one script.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from civiscope.model.privacy import ScriptCall

Method = Literal["canvas", "fonts", "webgl", "audio", "rtc", "breadth", "battery", "sensor"]
LETTERS = 10
"""Different letters and digits drawn on a picture that nobody sees before it is read."""
MANY_LETTERS = 20
"""So many are drawn for how they come out; fewer, in one kind of writing, may be a word."""
WAYS = 2
"""Fonts and colours in which letters are drawn."""
FONTS = 50
"""Different fonts in which text is measured."""
PARAMETERS = 20
"""Different properties of the graphics card, its unmasked name among them."""
BREADTH = 16
"""Different properties of browser, screen and system."""
_UNMASKED = frozenset({"37445", "37446"})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A method of telling devices apart, as one script uses it."""

    method: Method
    script: str
    what: str
    """What was seen, in words."""
    sure: bool
    """Whether it has hardly any other use."""


def fingerprints(calls: Iterable[ScriptCall]) -> tuple[Fingerprint, ...]:
    """Return the methods that scripts use, in a fixed order."""
    scripts: dict[str, list[ScriptCall]] = {}
    for call in calls:
        scripts.setdefault(call.script, []).append(call)
    found = [one for script, own in scripts.items() for one in _of_script(script, own)]
    return tuple(sorted(found, key=lambda one: (one.script, one.method)))


def _of_script(script: str, calls: list[ScriptCall]) -> Iterable[Fingerprint]:
    details: dict[str, set[str]] = {}
    for call in calls:
        details.setdefault(call.api, set()).add(call.detail)
    reads = [_picture(detail) for detail in details.get("canvas.read", ())]
    letters, sure = max(map(_letters, reads), default=(0, False))
    if letters >= LETTERS:
        what = f"draws {letters} different letters on a picture that is not shown, and reads it"
        yield Fingerprint("canvas", script, what, sure=sure)
    fonts, sure = _fonts(details)
    if fonts >= FONTS:
        yield Fingerprint("fonts", script, f"measures text in {fonts} fonts", sure=sure)
    parameters = details.get("webgl.parameter", set[str]())
    hidden = any(read.get("gl") and not read.get("shown") for read in reads)
    if parameters & _UNMASKED and (len(parameters) >= PARAMETERS or hidden):
        what = f"reads the name and {len(parameters)} properties of the graphics card"
        yield Fingerprint("webgl", script, what, sure=len(parameters) >= PARAMETERS)
    makes = {"audio.oscillator", "audio.compressor"} & details.keys()
    if makes and {"audio.offline", "audio.read"} <= details.keys():
        what = "computes a sound that is not played, and reads it"
        yield Fingerprint("audio", script, what, sure=True)
    connects = {"rtc.connection", "rtc.channel", "rtc.offer", "rtc.candidate"} <= details.keys()
    if connects and "rtc.media" not in details:
        what = "opens a connection without a call and reads the device's addresses"
        yield Fingerprint("rtc", script, what, sure=False)
    machine = len(details.get("machine", ()))
    if machine >= BREADTH:
        what = f"reads {machine} properties of browser, screen and system"
        yield Fingerprint("breadth", script, what, sure=False)
    if "battery" in details:
        yield Fingerprint("battery", script, "reads the battery", sure=False)
    if "sensor" in details:
        what = f"listens to {', '.join(sorted(details['sensor']))}"
        yield Fingerprint("sensor", script, what, sure=False)


def _fonts(details: Mapping[str, set[str]]) -> tuple[int, bool]:
    """Return in how many fonts text is measured, and whether nobody sees what is measured.

    A menu of fonts shows a name in each, and its size may be asked for as well.
    """
    elements = details.get("element.font", set())
    unseen = {font for font in elements if not font.startswith("shown ")}
    hidden = details.get("canvas.font", set()) | unseen
    if len(hidden) >= FONTS:
        return len(hidden), True
    return len(hidden | elements), False


def _picture(detail: str) -> Mapping[str, Any]:
    try:
        read: Any = json.loads(detail)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}  # pyright: ignore[reportUnknownVariableType] # JSON


def _letters(read: Mapping[str, Any]) -> tuple[int, bool]:
    """Return how many different letters were drawn, and whether there is hardly another use.

    None for pictures that are shown, or made on a click. Libraries that draw charts keep and
    restore the state of the pen; scripts that draw words to see how they come out do not.
    """
    if read.get("shown") or read.get("clicked") or read.get("saves"):
        return 0, False
    if "distinct" not in read:
        # Evidence of earlier versions counts every letter, signs and repetitions as well.
        return int(read.get("letters", 0)), False
    letters = int(read["distinct"])
    many = letters >= MANY_LETTERS or int(read.get("ways", 0)) >= WAYS
    return letters, letters >= LETTERS and many
