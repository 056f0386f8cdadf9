"""Small sums about what content draws: places, sizes and colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

PALE = 0.18
"""Luminance above which a colour on white has a contrast of less than 4.5."""
WHITE = 0.9
"""Luminance from which a colour cannot be meant to stand on white."""
UNKNOWN = -1.0
"""Luminance of a pattern, or of an ink of its own."""
BLACK = 0.005
"""Luminance up to which paint is as good as black."""
Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(values: Iterable[float], other: Matrix) -> Matrix:
    """Return the matrix that does what *values* do and then what *other* does."""
    a, b, c, d, e, f = values
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def unit_square(matrix: Matrix) -> tuple[float, float, float, float]:
    """Return the left, low, right and high end of what a picture covers."""
    a, b, c, d, e, f = matrix
    across, up = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(across), min(up), max(across), max(up)


def luminance(values: Sequence[float]) -> float:
    """Return how bright a colour of one, three or four parts is; -1 for any other."""
    if len(values) == 1:
        red = green = blue = values[0]
    elif len(values) == 3:
        red, green, blue = values
    elif len(values) == 4:
        red, green, blue = ((1 - each) * (1 - values[3]) for each in values[:3])
    else:
        return -1.0
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


@lru_cache(maxsize=2_000)
def _linear(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
