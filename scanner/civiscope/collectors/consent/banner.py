"""Find the consent banner of a page: in the document, in shadow roots, and in frames."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pydantic import TypeAdapter

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.banner_words import (
    COOKIE_WORDS,
    is_about_cookies,
    is_needed,
    saves_choices,
)
from civiscope.collectors.consent.platforms import rules_for
from civiscope.detectors.consent_buttons import classify_consent_button
from civiscope.model.dom import Box
from civiscope.model.privacy import BannerBox, BannerChoice, ConsentBanner
from civiscope.web.urls import redact_url

_MAX_FRAMES = 12
_BOX = TypeAdapter(Box)
_WORTH = {"dialog": 3, "bar": 2, "inline": 1}


@dataclass(frozen=True, slots=True)
class Shown:
    """A banner on the page as it stands, with what is needed to press its buttons."""

    banner: ConsentBanner
    frame: str
    """Id of the frame it is in."""
    buttons: tuple[int, ...]
    """Index of each choice in the frame's list."""
    at: tuple[float, float]
    """Where in its frame's window the first of them is."""

    def index_of(self, label: str) -> int | None:
        """Return the index of the first choice labelled so, those that say it outright first."""
        pairs = list(zip(self.banner.choices, self.buttons, strict=True))
        found = [(c.saves, index) for c, index in pairs if c.label == label]
        return min(found)[1] if found else None

    def saving(self) -> int | None:
        """Return the index of the first choice that keeps what the boxes say."""
        for choice, index in zip(self.banner.choices, self.buttons, strict=True):
            if choice.saves:
                return index
        return None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look for a banner brought."""

    shown: Shown | None
    letters: int
    """Length of the text of the page's own document."""
    elements: int
    leads_back: tuple[str, ...]
    """Texts of what can be pressed and is about cookies, outside the banner."""


async def look_for_banner(tab: Tab, layer: int = 1) -> Looked:
    """Look at every frame of the page; raises PageLeft when the page goes elsewhere, TabLost."""
    frames = {tab.main_frame: "", **await tab.frame_urls()}
    found: list[Shown] = []
    letters = elements = 0
    back: list[str] = []
    platforms: list[tuple[bool, str]] = []
    for frame, url in list(frames.items())[:_MAX_FRAMES]:
        if not tab.has_world(frame):
            continue
        main = frame == tab.main_frame
        try:
            listed = await _collected(tab, frame, in_frame=not main)
            if main:
                letters, elements = int(listed["words"]), int(listed["elements"])
            known = listed["platform"]
            labels = _labels(listed["buttons"], known)
            if known:
                platforms.append((bool(known["asks"]), str(known["name"])))
            measured: Any = None
            if any(label in {"accept", "reject", "acknowledge"} for label in labels.values()):
                asked = f"{json.dumps(labels)}, {json.dumps(COOKIE_WORDS)}"
                measured = await tab.evaluate(f"civiscopeBanner.measure({asked})", frame=frame)
        except (CdpError, PageLeft, TabLost):
            # A frame that is busy or gone costs what is in it; the page itself costs the look.
            if main:
                raise
            continue
        shown = _shown(measured, frame, url, layer) if measured else None
        if shown is not None:
            found.append(shown)
        taken = {choice.text for choice in shown.banner.choices} if shown else set[str]()
        texts = (str(button["text"]) for button in listed["buttons"])
        back += [text for text in texts if text not in taken and _leads_back(text)]
    best = max(found, key=_worth, default=None)
    if best is not None:
        # The page may tell of the platform whose banner is in a frame.
        banner = replace(best.banner, platform=max(platforms, default=(False, ""))[1][:80])
        best = replace(best, banner=_covering(banner, await _covers(tab, best)))
    return Looked(best, letters, elements, tuple(dict.fromkeys(back))[:20])


async def _collected(tab: Tab, frame: str, *, in_frame: bool) -> Json:
    """Return what can be pressed in *frame*, and the platform that the lists know it by."""
    asked = f"{_source()};civiscopeBanner.collect()"
    listed: Json = await tab.evaluate(asked, frame=frame)
    if listed["unprepared"]:
        prepare = rules_for(str(listed["url"]), in_frame=in_frame)
        await tab.evaluate(f"{prepare};undefined", frame=frame)
        listed = await tab.evaluate(asked, frame=frame)
    return listed


def _labels(buttons: list[Json], known: Json | None) -> dict[int, str]:
    """Return what buttons do, by their texts; where these say nothing, by the platform's rules."""
    found = {int(b["index"]): classify_consent_button(str(b["text"])) for b in buttons}
    labels: dict[int, str] = {i: label for i, label in found.items() if label != "other"}
    saving = {int(b["index"]) for b in buttons if saves_choices(str(b["text"]))}
    for button in buttons:
        # "Save my choices" agrees or refuses, as the boxes say; it is told apart by `saves`.
        if int(button["index"]) not in labels and int(button["index"]) in saving:
            labels[int(button["index"])] = "acknowledge"
    if known is not None and known["asks"]:
        labels.setdefault(int(known["accept"]), "accept")
        refuse = int(known["refuse"])
        # A cross says "close"; that closing refuses, only the platform's rules know.
        if labels.get(refuse) == "acknowledge" and refuse not in saving and not known["opens"]:
            labels[refuse] = "reject"
        labels.setdefault(refuse, "settings" if known["opens"] else "reject")
        labels.pop(-1, None)
    return labels


def _leads_back(text: str) -> bool:
    return 0 < len(text) <= 80 and is_about_cookies(text)


def _worth(shown: Shown) -> tuple[int, int, int]:
    labels = {choice.label for choice in shown.banner.choices}
    return (
        "accept" in labels or "reject" in labels,
        _WORTH[shown.banner.kind] + 3 * ("accept" in labels and "reject" in labels),
        len(labels),
    )


def _shown(raw: Json, frame: str, url: str, layer: int) -> Shown:
    choices = tuple(
        BannerChoice(
            text=str(button["text"]),
            label=str(button["label"]),
            layer=layer,
            selector=str(button["selector"])[:300],
            link=bool(button["link"]),
            width=float(button["width"]),
            height=float(button["height"]),
            contrast=button["contrast"],
            saves=saves_choices(str(button["text"])),
        )
        for button in raw["buttons"]
    )
    ticked = tuple(
        BannerBox(str(t["text"]), layer, str(t["selector"])[:300], is_needed(str(t["text"])))
        for t in raw["ticked"]
    )
    banner = ConsentBanner(
        kind=raw["kind"],
        text=str(raw["text"]),
        selector=str(raw["selector"]),
        snippet=str(raw["snippet"]),
        box=_BOX.validate_python(raw["box"]),
        frame=redact_url(url) if url else "",
        choices=choices,
        ticked=ticked,
    )
    indexes = tuple(int(button["index"]) for button in raw["buttons"])
    return Shown(banner, frame, indexes, (float(raw["at"]["x"]), float(raw["at"]["y"])))


def _covering(banner: ConsentBanner, share: float) -> ConsentBanner:
    # A frame does not know that the page keeps it in place.
    kept = bool(banner.frame) and banner.kind == "inline" and share > 0
    return replace(banner, covers=share, kind="bar" if kept else banner.kind)


async def _covers(tab: Tab, shown: Shown) -> float:
    """Return the share of the window that the banner and its backdrop cover."""
    with contextlib.suppress(CdpError, PageLeft):
        x, y = shown.at
        if shown.frame != tab.main_frame:
            left, top, _, _ = await frame_box(tab, shown.frame)
            x, y = x + left, y + top
        asked = f"{_source()};civiscopeBanner.covering({x:g}, {y:g})"
        return float(await tab.evaluate(asked))
    return 0.0


async def frame_box(tab: Tab, frame: str) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a frame's content in the page's window.

    Raises CdpError when the frame shows nothing, or is deeper than two frames.
    """
    left = top = width = height = 0.0
    at = frame
    for step in range(3):
        parent, owner = await _owner(tab, at)
        quad = owner["model"]["content"]
        left, top = left + float(quad[0]), top + float(quad[1])
        if step == 0:
            width, height = float(owner["model"]["width"]), float(owner["model"]["height"])
        if parent == tab.main_frame:
            return left, top, width, height
        at = parent
    raise CdpError("The frame lies too deep.")


async def _owner(tab: Tab, frame: str) -> tuple[str, Json]:
    for session in tab.sessions:
        with contextlib.suppress(CdpError):
            node = await session.send("DOM.getFrameOwner", {"frameId": frame}, timeout=5)
            model = await session.send(
                "DOM.getBoxModel", {"backendNodeId": node["backendNodeId"]}, timeout=5
            )
            tree = await session.send("Page.getFrameTree", timeout=5)
            return _parent_in(tree["frameTree"], frame) or tree["frameTree"]["frame"]["id"], model
    raise CdpError("The frame has no element that shows it.")


def _parent_in(tree: Json, frame: str) -> str:
    for child in tree.get("childFrames", ()):
        if child["frame"]["id"] == frame:
            return str(tree["frame"]["id"])
        found = _parent_in(child, frame)
        if found:
            return found
    return ""


@lru_cache(maxsize=1)
def _source() -> str:
    return files("civiscope.collectors.consent").joinpath("banner.js").read_text(encoding="utf-8")
