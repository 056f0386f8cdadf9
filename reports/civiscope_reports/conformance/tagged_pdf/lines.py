"""Make text of what operators show: words and lines, by where each piece stands."""

from __future__ import annotations

from collections.abc import Sequence

from .page_text import WORD_GAP, TextRun

_LINE_GAP = 0.5
_MOVED_BACK = -1.5


def join_runs(runs: Sequence[TextRun]) -> str:
    """Return the text of *runs*, with a line feed where a new line begins."""
    pieces: list[str] = []
    before: TextRun | None = None
    for run in runs:
        if before is not None:
            pieces.append(_between(before, run))
        pieces.append(run.text)
        before = run
    text = "".join(pieces).replace("\u00ad\n", "").replace("\u00ad", "").replace("\u00a0", " ")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _between(before: TextRun, run: TextRun) -> str:
    size = max(before.size, run.size)
    if run.page != before.page or abs(run.line - before.line) > _LINE_GAP * size:
        return "\n"
    gap = (run.start - before.end) / size
    if gap < _MOVED_BACK:
        return "\n"
    return " " if gap > WORD_GAP else ""
