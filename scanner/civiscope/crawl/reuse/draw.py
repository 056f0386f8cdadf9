"""Say which unchanged pages are visited all the same: those that are due, and those drawn by lot.

Both depend on a secret beside the evidence, so that whoever runs the site cannot foresee them.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

MAX_AGE_DAYS = 30
"""Days after which a page is visited whatever its server says."""
MAX_AGE_OF_OTHERS_DAYS = 7
"""The same for pages that others have a part in, who are not asked, and for visits for privacy."""
SHARE = 0.01
"""Share of the unchanged pages that is visited each night, at least."""
MAX_DAYS_WITHOUT = 6
"""Days after which one page is drawn, however few there are: one a week."""


def lot(secret: str, *words: object) -> float:
    """Return a number from 0 up to 1 that only the *secret* and the *words* decide."""
    text = "\0".join(map(str, words)).encode()
    found = hmac.new(secret.encode(), text, sha256).digest()
    return int.from_bytes(found[:8], "big") / 2**64


def is_due(secret: str, url: str, *, seen: date, today: date, max_age: int) -> bool:
    """Say whether the page at *url*, seen on the day *seen*, is to be visited for its age.

    Each page has a day of its own in a cycle of *max_age* days: every night as many are due, and
    none gets older than that.
    """
    if today <= seen:
        return False
    shift = int(lot(secret, "age", url) * max_age)
    return (today.toordinal() + shift) // max_age > (seen.toordinal() + shift) // max_age


def draw(secret: str, urls: Iterable[str], *, today: date, last: date | None) -> frozenset[str]:
    """Return which of the unchanged pages *urls* are visited today to verify that they are.

    *last* is the day on which one was visited so.
    """
    drawn = sorted(urls, key=lambda url: lot(secret, today.isoformat(), url))
    wanted = len(drawn) * SHARE
    number = int(wanted) + (lot(secret, "how many", today.isoformat()) < wanted - int(wanted))
    # At least one a week, wherever the last is too long ago; which night it is, nobody foresees.
    if SHARE and not number and drawn:
        over = MAX_DAYS_WITHOUT if last is None else (today - last).days
        number = int(over >= MAX_DAYS_WITHOUT or lot(secret, "week", today.isoformat()) < over / 21)
    return frozenset(drawn[:number])
