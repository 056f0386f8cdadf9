"""Find the consent banner of a page: in the document, in shadow roots, and in frames."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.banner_words import is_needed, option_says, saves_choices
from civiscope.collectors.consent.closed_roots import roots_script
from civiscope.collectors.consent.platforms import rules_for
from civiscope.detectors.consent_buttons import classify_consent_button
from civiscope.detectors.consent_notice import Dialog, DialogSubject, names_consent, subject_of
from civiscope.model.adapters import adapter_of
from civiscope.model.dom import Box
from civiscope.model.privacy import BannerBox, BannerChoice, BannerOption, ConsentBanner
from civiscope.web.urls import redact_url

_MAX_FRAMES = 12
_WORTH = {"dialog": 3, "bar": 2, "inline": 1}
_ASKING = frozenset({"accept", "reject", "acknowledge"})
_NAMES_CONSENT = re.compile(r"cookie|consent|\bcmp|privacy", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VisibleBanner:
    """A banner on the page as it stands, with what is needed to press its buttons."""

    banner: ConsentBanner
    frame: str
    """Id of the frame it is in."""
    buttons: tuple[int, ...]
    """Index of each choice in the frame's list."""
    at: tuple[float, float]
    """Where in its frame's window the first of them is."""

    def index_of(self, label: str) -> int | None:
        """Return the index of the first choice that is labelled so and does not only save boxes."""
        pairs = zip(self.banner.choices, self.buttons, strict=True)
        found = (index for choice, index in pairs if choice.label == label and not choice.saves)
        return next(found, None)

    def saving(self) -> int | None:
        """Return the index of the choice that keeps what boxes and radio buttons say."""
        choice = self.banner.saving(self.banner.choices[0].layer) if self.banner.choices else None
        return None if choice is None else self.buttons[self.banner.choices.index(choice)]

    def find_plain_save(self) -> int | None:
        """Return the index of the first choice that saves, whatever there is to save."""
        pairs = zip(self.banner.choices, self.buttons, strict=True)
        return next((index for choice, index in pairs if choice.saves), None)

    @property
    def asks(self) -> bool:
        """Whether it still wants an answer; a message that only tells of one does not."""
        labels = {choice.label for choice in self.banner.choices if not choice.saves}
        return bool(labels & {"accept", "reject"}) or self.saving() is not None


@dataclass(frozen=True, slots=True)
class BannerScan:
    """What a look for a banner brought."""

    shown: VisibleBanner | None
    letters: int
    """Length of the text of the page's own document."""
    elements: int
    leads_back: tuple[str, ...]
    """Texts of what can be pressed and is about cookies, outside the banner."""
    passed_over: tuple[str, ...] = ()
    """Dialogs that mention cookies or data and were left alone, and why, as sentences."""
    not_searched: tuple[str, ...] = ()
    """Parts of the page in which a banner would not have been found, as sentences."""


@dataclass(slots=True)
class _Look:
    """What has been seen while the frames of a page are looked at one by one."""

    layer: int
    letters: int = 0
    elements: int = 0
    found: list[VisibleBanner] = field(default_factory=list[VisibleBanner])
    back: list[str] = field(default_factory=list[str])
    platforms: list[tuple[bool, str]] = field(default_factory=list[tuple[bool, str]])
    passed_over: list[str] = field(default_factory=list[str])
    not_searched: list[str] = field(default_factory=list[str])


async def look_for_banner(tab: Tab, layer: int = 1) -> BannerScan:
    """Look at every frame of the page; raises PageLeft when the page goes elsewhere, TabLost."""
    frames = {tab.main_frame: "", **await tab.frame_urls()}
    look = _Look(layer)
    if len(frames) > _MAX_FRAMES:
        look.not_searched.append(
            f"Of {len(frames)} frames, {_MAX_FRAMES} were searched for a banner."
        )
    for frame, url in list(frames.items())[:_MAX_FRAMES]:
        if not tab.has_world(frame):
            continue
        main = frame == tab.main_frame
        try:
            await _look_into(tab, frame, url, look)
        except (CdpError, PageLeft, TabLost):
            # A frame that is busy or gone costs what is in it; the page itself costs the look.
            if main:
                raise
            where = redact_url(url)[:200] or "without an address"
            look.not_searched.append(f"The frame {where} could not be searched for a banner.")
    best = max(look.found, key=_worth, default=None)
    if best is not None:
        # The page may tell of the platform whose banner is in a frame.
        banner = replace(best.banner, platform=max(look.platforms, default=(False, ""))[1][:80])
        best = replace(best, banner=_covering(banner, await _covers(tab, best)))
    return BannerScan(
        best,
        look.letters,
        look.elements,
        tuple(dict.fromkeys(look.back))[:20],
        tuple(dict.fromkeys(look.passed_over))[:5],
        tuple(look.not_searched)[:5],
    )


async def _look_into(tab: Tab, frame: str, url: str, look: _Look) -> None:
    """Add to *look* what *frame* shows."""
    main = frame == tab.main_frame
    listed = await _collect_controls(tab, frame, in_frame=not main)
    if main:
        look.letters, look.elements = int(listed["words"]), int(listed["elements"])
    known = listed["platform"]
    labels = _labels(listed["buttons"], known)
    if known:
        look.platforms.append((bool(known["asks"]), str(known["name"])))
    shown: VisibleBanner | None = None
    if _ASKING & set(labels.values()):
        number = await _recognise(tab, frame, labels, look, asks=bool(known and known["asks"]))
        if number is not None:
            asked = f"civiscopeBanner.measure({number}, {json.dumps(labels)})"
            measured = await tab.evaluate(asked, frame=frame)
            shown = _visible_banner(measured, frame, url, look.layer) if measured else None
    if shown is not None:
        look.found.append(shown)
    taken = {choice.text for choice in shown.banner.choices} if shown else set[str]()
    texts = (str(button["text"]) for button in listed["buttons"])
    look.back += [text for text in texts if text not in taken and _leads_back(text)]


async def _recognise(
    tab: Tab, frame: str, labels: Mapping[int, str], look: _Look, *, asks: bool
) -> int | None:
    """Return the number of what is a consent notice among that which holds buttons."""
    given: Json = await tab.evaluate(
        f"civiscopeBanner.candidates({json.dumps(labels)})", frame=frame
    )
    raw: list[Json] = given["containers"]
    texts = {int(index): str(text) for index, text in given["texts"].items()}
    subjects = [_subject(one, labels, texts, opened=look.layer > 1, asks=asks) for one in raw]
    chains: list[list[int]] = given["chains"]
    # Behind a notice's settings, a button that only saves is what answers.
    saving = {i for i, text in texts.items() if look.layer > 1 and saves_choices(text)}
    best: tuple[int, int] | None = None
    for chain in chains:
        for number in chain:
            if subjects[number].subject == "cookies" and _may_ask(raw[number], labels, saving):
                opened = look.layer > 1
                worth = _worth_of(raw[number], labels, saving if opened else None)
                if best is None or worth > best[0]:
                    best = (worth, number)
                break
    if best is None:
        look.passed_over += [
            _sentence(one, why) for one, why in zip(raw, subjects, strict=True) if why.why
        ]
    return None if best is None else best[1]


def _subject(
    raw: Json, labels: Mapping[int, str], texts: Mapping[int, str], *, opened: bool, asks: bool
) -> DialogSubject:
    """Return what a container is about, by all that it says of itself."""
    mark = raw["mark"]
    if raw["how"] == "frame" and _NAMES_CONSENT.search(str(raw["url"])):
        mark = "strong"
    return subject_of(
        Dialog(
            names=tuple(map(str, raw["names"])),
            text=str(raw["text"]),
            choices=tuple((texts[i], labels[i]) for i in raw["buttons"] if i in texts),
            links=tuple(map(str, raw["links"])),
            pressed=tuple(map(str, raw["pressed"])),
            fields=int(raw["fields"]),
            options=tuple(map(str, raw["options"])),
            mark=mark,
            held=bool(raw["held"]),
            platform=raw["how"] == "platform" and asks,
            main=bool(raw["main"]),
            under=str(raw["under"]),
            opened=opened,
        )
    )


def _may_ask(raw: Json, labels: Mapping[int, str], saving: Set[int]) -> bool:
    """Say whether a container has what answers, so that it is more than a text on cookies."""
    said = {labels[index] for index in raw["buttons"]}
    if saving & set(raw["buttons"]):
        return True
    # Outside something that is held in place or marked, only a clear yes or no counts.
    return bool(said & ({"accept", "reject"} if raw["how"] == "near" else _ASKING))


def _worth_of(raw: Json, labels: Mapping[int, str], saving: Set[int] | None) -> int:
    """Return how likely a container is the banner; or, with *saving*, the layer behind another."""
    said = {labels[index] for index in raw["buttons"]}
    if saving is not None:
        # The first layer may still be there, below: what can be chosen and saved is the second.
        choices = 10 * bool(raw["options"]) + 10 * bool(saving & set(raw["buttons"]))
        return choices + 4 * ("reject" in said) + len(raw["buttons"])
    rank = {"platform": 4, "held": 3}.get(str(raw["how"]), 2)
    return rank * 10 + 4 * ("accept" in said) + 4 * ("reject" in said) + len(said)


def _sentence(raw: Json, subject: DialogSubject) -> str:
    named = next(iter(raw["names"]), "") or " ".join(str(raw["text"]).split())
    shown = named if len(named) <= 80 else f"{named[:79]}…"
    return f"“{shown}” mentions cookies or data, but was not answered: it {subject.why}."


async def _collect_controls(tab: Tab, frame: str, *, in_frame: bool) -> Json:
    """Return what can be pressed in *frame*, and the platform that the lists know it by."""
    asked = f"{banner_script()};civiscopeBanner.collect()"
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
        # A cross says "close"; that closing refuses, only the platform's rules know. Where nothing
        # can be accepted, it closes the message that the choice was kept.
        closes = labels.get(refuse) == "acknowledge" and refuse not in saving
        if closes and not known["opens"] and int(known["accept"]) >= 0:
            labels[refuse] = "reject"
        labels.setdefault(refuse, "settings" if known["opens"] else "reject")
        labels.pop(-1, None)
    return labels


def _leads_back(text: str) -> bool:
    return 0 < len(text) <= 80 and names_consent(text)


def _worth(shown: VisibleBanner) -> tuple[int, int, int]:
    labels = {choice.label for choice in shown.banner.choices}
    return (
        "accept" in labels or "reject" in labels,
        _WORTH[shown.banner.kind] + 3 * ("accept" in labels and "reject" in labels),
        len(labels),
    )


def _visible_banner(raw: Json, frame: str, url: str, layer: int) -> VisibleBanner:
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
    options = tuple(_option(option, layer) for option in raw["options"])
    ticked = tuple(
        BannerBox(option.text, layer, option.selector, option.needed)
        for option in options
        if option.on and (option.kind == "box" or option.says == "accept")
    )
    banner = ConsentBanner(
        kind=raw["kind"],
        text=str(raw["text"]),
        selector=str(raw["selector"]),
        snippet=str(raw["snippet"]),
        box=adapter_of(Box).validate_python(raw["box"]),
        frame=redact_url(url) if url else "",
        choices=choices,
        ticked=ticked,
        options=options,
    )
    indexes = tuple(int(button["index"]) for button in raw["buttons"])
    return VisibleBanner(banner, frame, indexes, (float(raw["at"]["x"]), float(raw["at"]["y"])))


def _option(raw: Json, layer: int) -> BannerOption:
    text, kind = str(raw["text"]), raw["kind"]
    return BannerOption(
        text=text,
        kind=kind,
        on=bool(raw["on"]),
        layer=layer,
        selector=str(raw["selector"])[:300],
        needed=kind == "box" and is_needed(text),
        says=option_says(text) if kind == "radio" else "",
        group=int(raw["group"]),
    )


def _covering(banner: ConsentBanner, share: float) -> ConsentBanner:
    # A frame does not know that the page keeps it in place.
    kept = bool(banner.frame) and banner.kind == "inline" and share > 0
    return replace(banner, covers=share, kind="bar" if kept else banner.kind)


async def _covers(tab: Tab, shown: VisibleBanner) -> float:
    """Return the share of the window that the banner and its backdrop cover."""
    with contextlib.suppress(CdpError, PageLeft):
        x, y = shown.at
        if shown.frame != tab.main_frame:
            left, top, _, _ = await frame_box(tab, shown.frame)
            x, y = x + left, y + top
        asked = f"{banner_script()};civiscopeBanner.covering({x:g}, {y:g})"
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
def banner_script() -> str:
    """Return the script that finds, measures and aims at banners, for our world of a frame."""
    folder = files("civiscope.collectors.consent")
    return f"{roots_script()};{folder.joinpath('banner.js').read_text(encoding='utf-8')}"
