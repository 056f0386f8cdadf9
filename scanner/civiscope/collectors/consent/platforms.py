"""The rules by which consent platforms are recognised: autoconsent's, and a few of our own."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from civiscope.engines import EnginesMissing, engine_text

# What a step may ask for. Whatever else there is would run code in the page, wait or hide things.
_STEPS = frozenset(
    {
        *("exists", "visible", "check", "negated", "any", "if", "then", "else"),
        *("click", "waitForThenClick", "all", "optional"),
    }
)
_TESTS = frozenset({"exists", "visible", "any", "if"})
Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """How one platform is recognised, and what it wants pressed."""

    name: str
    """Empty when the rule is about one site's own banner."""
    detect: tuple[Step, ...]
    popup: tuple[Step, ...]
    accept: tuple[Step, ...]
    refuse: tuple[Step, ...]
    where: re.Pattern[str] | None = None
    """Addresses of the documents it is for; None for any."""
    page: bool = True
    """Whether it is for a page's own document."""
    frame: bool = False
    """Whether it is for the documents of frames."""


def rules_for(url: str, *, in_frame: bool) -> str:
    """Return the script that recognises platforms in the document at *url*, with its rules."""
    chosen = [
        rule
        for rule in platform_rules()
        if (rule.frame if in_frame else rule.page) and (rule.where is None or rule.where.match(url))
    ]
    return _script(tuple(id(rule) for rule in chosen), chosen)


@lru_cache(maxsize=1)
def platform_rules() -> tuple[PlatformRule, ...]:
    """Return every rule that can be followed without running code in the page, ours first."""
    try:
        listed: list[Step] = json.loads(engine_text("autoconsent-rules"))["autoconsent"]
    except EnginesMissing:
        listed = []
    theirs = (rule for raw in listed if (rule := _read(raw)) is not None)
    return (*_ours(), *theirs)


_scripts: dict[tuple[int, ...], str] = {}


def _script(key: tuple[int, ...], rules: Sequence[PlatformRule]) -> str:
    made = _scripts.get(key)
    if made is None:
        source = files("civiscope.collectors.consent").joinpath("platforms.js")
        told = [
            {
                "name": rule.name,
                "detect": rule.detect,
                "popup": rule.popup,
                "accept": rule.accept,
                "refuse": rule.refuse,
            }
            for rule in rules
        ]
        made = source.read_text(encoding="utf-8").replace("RULES", json.dumps(told), 1)
        if len(_scripts) < 50:
            _scripts[key] = made
    return made


def _read(raw: Step) -> PlatformRule | None:
    context: Step = raw.get("runContext") or {}
    pattern = str(context.get("urlPattern") or "")
    detect, popup = _steps(raw["detectCmp"]), _steps(raw["detectPopup"])
    if not detect or not popup or raw["name"].startswith("Test page"):
        return None
    try:
        where = re.compile(pattern) if pattern else None
    except re.error:
        return None
    return PlatformRule(
        # A rule for one site is about that site's own banner.
        name="" if pattern else str(raw["name"]),
        detect=detect,
        popup=popup,
        accept=_steps(raw["optIn"]) or (),
        refuse=_steps(raw["optOut"]) or (),
        where=where,
        page=bool(context.get("main", True)),
        frame=bool(context.get("frame", False)),
    )


def _steps(raw: Iterable[Step]) -> tuple[Step, ...] | None:
    """Return the steps that we follow; None when one that has to hold is not among them."""
    kept: list[Step] = []
    for step in raw:
        if "eval" in step or "cookieContains" in step or "text" in step:
            return None
        lean = {name: _lean(value) for name, value in step.items() if name in _STEPS}
        if lean.keys() & (_TESTS | {"click", "waitForThenClick"}):
            kept.append(lean)
    return tuple(kept)


def _lean(value: object) -> object:
    if isinstance(value, dict):
        condition = _steps([cast("Step", value)])
        return condition[0] if condition else {}
    if isinstance(value, list):
        listed = cast("list[object]", value)
        if listed and isinstance(listed[0], dict):
            return list(_steps(cast("list[Step]", listed)) or ())
        return listed
    return value


def _ours() -> tuple[PlatformRule, ...]:
    text = (
        files("civiscope.collectors.consent").joinpath("platforms.toml").read_text(encoding="utf-8")
    )
    found: list[PlatformRule] = []
    for entry in tomllib.loads(text)["platform"]:
        no: Step = {"click": entry["refuse"]}
        through: list[Step] = [{"click": entry["settings"]}, {"click": entry["refuse"]}]
        found.append(
            PlatformRule(
                name=entry["name"],
                detect=({"exists": entry["there"]},),
                popup=({"visible": entry["asks"], "check": "any"},),
                accept=({"click": entry["accept"]},),
                refuse=(
                    {
                        "if": {"visible": entry["refuse"], "check": "any"},
                        "then": [no],
                        "else": through,
                    },
                ),
                frame=True,
            )
        )
    return tuple(found)
