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
_IN_PLACE = re.compile(r"document\.write(?:ln)?\(")
_TARGET = re.compile(
    r"(?:getElementById\(\s*[\"']|querySelector\(\s*[\"']#|\$\(\s*[\"']#)([\w-]{1,80})[\"']"
)
_BLOCK = re.compile(r"<(?:p|li|div|td|dd|dt|h[1-6]|br|section|footer)\b[^<>]*>", re.IGNORECASE)
_REACH = 600
"""Characters of a page before a script or an element in which its sentence begins."""
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
    return any(_writes_today(script[1]) for script in _SCRIPT.finditer(html))


def before_todays_date(html: str) -> tuple[str, ...]:
    """Return the words of *html* behind which a script writes the day on which it is shown."""
    found: dict[str, None] = {}
    for script in _SCRIPT.finditer(html):
        if not _writes_today(script[1]):
            continue
        if _IN_PLACE.search(script[1]):
            found[_words_before(html, script.start())] = None
        for target in _TARGET.finditer(script[1]):
            name = re.escape(target[1])
            element = re.search(rf"<\w[^<>]*\bid=[\"']?{name}(?![\w-])", html)
            if element is not None:
                found[_words_before(html, element.start())] = None
    return tuple(filter(None, found))[:5]


def _writes_today(script: str) -> bool:
    return all(pattern.search(script) for pattern in (_TODAY, _WRITES, _SHOWS))


def _words_before(html: str, end: int) -> str:
    """Return the last words before *end*, of the same block."""
    before = _BLOCK.split(html[max(0, end - _REACH) : end])[-1]
    return " ".join(clean(_unescaped(_TAGS.sub(" ", before))).split()[-8:])


def _unescaped(text: str) -> str:
    return text.replace("&nbsp;", " ").replace("&#160;", " ").replace("&#xa0;", " ")
