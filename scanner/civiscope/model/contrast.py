"""How texts stand out from the pixels behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from civiscope.model.evidence import Missing


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


def settled_texts(answers: Iterable[Sequence[Mapping[str, Any]] | Missing]) -> set[str]:
    """Return the selectors of texts whose contrast a rule's script has worked out by their styles,
    and found to be enough at every level: it says so with `settled`.

    *Answers* are what scripts said, or why they said nothing.
    """
    said = [answer for answer in answers if not isinstance(answer, Missing)]
    return {str(fact["selector"]) for each in said for fact in each if fact.get("settled") is True}
