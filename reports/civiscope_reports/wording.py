"""The words that reports use for the values in results. Nothing here depends on a scan."""

from __future__ import annotations

from civiscope.model import Severity

SEVERITY = {
    "critical": "Critical",
    "serious": "Serious",
    "moderate": "Moderate",
    "minor": "Minor",
    "info": "Information",
}

SEVERITY_MEANS: dict[Severity, str] = {
    "critical": "Some people cannot do what they came for, or visitors are put at risk.",
    "serious": "Some people manage only with great effort, or a protection is largely lost.",
    "moderate": "Some people are slowed down, or a protection is weaker than it should be.",
    "minor": "A nuisance, or good practice that is missing.",
    "info": "Worth knowing. Nothing has to be fixed.",
}

CONFIDENCE = {
    "certain": "A fact of the page.",
    "firm": "Very likely; false alarms are rare.",
    "tentative": "A hint; a person must look.",
}

_AFFECTED = {
    "no-vision": "people who are blind",
    "limited-vision": "people who see little",
    "no-colour": "people who cannot tell colours apart",
    "no-hearing": "people who are deaf",
    "limited-hearing": "people who are hard of hearing",
    "no-vocal": "people who cannot speak",
    "limited-manipulation": "people who cannot use a mouse or touch precisely",
    "limited-reach": "people with little reach or strength",
    "photosensitive": "people who get seizures from flashing light",
    "limited-cognition": "people who find it hard to read, remember or concentrate",
    "privacy": "everyone who wants their visit to stay private",
    "everyone": "everyone who uses the site",
}

_REASONS = {
    "blocked": "the browser refused to load it",
    "bot-wall": "kept out by protection against bots",
    "connection": "the connection broke",
    "crashed": "the browser tab crashed",
    "depth": "too many links away from a target",
    "dns": "the host name does not resolve",
    "download": "a file to download, not a page",
    "duplicate": "the same content as a page already seen",
    "excluded": "left out by the settings of the scan",
    "invalid": "the server's answer cannot be read",
    "limit": "beyond the limit set for the scan",
    "login": "behind a login",
    "private": "an address in a private network",
    "redirects": "redirected without end",
    "refused": "the server refused the connection",
    "refused-address": "an address the scanner does not go to",
    "robots": "the site's robots.txt asks not to visit it",
    "scheme": "not an http or https address",
    "scope": "outside the scope of the scan",
    "timeout": "no answer in time",
    "tls": "no trusted secure connection",
    "too-large": "too large to be looked at",
    "trap": "part of an endless series",
}

OUTCOME = {
    "failed": "Failed",
    "cantTell": "To check",
    "passed": "Passed",
    "untested": "Not tested",
    "inapplicable": "Does not apply",
}

PAGE_STATE = {
    "complete": "Seen whole",
    "partial": "Seen in part",
    "failed": "Not seen",
}


def count(number: int, one: str, many: str = "") -> str:
    """Return *number* with its noun: `1 page`, `1,204 pages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """Return *words* as a sentence lists them: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def affected(group: str) -> str:
    """Return who a group of EN 301 549 is, in plain words."""
    return _AFFECTED.get(group, group.replace("-", " "))


def reason(word: str) -> str:
    """Return why an address was not seen; the word itself made readable when it is a new one."""
    return _REASONS.get(word) or word.replace("-", " ").replace("_", " ") or "no reason recorded"
