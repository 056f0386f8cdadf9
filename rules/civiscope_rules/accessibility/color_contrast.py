"""Look again, pixel by pixel, at texts axe-core could not decide. See color_contrast.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page
from civiscope_rules.shared.contrast_behind import decided


def check(page: Page) -> Iterator[Outcome]:
    """Apply to texts over images, gradients and layers, and to rows of signs that are no text."""
    return decided(page, "color-contrast", enhanced=False)
