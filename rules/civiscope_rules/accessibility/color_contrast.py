"""Judge contrast as it is painted, where axe-core cannot. See color_contrast.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from civiscope import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.model import AxeRule, Missing, Node
from civiscope.model.contrast import SampledText
from civiscope.model.script_results import place_of
from civiscope_rules.shared.contrast_behind import (
    NO_TEXT,
    by_pixels,
    holds_no_language,
    is_drawn,
    low_facts,
    needs_no_contrast,
    sampled_texts,
    told_alike,
)

_RULE = "accessibility/color-contrast"
_SAME = "has a 1:1 contrast ratio"
_NO_VALUE = "has no value"

_SWITCHED_OFF = re.compile(
    r"<a\b(?![^>]*\s(?:href|tabindex|role|onclick)=)[^>]*\sclass=[\"'](?:[^\"'>]*\s)?(?:is-)?disabled[\s\"']"
)
"""A link without an address that its class calls disabled, as in page numbers: it is inactive."""

Fact = Mapping[str, Any]
"""What the script says of one text."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to texts that axe-core leaves open, that an effect changes, or that it does not see."""
    result = page.axe.rule("color-contrast") or AxeRule("color-contrast")
    facts = _facts(page)
    sampled = sampled_texts(page)
    outcomes: dict[str, Outcome] = {}
    signs = {str(fact["selector"]) for fact in facts if fact["kind"] == "signs"}
    over_fixed = {str(fact["selector"]) for fact in facts if fact["kind"] == "fixed"}
    switched_off = {str(fact["selector"]): fact for fact in facts if fact["kind"] == "off"}
    for node in result.violations:
        off = _SWITCHED_OFF.match(node.snippet)
        if holds_no_language(node.snippet) or node.selector in signs or off:
            outcomes[node.selector] = passed(node.place())
        elif is_drawn(node.snippet):
            outcomes[node.selector] = cannot_tell(node.place(), "picture")
        elif node.selector in over_fixed:
            outcomes[node.selector] = cannot_tell(node.place(), "fixed")
        elif node.selector in switched_off:
            # Without the mouse and the keyboard it is inactive, whatever its markup says.
            reached = switched_off[node.selector]["reached"]
            place = node.place()
            outcomes[node.selector] = (
                cannot_tell(place, "switched-off") if reached else passed(place)
            )
    opened = {str(fact["selector"]): fact for fact in facts if fact["kind"] == "open"}
    for node in result.incomplete:
        outcomes[node.selector] = _judge_undecided(
            node, opened.get(node.selector, {}), sampled.get(node.selector)
        )
    named = {node.selector for node in (*result.violations, *result.incomplete)}
    for fact in facts:
        for outcome in _of_fact(fact, sampled, named):
            outcomes[outcome.place.selector] = outcome
    for outcome in outcomes.values():
        drawn = outcome.verdict == "failed" and is_drawn(outcome.place.snippet)
        yield cannot_tell(outcome.place, "picture") if drawn else outcome


def _facts(page: Page) -> list[Fact]:
    """Return what the script saw; nothing in evidence that is older than the script."""
    result = page.evidence.script_results.get(_RULE)
    if result is None or (isinstance(result, Missing) and result.missing == "not-gathered"):
        return []
    return list(page.script_results(_RULE))


def _judge_undecided(node: Node, fact: Fact, text: SampledText | None) -> Outcome:
    """Return the outcome of a text that axe-core could not decide."""
    place = node.place()
    no_text = NO_TEXT.search(node.summary) or holds_no_language(node.snippet)
    if no_text or fact.get("rendered") is False:
        low = _NO_VALUE in node.summary and _is_low(fact)
        return failed(place, "value", **_figures(fact)) if low else passed(place)
    seen = by_pixels(text)
    if _SWITCHED_OFF.match(node.snippet) or needs_no_contrast(text):
        return passed(place)
    exposed = fact.get("exposed") is True and fact.get("sized") is True
    if seen == "passed":
        return passed(place)
    if seen == "low" and text is not None:
        if told_alike(node.summary, text):
            return failed(place, "", summary=node.summary)
        return failed(place, "low", **low_facts(text))
    same = seen == "same" or (_SAME in node.summary and fact.get("plain") is True)
    if same and fact.get("drawn") is True:
        # What draws the words again is judged as a part of its own.
        return passed(place)
    if same and exposed:
        return failed(place, "same")
    if same and fact.get("exposed") is False:
        # Neither those who see the page nor those who listen to it meet this text.
        return passed(place)
    if fact.get("known") and fact.get("ratio") is not None:
        return failed(place, "worked-out", **_figures(fact)) if _is_low(fact) else passed(place)
    return cannot_tell(place, "undecided")


def _of_fact(fact: Fact, sampled: Mapping[str, SampledText], named: set[str]) -> Iterator[Outcome]:
    kind = fact["kind"]
    if kind == "effect":
        yield from _under_effect(fact, sampled, named)
    elif kind == "part":
        outcome = _part(fact, sampled.get(str(fact["selector"])))
        if outcome is not None:
            yield outcome
    elif kind == "zoomed" and fact["ratio"] is not None:
        place = place_of(fact)
        if _is_low(fact):
            yield failed(place, "zoomed", size=f"{fact['size']:g}", **_figures(fact))
        elif place.selector in named:
            yield passed(place)
    elif kind in {"option", "boxless"} and _is_low(fact):
        yield failed(place_of(fact), "worked-out", **_figures(fact))


def _under_effect(
    fact: Fact, sampled: Mapping[str, SampledText], named: set[str]
) -> Iterator[Outcome]:
    """Yield an outcome for each text that was measured, and one for those that were not."""
    effect = str(fact["effect"])
    unmeasured: list[Place] = []
    for each in fact["texts"]:
        place, text = place_of(each), sampled.get(str(each["key"]))
        seen = by_pixels(text)
        # An effect may leave nothing of a text; then nobody knows whether it is to be seen later.
        if seen == "open" or text is None or text.reason == "covered":
            if place.selector in named:
                # axe-core's own sentence would speak of colours that nobody sees.
                yield cannot_tell(place, "effect", effect=effect, count=1)
            else:
                unmeasured.append(place)
        elif seen == "low":
            yield failed(place, "painted", effect=effect, **low_facts(text))
        elif seen == "same" and each["exposed"]:
            yield failed(place, "same")
        else:
            yield passed(place)
    count = len(unmeasured) + int(fact["count"]) - len(fact["texts"])
    if count:
        place = unmeasured[0] if unmeasured else place_of(fact)
        yield cannot_tell(place, "effect", effect=effect, count=count)


def _part(fact: Fact, text: SampledText | None) -> Outcome | None:
    place = place_of(fact)
    seen = by_pixels(text)
    if seen == "open" and text is not None and text.inked and text.low_letters == text.inked:
        # A number before an item is a word of one letter.
        seen = "low"
    words: dict[str, Any] = {"part": f"::{fact['part']}", "text": fact["text"]}
    if seen in {"passed", "same", "unpainted"}:
        return None
    if seen == "low" and text is not None:
        figures: dict[str, Any] = {"ratio": f"{text.mean:.2f}", "need": low_facts(text)["need"]}
        return failed(place, "part", **words, **figures)
    ratio = fact["ratio"]
    if ratio is None:
        return cannot_tell(place, "part-open", **words)
    # What has no contrast at all is hidden on purpose, such as a label that moves into its field.
    return failed(place, "part", **words, **_figures(fact)) if _is_low(fact) else None


def _is_low(fact: Fact) -> bool:
    ratio = fact.get("ratio")
    return ratio is not None and 1.1 <= float(ratio) < float(fact["need"]) - 0.005


def _figures(fact: Fact) -> dict[str, Any]:
    return {"ratio": f"{float(fact['ratio']):.2f}", "need": f"{float(fact['need']):g}"}
