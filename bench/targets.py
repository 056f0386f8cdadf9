"""What civiscope has to reach beside the other variants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Variants = Mapping[str, Mapping[str, Any]]
"""Summaries of the variants that were run, by their letters."""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure, and the bound it must not cross."""

    text: str
    needs: str
    """Letters of the variants it is computed from."""
    value: Callable[[Variants], float]
    met: Callable[[float], bool]


def _median(variants: Variants, key: str, measure: str) -> float:
    return float(variants[key][measure]["median"])


def _faster_than(key: str, least: float, what: str) -> Target:
    def value(variants: Variants) -> float:
        base = _median(variants, key, "pages_per_minute")
        own = _median(variants, "e", "pages_per_minute")
        return round(own / base, 3) if base else float("inf")

    text = f"civiscope, pages a minute, times those of {what} (at least {least:g})"
    return Target(text, f"{key}e", value, lambda ratio: ratio >= least)


def _cpu_ratio(variants: Variants) -> float:
    floor = _median(variants, "d", "cpu_per_page_ms")
    own = _median(variants, "e", "cpu_per_page_ms")
    return round(own / floor, 3) if floor else float("inf")


def _lost(variants: Variants) -> float:
    return float(variants["e"]["asked"] - variants["e"]["answered"])


TARGETS = (
    _faster_than("b", 1.3, "(b)"),
    _faster_than("c", 3.0, "(c)"),
    _faster_than("d", 0.85, "(d)"),
    Target(
        "civiscope, CPU a page, times that of (d) (at most 1.25)",
        "de",
        _cpu_ratio,
        lambda ratio: ratio <= 1.25,
    ),
    Target("civiscope, pages lost (none)", "e", _lost, lambda lost: lost == 0),
)
