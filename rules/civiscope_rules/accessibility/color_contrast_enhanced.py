"""Hold texts against the stronger contrast of level AAA. See color_contrast_enhanced.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed
from civiscope_rules.shared.contrast_behind import decided, holds_no_language


def check(page: Page) -> Iterator[Outcome]:
    """Apply to texts over images, gradients and layers, and to those that are weaker still.

    axe-core leaves out of this rule what has less than the usual contrast.
    """
    usual = page.axe.rule("color-contrast")
    for node in usual.violations if usual else ():
        if not holds_no_language(node.snippet):
            yield failed(node.place(), "usual")
    yield from decided(page, "color-contrast-enhanced", enhanced=True)
