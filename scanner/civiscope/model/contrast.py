"""How texts stand out from the pixels behind them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampledText:
    """One text, compared stroke by stroke with what is behind it."""

    selector: str
    """As axe-core names it."""
    reason: str
    """Why it was not looked at: `gone`, `covered`, `moving`, …; empty when it was. `inactive` is a
    text of a control that cannot be used, `wordless` a field that nothing stands in."""
    letters: int
    inked: int
    """Letters whose strokes are to be seen."""
    ink: int
    """Pixels of strokes."""
    large: bool
    """Whether it counts as large text."""
    size: float
    """Size of its letters in CSS pixels."""
    low: float
    """The least contrast of any pixel."""
    mean: float
    low_letters: int
    """Letters that lack the contrast of level AA nearly everywhere."""
    low_ink: int
    """Pixels that lack the contrast of level AA."""
    low_letters_aaa: int
    low_ink_aaa: int


@dataclass(frozen=True, slots=True)
class SampledContrast:
    """Every text whose contrast axe-core left open."""

    texts: tuple[SampledText, ...]
