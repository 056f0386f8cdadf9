"""Find dates that a script writes when a statement is shown: they say nothing of the statement."""

from __future__ import annotations

import re

from civiscope.detectors.statement.dates import find_dates, fold_for_dates
from civiscope.detectors.statement.folding import clean
from civiscope.model.statement import StatementText

_TAGS = re.compile(r"<(script|style)\b[\s\S]*?</\1\s*>|<!--[\s\S]*?-->|<[^>]*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]*>([\s\S]*?)</script\s*>", re.IGNORECASE)
_TODAY = re.compile(r"new Date\(\s*\)|Date\.now\(\s*\)")
_WRITES = re.compile(
    r"document\.write|innerHTML|textContent|innerText|insertAdjacent|\.append|\.text\(|\.html\("
)
_SHOWS = re.compile(r"toLocale(?:Date)?String|toDateString|getDate\(|getMonth\(|toISOString|Intl\.")
_MIN_SHARE = 0.5
"""Share of the sentence before the date that the page as sent has to hold."""


def scripted_dates(text: StatementText, sent: str) -> tuple[str, ...]:
    """Return the dates of *text* that the page as *sent* does not have, though it has the rest."""
    plain = fold_for_dates(clean(_unescaped(_TAGS.sub(" ", sent))))
    found: dict[str, None] = {}
    for block in text.blocks:
        shown = fold_for_dates(block.text)
        for each in find_dates(shown):
            before = shown[: each.start].split()[-6:]
            known = sum(word in plain for word in before)
            if each.text not in plain and before and known >= _MIN_SHARE * len(before):
                found[each.text] = None
    return tuple(found)[:20]


def writes_today(html: str) -> bool:
    """Say whether a script in *html* writes the day on which the page is shown."""
    return any(
        _TODAY.search(script) and _WRITES.search(script) and _SHOWS.search(script)
        for script in _SCRIPT.findall(html)
    )


def _unescaped(text: str) -> str:
    return text.replace("&nbsp;", " ").replace("&#160;", " ").replace("&#xa0;", " ")
