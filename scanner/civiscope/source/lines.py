"""Tell lines and columns of places in a text, and show a line without secrets."""

from __future__ import annotations

import re
from bisect import bisect_right

from civiscope.detectors.secrets import without_secrets

MAX_SNIPPET = 240
_SECRET_NAME = re.compile(
    r"""(?i)((?:secret|passw(?:or)?d|passwd|pwd|token|api_?key|private_?key|salt|dsn|auth_key|"""
    r"""credential)[\w.\]"']*\s*(?:=>|[:=,])\s*)(["'])(?:(?!\2).){3,}\2"""
)
_IN_ADDRESS = re.compile(r"(://[^/\s:@]*:)[^@/\s]+@")


class LineIndex:
    """The lines of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._starts)

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a place in the text."""
        number = bisect_right(self._starts, offset)
        return number, offset - self._starts[number - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the place of *line*, from 1, and *column*, from 0."""
        return self._starts[line - 1] + column

    def line(self, number: int) -> str:
        """Return a line as it may be shown."""
        if not 0 < number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return show(self.text[start:end])


def show(text: str) -> str:
    """Return a piece of source as it may be shown: short, and without secrets."""
    text = " ".join(text[: 4 * MAX_SNIPPET].split())
    text = _SECRET_NAME.sub(r"\1\2…\2", text)
    text = _IN_ADDRESS.sub(r"\1…@", text)
    return without_secrets(text)[:MAX_SNIPPET]
