"""The words that reports use for the values in results. Nothing here depends on a scan."""

from __future__ import annotations

from civiscope.model import Severity
from civiscope_reports.text.language import ENGLISH, Language

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

AFFECTED = {
    "no-vision": "people who are blind",
    "limited-vision": "people with low vision",
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

REASONS = {
    "acts": "a link that does something with the session that was given",
    "blocked": "the browser refused to load it",
    "bot-wall": "kept out by protection against bots",
    "connection": "the connection broke",
    "covered": "a dialog lies over it",
    "crashed": "the browser tab crashed",
    "depth": "too many links away from a target",
    "dns": "the host name does not resolve",
    "document": "a document, not a page",
    "download": "a file to download, not a page",
    "duplicate": "the same content as a page already seen",
    "error": "the browser could not load it",
    "excluded": "left out by the settings of the scan",
    "http-error": "the server answers with an error",
    "hung": "the page stopped responding",
    "invalid": "the server's response cannot be read",
    "left": "the page led elsewhere while it was visited",
    "limit": "beyond the limit set for the scan",
    "login": "behind a login",
    "maintenance": "the site says that it is paused for maintenance",
    "malformed": "the address cannot be read",
    "navigation-loop": "the page kept loading other pages",
    "no-document": "no page came",
    "no-page": "the server sent no page",
    "out-of-scope": "leads to an address outside the scope of the scan",
    "overloaded": "the site says that too many people want it",
    "private": "an address in a private network",
    "queue": "a waiting room stands before it",
    "rate-limited": "the server asks for fewer requests",
    "redirects": "redirected without end",
    "refused": "the server refused the connection",
    "refused-address": "an address the scanner does not go to",
    "refused-port": "a port that browsers do not open",
    "robots": "the site's robots.txt asks not to visit it",
    "scheme": "not an http or https address",
    "time": "the time allowed for the scan was up",
    "timeout": "no response in time",
    "tls": "no trusted secure connection",
    "too-large": "too large to be looked at",
    "trap": "part of an endless series",
    "unavailable": "the site says that it does not work now",
    "unreadable": "what the page showed cannot be read",
}

AREA = {
    "accessibility": "Accessibility",
    "privacy": "Privacy",
    "security": "Security",
    "site": "Site",
}

STATE = {
    "new": "New",
    "reopened": "Back again",
    "existing": "Known",
    "waiver-expired": "Waiver has run out",
    "engine-new": "New rule or engine",
    "unverified": "Not looked at this time",
    "flaky": "Not seen again",
    "waived": "Waived",
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


PURPOSE = {
    "advertising": "advertising",
    "analytics": "counting visitors",
    "bot-protection": "keeping robots out",
    "captcha": "telling people from robots",
    "cdn": "delivering files",
    "consent": "asking about cookies",
    "content": "embedded content",
    "csrf": "protecting forms",
    "customer-support": "chat and support",
    "fonts": "fonts",
    "hosting": "hosting",
    "load-balancer": "sharing load among servers",
    "maps": "maps",
    "marketing": "marketing",
    "monitoring": "watching errors and speed",
    "other": "other things",
    "payment": "payments",
    "preference": "what the visitor prefers",
    "public-body": "a public body",
    "reading-aloud": "reading pages aloud",
    "replay": "recording what visitors do",
    "search": "searching the site",
    "session": "keeping a session",
    "social": "social networks",
    "tag-manager": "loading scripts of further companies",
    "testing": "trying variants on visitors",
    "tools": "tools for web sites",
    "translation": "translating pages",
    "video": "video",
}
"""What third parties and cookies are for."""

CONSENT_MODE = {
    "none": "No choice",
    "reject": "After no",
    "accept": "After yes",
    "gpc": "With Global Privacy Control",
}

KEYS = {
    "arrow keys": "arrow keys",
    "Enter on each control": "Enter on each control",
}
"""Keys that are named by more than what stands on them, as the keyboard probe tells them."""

CONSENT_LIST = {
    "third_parties": "Third parties",
    "trackers": "Known trackers",
    "cookies": "Cookies",
    "storage": "Other storage",
    "identifiers": "Identifiers",
}
"""What is compared besides the number of requests, by its name in results."""


def count(number: int, one: str, many: str = "") -> str:
    """Return *number* with its noun in English: `1 page`, `1,204 pages`."""
    return ENGLISH.count(number, one, many)


def affected(group: str, words: Language = ENGLISH) -> str:
    """Return who a group of EN 301 549 is, in plain words."""
    return words.text(AFFECTED[group]) if group in AFFECTED else group.replace("-", " ")


def area(name: str, words: Language = ENGLISH) -> str:
    """Return what an area of rules is called; an area of somebody's own keeps its name."""
    return words.text(AREA[name]) if name in AREA else name.replace("-", " ").capitalize()


def reason(word: str, words: Language = ENGLISH) -> str:
    """Return why an address was not seen; results of another version may have other codes."""
    if word in REASONS:
        return words.text(REASONS[word])
    return word.replace("-", " ").replace("_", " ") or words.text("no reason recorded")
