"""What rules for sources share: which files they look at, and how they say where something is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Place, Source
from civiscope.model.source import DYNAMIC, SourceElement, SourceSetting

SESSION_COOKIES = frozenset(
    {
        "sessionid", "session", "connect.sid", "laravel_session", "phpsessid", "sess", "jsessionid",
        "_session", "remember_token",
    }
)  # fmt: skip
"""Names of cookies that hold a session, in small letters, as settings are about them."""


_MAIL = re.compile(r"(^|[/._-])e?-?mails?([/._-]|$)|newsletter")


def settings_of(source: Source, *aims: str) -> Iterator[SourceSetting]:
    """Yield the settings for *aims* that are sure to hold where citizens visit the site."""
    if source.role != "production":
        return
    for setting in source.facts.settings:
        if setting.aim in aims and setting.known:
            yield setting


def elements_of(source: Source, *tags: str) -> Iterator[SourceElement]:
    """Yield the elements called *tags* of a template that makes pages of the site."""
    if source.role == "test":
        return
    for element in source.facts.elements:
        if element.tag in tags and not element.component:
            yield element


def is_mail(source: Source) -> bool:
    """Say whether a template makes mails, and no pages."""
    return _MAIL.search(source.path.lower()) is not None


def place_of(source: Source, setting: SourceSetting) -> Place:
    """Return the line that makes a setting."""
    about = f" {setting.subject}" if setting.subject else ""
    around = f" {setting.where}" if setting.where not in {"", "call"} else ""
    return Place(
        component=f"{source.path} {setting.name}{about}{around}",
        url=source.path,
        snippet=setting.snippet,
        line=setting.line,
        column=setting.column,
    )


def place_of_element(source: Source, element: SourceElement) -> Place:
    """Return the line on which an element begins."""
    return Place(
        component=f"{source.path} {element.snippet}",
        url=source.path,
        snippet=element.snippet,
        line=element.line,
        column=element.column,
    )


def literal(element: SourceElement, name: str) -> str | None:
    """Return the value of an attribute that is sure to be there, and is all written here."""
    value = element.value(name)
    if value is None or DYNAMIC in value or name in element.maybe:
        return None
    return value


def around(source: Source, element: SourceElement) -> Iterator[SourceElement]:
    """Yield the elements around *element* in its file, the nearest first."""
    number = element.parent
    while number >= 0:
        parent = source.facts.elements[number]
        yield parent
        number = parent.parent
