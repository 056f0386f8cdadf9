"""Read what other tools have recorded: pa11y's actions, Playwright's code, Chrome's recorder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from civiscope.errors import UsageError
from civiscope.journeys.playwright_code import read_code
from civiscope.journeys.secret_words import may_be_secret
from civiscope.journeys.writing import Written, to_toml

_NOTE = (
    "RecordedJourney from {name}. Where it says css, name fields and buttons as people do; add",
    "sends = true to each press that sends a form, and a state wherever a page is to be audited.",
)
_ARIA = re.compile(r'^aria/(?P<name>.*?)(?:\[role="(?P<role>\w+)"\])?$', re.DOTALL)
_NOTHING = frozenset(
    {"setViewport", "keyUp", "scroll", "close", "hover", "emulateNetworkConditions"}
)


@dataclass(slots=True)
class RecordedJourney:
    """A journey of another tool, in our words."""

    title: str
    start: str = ""
    steps: list[Written] = field(default_factory=list[Written])


def import_journey(path: Path) -> str:
    """Return the journey file that stands for the recording at *path*.

    Raises UsageError for a file of no known form, and for a step that a journey has no word for,
    with its number and text.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The recording {path} cannot be read: {error}.") from error
    found = _read(path, text)
    if not found.start:
        raise UsageError(f"{path} does not say where it begins; the first step opens an address.")
    if not any("state" in step for step in found.steps):
        found.steps.append({"state": "end"})
    notes = [line.format(name=path.name) for line in _NOTE]
    return to_toml(found.title, found.start, found.steps, notes)


def _read(path: Path, text: str) -> RecordedJourney:
    if "page." in text and re.search(r"\.goto\(", text):
        start, steps = read_code(path, text)
        return RecordedJourney(path.stem, start, steps)
    try:
        data: Any = json.loads(text)
    except ValueError:
        raise UsageError(
            f"{path} is in no form that can be imported: pa11y's JSON with actions, Playwright's "
            f"code in Python or JavaScript, or the JSON of Chrome's recorder."
        ) from None
    recording = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    if isinstance(recording.get("steps"), list):
        return _from_chrome(path, recording)
    return _from_pa11y(path, cast("Any", data))


# ---- pa11y ---------------------------------------------------------------------------------------

_ACTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"^navigate to (?P<url>\S+)$", "go"),
        (r"^click(?: element)? (?P<css>.+)$", "press"),
        (r"^set(?: field)? (?P<css>.+?) to (?P<value>.*)$", "fill"),
        (r"^clear(?: field)? (?P<css>.+)$", "clear"),
        (r"^check(?: field)? (?P<css>.+)$", "press"),
        (r"^uncheck(?: field)? (?P<css>.+)$", "uncheck"),
        (r"^screen ?(?:capture|shot)(?: to)? (?P<file>.+)$", "state"),
        (r"^wait for (?:url|path) to be (?P<path>\S+)$", "path"),
        (r"^wait for element (?P<css>.+) to be (?:added|visible)$", "visible"),
    )
)


def _from_pa11y(path: Path, data: object) -> RecordedJourney:
    found = RecordedJourney(path.stem)
    for entry in _entries(data):
        found.start = found.start or str(entry.get("url", ""))
        actions = entry.get("actions")
        for number, action in enumerate(cast("list[Any]", actions or []), 1):
            step = _of_action(path, number, str(action))
            if "go" in step and not found.start and not found.steps:
                found.start = str(step["go"])
                continue
            found.steps.append(step)
        if found.steps:
            break
    if not found.steps:
        raise UsageError(f"{path} holds no pa11y actions, and no steps of another tool.")
    return found


def _entries(data: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        yield {"actions": data}
        return
    if not isinstance(data, dict):
        return
    whole = cast("dict[str, Any]", data)
    yield whole
    for each in cast("list[Any]", whole.get("urls") or []):
        if isinstance(each, dict):
            yield cast("dict[str, Any]", each)
    if isinstance(whole.get("defaults"), dict):
        yield whole["defaults"]


def _of_action(path: Path, number: int, action: str) -> Written:
    for pattern, name in _ACTIONS:
        match = pattern.match(action.strip())
        if match is None:
            continue
        given = match.groupdict()
        match name:
            case "go":
                return {"go": given["url"]}
            case "fill":
                return _fill({"css": given["css"]}, given["css"], given["value"])
            case "state":
                return {"state": Path(given["file"]).stem}
            case "path":
                return {"expect": {"path": given["path"]}}
            case "visible":
                return {"expect": {"css": given["css"]}}
            case _:
                return {name: {"css": given["css"]}}
    raise UsageError(
        f"Action {number} of {path} has no place in a journey: {action[:120]!r}. Take it out, or "
        f"write what it waits for as a step."
    )


# ---- Chrome's recorder ---------------------------------------------------------------------------


def _from_chrome(path: Path, data: Mapping[str, Any]) -> RecordedJourney:
    found = RecordedJourney(str(data.get("title") or path.stem))
    steps = [cast("dict[str, Any]", step) for step in data["steps"] if isinstance(step, dict)]
    for number, step in enumerate(steps, 1):
        kind = str(step.get("type", ""))
        following = steps[number] if number < len(steps) else {}
        if kind == "navigate" and not found.start:
            found.start = str(step.get("url", ""))
        elif kind in _NOTHING or (
            kind == "click"
            and following.get("type") == "change"
            and following.get("selectors") == step.get("selectors")
        ):
            continue
        else:
            found.steps.append(_of_step(path, number, kind, step))
    return found


def _of_step(path: Path, number: int, kind: str, step: Mapping[str, Any]) -> Written:
    match kind:
        case "navigate":
            return {"go": str(step.get("url", ""))}
        case "click" | "doubleClick":
            return {"press": _target(path, number, step)}
        case "change":
            target = _target(path, number, step)
            return _fill(target, json.dumps(step.get("selectors", "")), str(step.get("value", "")))
        case "keyDown" if step.get("key"):
            return {"key": str(step["key"])}
        case "waitForElement":
            target = _target(path, number, step)
            return {"expect": target if isinstance(target, dict) else {"name": target}}
        case _:
            raise UsageError(
                f"Step {number} of {path} is {kind or 'of no type'!r}, which a journey has no word "
                f"for; take it out of the recording."
            )


def _target(path: Path, number: int, step: Mapping[str, Any]) -> str | dict[str, str]:
    """Return the most lasting of the selectors of a step: by role and name, else by CSS."""
    css = ""
    for alternative in cast("list[Any]", step.get("selectors") or []):
        several = isinstance(alternative, list)
        parts = cast("list[Any]", alternative) if several else [alternative]
        last = str(parts[-1])
        match = _ARIA.match(last)
        if match and match["name"].strip():
            name = match["name"].strip()
            return {"role": match["role"], "name": name} if match["role"] else name
        if not last.startswith(("xpath/", "text/", "pierce/")):
            css = css or last
        elif last.startswith("text/") and not css:
            return {"text": last.removeprefix("text/")}
    if not css:
        raise UsageError(f"Step {number} of {path} names no element that can be found again.")
    return {"css": css}


def _fill(target: str | dict[str, str], told: str, value: str) -> Written:
    if may_be_secret(f"{told} {target}"):
        return {"fill": target, "with": {"env": "JOURNEY_PASSWORD"}}
    return {"fill": target, "with": value}
