"""What a plan says about a step, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from civiscope_reports.content.plan_settings import EffortClass
from civiscope_reports.planning.packages import CAUSES, SHORT_CAUSES, find_package
from civiscope_reports.planning.plan_values import PlanStep, Wave
from civiscope_reports.text.language import Language

WAVES: dict[Wave, str] = {
    "now": "At once: what keeps people out",
    "quick": "Quick wins: much for little",
    "next": "Next: what takes longer",
    "later": "Later: what can wait",
}
EFFORTS: dict[EffortClass, str] = {
    "S": "Small",
    "M": "Medium",
    "L": "Large",
    "X": "Unknown",
}
PEOPLE = {
    "no-vision": "blind",
    "limited-vision": "low vision",
    "no-colour": "colour-blind",
    "no-hearing": "deaf",
    "limited-hearing": "hard of hearing",
    "no-vocal": "without speech",
    "limited-manipulation": "no mouse",
    "limited-reach": "little reach",
    "photosensitive": "seizures",
    "limited-cognition": "reading, memory",
    "privacy": "everyone (privacy)",
    "everyone": "everyone",
}
"""Groups of people, for a narrow column."""
_MEASURES = {
    "keyboard": "usable_by_keyboard",
    "focus": "usable_by_keyboard",
    "consent": "refusal_kept",
    "trackers": "refusal_kept",
    "weight": "usable_on_slow_line",
    "scripts": "usable_without_javascript",
    "failures": "pages_reached",
    "check": "pages_with_failures",
}
"""Figures that a package moves most; others of accessibility move the barriers on a page."""
BY_HAND = {
    "keyboard": "Somebody does the task with the keyboard alone.",
    "focus": "Somebody does the task with the keyboard alone.",
    "names": "Somebody does the task with a screen reader.",
    "fields": "Somebody does the task with a screen reader.",
    "errors": "Somebody does the task with a screen reader.",
    "pictures": "Somebody reads the texts beside the pictures and finds that they say the same.",
    "media": "Somebody watches with captions and without sound.",
    "zoom": "Somebody reads the pages at 400 % zoom.",
    "words": "Somebody of the readers says in their own words what the page asks of them.",
    "statement": "Somebody sends the feedback form, and a reply comes.",
    "check": "Each entry is decided: fixed, or written down as right.",
}

MEASURED = {
    "failures": "Scans on three days, at other hours, reach these pages.",
    "weight": "A new scan sees the same pages, and none takes more than 10 seconds on a slow line.",
    "scripts": "A new scan sees the same pages, and each has its main text without JavaScript.",
    "words": "A new scan sees the same pages, and none of their texts is read as hard.",
}
"""How it is known that what was measured, and no rule told of, is done."""


def measure_after(step: PlanStep) -> str:
    """Return the key of the figure to look at when *step* is done."""
    if step.package in _MEASURES:
        return _MEASURES[step.package]
    accessible = any(
        problem.rule.startswith("accessibility/")
        for part in step.parts
        for problem in part.problems
    )
    return "barriers_per_page" if accessible else "problems_severe"


def done_when(step: PlanStep, words: Language) -> tuple[str, ...]:
    """Return how it is known that *step* is done, as sentences."""
    told: list[str] = []
    rules = {problem.rule for part in step.parts for problem in part.problems}
    if rules:
        told.append(
            words.plural(
                len(rules),
                "A new scan sees the same pages, and the rule named here finds nothing on them.",
                "A new scan sees the same pages, and the {number} rules named here find nothing on "
                "them.",
            )
        )
    elif step.package in MEASURED:
        told.append(words.text(MEASURED[step.package]))
    if step.package in BY_HAND:
        told.append(words.text(BY_HAND[step.package]))
    return tuple(told)


def effort_text(step: PlanStep, hours: Mapping[EffortClass, int], words: Language) -> str:
    """Return what *step* takes, in words."""
    name = words.text(EFFORTS[step.effort])
    if step.effort == "X":
        return words.text("{size} ({letter}): it depends on others", size=name, letter=step.effort)
    return words.text(
        "{size} ({letter}): up to {hours} for each site",
        size=name,
        letter=step.effort,
        hours=words.count(hours[step.effort], "hour"),
    )


def where_text(step: PlanStep, words: Language) -> str:
    """Return on how many pages, in how many places and at how many sites *step* is to be done."""
    parts: list[str] = []
    if step.places.formula == "documents" or step.cause == "documents":
        parts.append(words.count(step.places.value, "document"))
    elif step.pages.value:
        parts.append(words.count(step.pages.value, "page"))
        if step.places.value > step.pages.value:
            parts.append(words.count(step.places.value, "place"))
    else:
        parts.append(words.text("the site as a whole"))
    sites = len({part.source for part in step.parts})
    if sites > 1:
        parts.append(words.count(sites, "site"))
    return ", ".join(parts)


def cause_text(step: PlanStep, words: Language) -> str:
    """Return where the cause of *step* lies, and why that is thought."""
    said = words.text(CAUSES[step.cause])
    part = step.parts[0]
    if step.cause == "supplier":
        return words.text(
            "Probably {cause}: it lies in a frame of {domain}. Ask them in the first week.",
            cause=said,
            domain=part.supplier,
        )
    pages = sum(each.pages.value for each in step.parts)
    if step.cause in {"shared", "template", "content"} and pages and part.tried_on:
        tried = sum(max(each.tried_on, each.pages.value) for each in step.parts)
        seen = words.text(
            "on {number} of {tried} where it was looked for",
            number=words.number(pages),
            tried=words.count(tried, "page"),
        )
        return words.text("Probably {cause}: {seen}.", cause=said, seen=seen)
    return words.text("Probably {cause}.", cause=said)


def title_of(step: PlanStep, words: Language) -> str:
    """Return the title of *step*, with its cause where another step has the same title."""
    if find_package(step.package) is None:
        return words.text("Fix: {problem}", problem=step.title)
    if step.twin:
        return f"{step.title} ({words.text(SHORT_CAUSES[step.cause])})"
    return step.title
