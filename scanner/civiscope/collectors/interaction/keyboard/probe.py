"""The keyboard walk: where Tab leads, what is seen of the focus, and whether it can get away."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.keyboard.frames import Frames, Key
from civiscope.collectors.interaction.keyboard.pixels import Indicator, Subject, compare
from civiscope.collectors.interaction.keyboard.skip import try_skip_links
from civiscope.collectors.interaction.keyboard.walk import Surveyed, Walked, walk
from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.model import AxeResults, Missing

Facts = dict[Key, dict[str, Any]]
MAX_GUARDS = 12
"""Elements hidden from screen readers that are given the focus, a second each."""


async def run(probing: Probing) -> Answer:
    """Walk through the page, then look closer at what the walk left open."""
    tab = probing.tab
    frames = Frames(tab)
    urls = {tab.main_frame: "", **await tab.frame_urls()}
    facts: Facts = {}
    whole = True
    shut: set[str] = set()
    for frame in urls:
        whole &= await _survey(frames, frame, facts, shut)
    surveyed = tuple(facts)
    walked = await walk(tab, frames, _survey_controls(facts))
    await _describe(frames, walked, facts)
    await _look_again(frames, walked)
    # What a page has done, and what led out of a trap, leaves it in another state: nothing that is
    # looked at more closely would be told of the page as people find it.
    closer = not (walked.stopped or walked.attempts or walked.traps)
    indicators, marks = await _styles(frames, walked, facts)
    skips: list[dict[str, Any]] = []
    if closer:
        indicators |= await _pictures(probing, frames, walked, facts, marks, set(indicators))
        skips = await try_skip_links(tab, frames, walked.order, facts)
    axe = probing.page.evidence.axe
    guards = [] if isinstance(axe, Missing) else await try_guards(frames, axe)
    numbers = {key: number for number, key in enumerate(walked.order)}
    passed_over = _find_passed_over(surveyed, walked, facts)
    return {
        "stops": [
            _stop(key, walked, facts[key], indicators.get(key, "unchecked"), urls)
            for key in walked.order
        ],
        "missed": [_spot(facts[key], urls.get(key[0], "")) for key in passed_over][:100],
        "taken": [
            {
                "stop": _spot(facts[key], urls.get(key[0], "")),
                "to": numbers.get(to, -1) if to else -1,
            }
            for key, to in walked.taken.items()
            if key in facts
        ],
        "traps": [
            {
                "stops": [numbers[key] for key in trap.members if key in numbers],
                "exit": trap.exit,
                "named": trap.named,
                "tried_all": trap.tried_all,
            }
            for trap in walked.traps
        ],
        "guards": guards,
        "closer": closer,
        "skips": [{**skip, "stop": numbers[skip["stop"]]} for skip in skips],
        "stopped": walked.stopped or ("" if whole else "The page has too many stops to list."),
    }


async def _survey(frames: Frames, frame: str, facts: Facts, shut: set[str]) -> bool:
    """Add the facts of what Tab should come to in a frame, and ids of frames it passes over."""
    try:
        found = await frames.ask("civiscopeKeyboard.survey()", frame)
        passed_over = found["frames"] if frame in shut else found["shut"]
        shut.update([await frames.child((frame, number)) for number in passed_over])
    except (PageLeft, CdpError):
        if frame == frames.tab.main_frame:
            raise
        return True
    if frame not in shut:
        facts.update({(frame, stop["number"]): stop for stop in found["stops"]})
    return bool(found["whole"])


def _survey_controls(facts: Facts) -> Surveyed:
    return Surveyed(
        several={key for key, stop in facts.items() if stop["several"]},
        dates={key for key, stop in facts.items() if stop["parted"]},
        expected=[
            key
            for key, stop in facts.items()
            if not stop["several"] and stop["group"] < 0 and stop["type"] != "radio"
        ],
    )


def _find_passed_over(surveyed: tuple[Key, ...], walked: Walked, facts: Facts) -> list[Key]:
    """Return what takes the focus but was not come to, nor stands in a group that was."""
    groups = {(frame, facts[frame, number]["group"]) for frame, number in walked.order}
    reached = {*walked.order, *(group for group in groups if group[1] >= 0)}
    return [
        key
        for key in surveyed
        if key not in reached
        and not facts[key]["several"]
        and (key[0], facts[key]["group"]) not in reached
    ]


async def try_guards(frames: Frames, axe: AxeResults) -> list[dict[str, Any]]:
    """Return which elements that are hidden from screen readers only hand the focus on."""
    result = axe.rule("aria-hidden-focus")
    tried: list[dict[str, Any]] = []
    # Which of several frames with one address axe-core means is not known here.
    found = [*result.violations, *result.incomplete] if result else []
    for node in [node for node in found if not node.frame][:MAX_GUARDS]:
        with contextlib.suppress(PageLeft, CdpError):
            path = json.dumps(node.selector)
            handed_on = await frames.ask(f"civiscopeKeyboard.handsOn({path})")
            if handed_on is not None:
                tried.append({"selector": node.selector, "hands_on": handed_on})
    return tried


async def _describe(frames: Frames, walked: Walked, facts: Facts) -> None:
    """Add the facts of elements that were not there, or could not be reached, at the start."""
    unknown: dict[str, list[int]] = {}
    for frame, number in [*walked.order, *walked.taken]:
        if (frame, number) not in facts:
            unknown.setdefault(frame, []).append(number)
    for frame, numbers in unknown.items():
        wanted = [number for number in numbers if number >= 0]
        found: list[dict[str, Any]] = []
        with contextlib.suppress(PageLeft, CdpError):
            found = await frames.ask(f"civiscopeKeyboard.describe({wanted})", frame)
        facts.update({(frame, stop["number"]): {**stop, "late": True} for stop in found})
    for key in walked.order:
        facts.setdefault(key, dict(_DOCUMENT))


async def _look_again(frames: Frames, walked: Walked) -> None:
    """Forget elements that lost the focus to nothing once, and keep it when they get it again."""
    for frame, number in [key for key, to in walked.taken.items() if to is None]:
        lost = False
        with contextlib.suppress(PageLeft, CdpError):
            lost = bool(await frames.ask(f"civiscopeKeyboard.refuses({number})", frame))
        if not lost:
            del walked.taken[frame, number]


_DOCUMENT: dict[str, Any] = {
    "selector": ":root",
    "snippet": "",
    "box": None,
    "tag": "html",
    "type": "",
    "role": "",
    "name": "",
    "tabindex": 0,
    "containers": [],
    "layer": -1,
    "rtl": False,
    "kind": "document",
    "several": True,
    "parted": False,
    "group": -1,
}
"""A frame that has the focus as a whole, or is gone."""


async def _styles(
    frames: Frames, walked: Walked, facts: Facts
) -> tuple[dict[Key, Indicator], dict[Key, str]]:
    """Return what styles alone say: of which elements the focus is bound to be seen, and what
    else changes about the others, in few letters."""
    found: dict[Key, Indicator] = {}
    marks: dict[Key, str] = {}
    for frame in {frame for frame, _ in walked.order}:
        try:
            verdicts, changes = await frames.ask(
                "(civiscopeKeyboard.rest(), civiscopeKeyboard.verdicts())", frame
            )
        except (PageLeft, CdpError):
            continue
        found.update({(frame, int(number)): said for number, said in verdicts.items()})
        marks.update({(frame, int(number)): mark for number, mark in changes.items()})
    sure: dict[Key, Indicator] = {
        key: said
        for key, said in found.items()
        if said in {"style", "caret"}
        and walked.looks.get(key, {}).get("shown") == "shown"
        and not (facts[key]["several"] or key in walked.parted)
    }
    return sure, marks


async def _pictures(
    probing: Probing,
    frames: Frames,
    walked: Walked,
    facts: Facts,
    marks: dict[Key, str],
    told: set[Key],
) -> dict[Key, Indicator]:
    """Return what pictures say of the elements whose styles did not tell."""
    subjects = [
        Subject(
            key,
            f"{walked.looks[key].get('shown')} {facts[key]['kind']}",
            walked.looks[key].get("shown") == "shown",
            marks.get(key, ""),
        )
        for key in walked.order
        if key not in told
        and not (facts[key]["several"] or key in walked.parted or walked.looks[key].get("frame"))
    ]
    return dict(await compare(probing.tab, frames, subjects))


def _stop(
    key: Key, walked: Walked, facts: dict[str, Any], indicator: Indicator, urls: dict[str, str]
) -> dict[str, Any]:
    look, back = walked.looks[key], walked.back.get(key, {})
    cover = look.get("cover") or back.get("cover")
    return {
        **_spot(facts, urls.get(key[0], "")),
        "role": facts["role"],
        "tabindex": facts["tabindex"],
        "frame_id": list(urls).index(key[0]) if key[0] in urls else -1,
        "containers": facts["containers"],
        "layer": facts["layer"],
        "rtl": facts["rtl"],
        "late": bool(facts.get("late")),
        "shown": look.get("shown", "shown"),
        "indicator": indicator,
        "several": facts["several"] or key in walked.parted,
        "cover": None if cover is None else {**cover, "back": not look.get("cover")},
        "attempts": walked.attempts.get(key, []),
    }


def _spot(facts: dict[str, Any], frame: str) -> dict[str, Any]:
    names = ("selector", "snippet", "box", "tag", "type", "name")
    return {**{name: facts[name] for name in names}, "frame": frame}


PROBE = Probe("keyboard", run, seconds=150, restores=True, presses=True)
