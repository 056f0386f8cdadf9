"""Write a badge: what the automated checks came to, in words that promise no more than that."""

from __future__ import annotations

from html import escape
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.results import Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.verdict import summarise
from civiscope_reports.text.json_text import dump_file
from civiscope_reports.text.wording import count

LABEL = "automated checks"
# Dark enough for white text to reach a contrast of 4.5 to 1.
COLOURS = {"failures": "#a3152a", "review": "#7a5200", "clear": "#1b5e3a", "unseen": "#4a5560"}
_LABEL_COLOUR = "#333c44"
# Of Verdana at 11 px, the font badges are set in; an average does for words this short.
_WIDTH = 6.9
_PADDING = 10


def write_json(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write what a badge server (shields.io's endpoint form) reads. Raises CannotWriteError."""
    message, colour = _says(results, context)
    badge: dict[str, object] = {
        "schemaVersion": 1,
        "label": LABEL,
        "message": message,
        "color": colour,
        "isError": colour == COLOURS["unseen"],
    }
    write_whole(path, [dump_file(badge)])


def write_svg(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the badge as a picture that needs no server. Raises CannotWriteError."""
    write_whole(path, [draw(*_says(results, context)).encode()])


def _says(results: Results, context: Context) -> tuple[str, str]:
    state = summarise(results).state
    failures = len(context.failures(results))
    waived = len(results.failures) - failures
    if state == "unseen":
        return "nothing could be seen", COLOURS[state]
    if not results.scan.finished:
        return "scan cut off", COLOURS["unseen"]
    if failures:
        return count(failures, "problem"), COLOURS["failures"]
    if waived:
        return f"no automated failures, {waived:,} waived", COLOURS["review"]
    if results.reviews:
        return f"no automated failures, {len(results.reviews):,} to check", COLOURS["review"]
    return "no automated failures", COLOURS["clear"]


def draw(message: str, colour: str) -> str:
    """Return the badge that says *message*, on *colour*, as SVG."""
    left = round(len(LABEL) * _WIDTH) + _PADDING
    right = round(len(message) * _WIDTH) + _PADDING
    title = escape(f"{LABEL}: {message}")
    text = 'y="14" text-anchor="middle" textLength="{length}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{title}"><title>{title}</title>'
        f'<rect width="{left}" height="20" fill="{_LABEL_COLOUR}"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2:g}" {text.format(length=left - _PADDING)}>{escape(LABEL)}</text>'
        f'<text x="{left + right / 2:g}" {text.format(length=right - _PADDING)}>'
        f"{escape(message)}</text></g></svg>\n"
    )
