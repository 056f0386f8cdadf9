"""Split field values into lists, as the Fetch Standard has browsers do it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WHITESPACE = " \t"
# A quoted string may hold commas. One that is never closed takes the rest, as in browsers.
_PIECE = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))*+', re.DOTALL)


def decode_and_split(values: Iterable[str]) -> tuple[str, ...]:
    """Return the members of a field sent once or more often, empty members included.

    This is "get, decode, and split" of the Fetch Standard. No value gives no member.
    """
    joined = ", ".join(values_given := tuple(values))
    if not values_given:
        return ()
    members: list[str] = []
    position = 0
    while True:
        piece = _PIECE.match(joined, position)
        end = piece.end() if piece else len(joined)
        members.append(joined[position:end].strip(_WHITESPACE))
        if end >= len(joined):
            return tuple(members)
        # What stands at the end of a piece is a comma: the pattern eats everything else.
        position = end + 1
