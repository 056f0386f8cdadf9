"""Suggest what a mistyped word may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from civiscope.errors import UsageError

MAX_NAMED = 8
"""Choices that an error names; more are listed by a command."""
_MEANT = {
    "severe": "serious",
    "high": "serious",
    "major": "serious",
    "error": "serious",
    "medium": "moderate",
    "warning": "moderate",
    "low": "minor",
    "blocker": "critical",
}
"""Words of other tools for the same thing."""
_TURNS_OFF = frozenset({"never", "off", "none"})
"""Words that nobody is to be led to by a typing error."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a clause that names the known word most like *word*; empty when none is.

    A word that turns something off is never suggested.
    """
    every = sorted(known)
    meant = _MEANT.get(word.lower(), "")
    if meant in every:
        return f"; did you mean {meant!r}?"
    names = [name for name in every if name not in _TURNS_OFF]
    whole = [name for name in names if name.rpartition("/")[2] == word.lower()]
    if len(whole) == 1:
        return f"; did you mean {whole[0]!r}?"
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.75)
    # People name a part (`gdpr`) or leave the version out (`wcag`): the newest is meant.
    close = close or [name for name in names if word.lower() in name.lower()][-1:]
    close = close or difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if not close:
        begun = {name[: len(word)]: name for name in names}
        alike = difflib.get_close_matches(word.lower(), begun, n=1, cutoff=0.5)
        close = [begun[beginning] for beginning in alike]
    return f"; did you mean {close[0]!r}?" if close else ""


def unknown(kind: str, word: str, known: Iterable[str], listing: str) -> UsageError:
    """Return the error for a *word* that names no *kind*, with the nearest that does, or with all
    when they are few and none is near."""
    every = list(known)
    near = nearest(word, every)
    if not near and 0 < len(every) <= MAX_NAMED:
        return UsageError(f"There is no {kind} {word!r}. Choose one of: {', '.join(every)}.")
    return UsageError(f"There is no {kind} {word!r}{near or '.'} `{listing}` lists them all.")
