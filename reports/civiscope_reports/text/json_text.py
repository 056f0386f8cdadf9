"""Write JSON that may hold anything a page said, and shows it the same in every viewer."""

from __future__ import annotations

import json

from civiscope_reports.text.plain import UNSEEN, no_halves


def dump(value: object, *, indent: int | None = None) -> str:
    """Return *value* as JSON in which what cannot be seen is escaped, and UTF-8 can hold the rest.

    The same value gives the same text. NaN and infinity, which are no JSON, raise ValueError.
    """
    separators = None if indent else (",", ":")
    text = json.dumps(
        value, indent=indent, separators=separators, ensure_ascii=False, allow_nan=False
    )
    # Line feeds of the layout stay; those inside strings are escaped already.
    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], no_halves(text))


def dump_file(value: object) -> bytes:
    """Return *value* as the bytes of a file that people may open."""
    return f"{dump(value, indent=2)}\n".encode()
