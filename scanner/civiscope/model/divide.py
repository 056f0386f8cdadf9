"""What a page is for people with a slow line, an old phone, or a browser that runs no scripts."""

from __future__ import annotations

from dataclasses import dataclass

SLOW_BYTES_A_SECOND = 200_000
"""1.6 Mbit/s, as a poor mobile line has."""
SLOW_LATENCY_MS = 150
PHONE_WIDTH, PHONE_HEIGHT = 360, 640


@dataclass(frozen=True, slots=True)
class DivideMeasures:
    """One page, loaded again in four ways; None where that load told nothing."""

    first_text_s: float | None = None
    """Seconds until the first text stood there, at 1.6 Mbit/s and 150 ms, with an empty cache."""
    loaded_s: float | None = None
    """Seconds until it was loaded in that way; None when it did not end in time."""
    ended: bool = True
    """Whether it came to its end in the time that a page has."""
    words: int = 0
    """Words of the main content, shown as usual."""
    words_without_scripts: int | None = None
    forms: int = 0
    forms_without_scripts: int | None = None
    """Of them, those with an address and a button to send them, without scripts."""
    third_parties: int = 0
    """Hosts of others that the page asks."""
    words_without_third_parties: int | None = None
    phone_width: int | None = None
    """CSS pixels that the page is laid out in on a phone 360 wide; 980 where it says nothing of
    phones."""
    phone_content: int | None = None
    """CSS pixels that its content takes there."""
    other_ways: tuple[str, ...] = ()
    """Ways other than the web that the page names: `phone`, `post`, `in-person`."""
