"""Content-Type, read as the Fetch and MIME Sniffing Standards have browsers read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from civiscope.headers.lists import decode_and_split

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\\?\Z)', re.DOTALL)
_HTTP_SPACE = " \t\r\n"
HTML = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class ContentType:
    """The media type of a response."""

    essence: str
    """Type and subtype in lower case, for example `text/html`."""
    charset: str = ""
    """As written; empty when it is not named."""

    @property
    def html(self) -> bool:
        """Whether browsers show the response as an HTML page."""
        return self.essence in HTML


@lru_cache(maxsize=256)
def parse_content_type(values: tuple[str, ...]) -> ContentType | None:
    """Return the media type browsers settle on, None when they find none they can read.

    Of several, the last readable one counts, with the charset of an earlier one of the same type.
    """
    found: ContentType | None = None
    for member in decode_and_split(values):
        one = _media_type(member)
        if one is None or one.essence == "*/*":
            continue
        if found is not None and not one.charset and one.essence == found.essence:
            one = ContentType(one.essence, found.charset)
        found = one
    return found


def _media_type(text: str) -> ContentType | None:
    essence, _, parameters = text.strip(_HTTP_SPACE).partition(";")
    kind, slash, subtype = essence.rstrip(_HTTP_SPACE).partition("/")
    if not (slash and _TOKEN.fullmatch(kind) and _TOKEN.fullmatch(subtype)):
        return None
    return ContentType(f"{kind}/{subtype}".lower(), _charset(parameters))


def _charset(parameters: str) -> str:
    position = 0
    while position < len(parameters):
        part = re.compile(r"[^;=]*+").match(parameters, position)
        name = part[0].strip(_HTTP_SPACE).lower() if part else ""
        position = part.end() if part else len(parameters)
        value = ""
        if parameters[position : position + 1] == "=":
            position += 1
            quoted = _QUOTED.match(parameters, position)
            if quoted:
                value = re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL)
                position = quoted.end()
            end = parameters.find(";", position)
            end = len(parameters) if end < 0 else end
            value = value if quoted else parameters[position:end].strip(_HTTP_SPACE)
            position = end
        if name == "charset" and value:
            return value
        position += 1
    return ""
