"""How unpredictable a text is."""

from __future__ import annotations

import math
from collections import Counter


def entropy(text: str) -> float:
    """Return the Shannon entropy of *text* in bits per character."""
    if not text:
        return 0.0
    counts = Counter(text)
    return round(-sum(n / len(text) * math.log2(n / len(text)) for n in counts.values()), 2)
