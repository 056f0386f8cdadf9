"""Hold texts against the stronger contrast of level AAA. See color_contrast_enhanced.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.contrast import settled_texts
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

_USUAL = "accessibility/color-contrast"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to texts that have the usual contrast, or of which axe-core cannot tell.

    What has less is told by the rule on the usual contrast, and not twice.
    """
    result = page.axe.rule("color-contrast-enhanced")
    for node in result.violations if result is not None else ():
        if holds_no_language(node.snippet):
            yield passed(node.place())
        elif is_drawn(node.snippet):
            yield cannot_tell(node.place(), "picture")
    sampled = sampled_texts(page)
    settled = settled_texts([page.evidence.script_results.get(_USUAL, [])])
    usual = page.axe.rule("color-contrast")
    left = {node.selector: node for node in (usual.incomplete if usual is not None else ())}
    left |= {node.selector: node for node in (result.incomplete if result is not None else ())}
    for node in left.values():
        text = sampled.get(node.selector)
        if NO_TEXT.search(node.summary) or by_pixels(text) in {"low", "same"}:
            yield passed(node.place())
            continue
        seen = by_pixels(text, enhanced=True)
        if seen == "low" and is_drawn(node.snippet):
            yield cannot_tell(node.place(), "picture")
        elif seen == "low" and text is not None:
            if told_alike(node.summary, text):
                yield failed(node.place(), "", summary=node.summary)
            else:
                yield failed(node.place(), "low", **low_facts(text, enhanced=True))
        elif seen == "passed" or needs_no_contrast(text) or node.selector in settled:
            yield passed(node.place())
