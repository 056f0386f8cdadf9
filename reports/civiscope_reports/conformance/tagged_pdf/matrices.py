"""The matrices of PDF, that say where text stands.

The scanner has the same sum in `collectors/documents/pdf/graphics.py`. They have no home in common:
the process that runs this one is started without civiscope, which takes longer to load than most
files take to read.
"""

from __future__ import annotations

from collections.abc import Iterable

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that does *m* and then *n*."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + o,
    )


def matrix_of(values: Iterable[object]) -> Matrix | None:
    """Return the matrix that six numbers give; None for anything else."""
    try:
        a, b, c, d, e, f = (float(str(each)) for each in values)
    except ValueError:
        return None
    return (a, b, c, d, e, f)
