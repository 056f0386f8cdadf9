"""The few elements of a saved page that a grade looks at: scripts, and policies in meta elements.

A reader of tags and no parser of documents, as the Observatory has it: what stands in a template or
a noscript element counts.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

# Possessive throughout, so that no page makes the patterns go back over what they have read. A
# quote that is never closed takes the rest of the page, as in browsers.
_VALUE = r"""\s*+=\s*+(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\s>]*+))"""
_ATTRIBUTE = re.compile(rf"[\s/]*+([^\s/>][^\s/>=]*+)(?:{_VALUE})?+")
_TAG = re.compile(
    rf"""<([a-zA-Z][^\s/>]*+)((?:[\s/]++|[^\s/>][^\s/>=]*+(?:{_VALUE})?+)*+)>
        |<!--(?:-?>|.*?(?:--!?>|\Z))
        |<[!?/][^>]*+(?:>|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_NAME_START = re.compile("<[a-zA-Z]")
_RAW_TEXT = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed"})
# A tag of another name ends the head for browsers.
_OF_HEAD = frozenset(
    {"html", "head", "title", "meta", "link", "script", "style", "base", "noscript", "template"}
)
_SPACE = " \t\n\f\r\v\u00a0\ufeff"


@dataclass(frozen=True, slots=True)
class MarkupScript:
    """A script element. Attributes are as written; None when they are not there."""

    src: str = ""
    integrity: str = ""
    crossorigin: str | None = None


@dataclass(slots=True)
class Markup:
    """What a page says in its elements."""

    scripts: list[MarkupScript] = field(default_factory=list[MarkupScript])
    csp: list[str] = field(default_factory=list[str])
    csp_in_head: list[str] = field(default_factory=list[str])
    """Those of `csp` that browsers follow; the Observatory counts the others, too."""
    referrer: str = ""
    """The last policy that a meta element named."""

    @property
    def policies(self) -> tuple[str, ...]:
        """Contents of the meta elements that hold a Content Security Policy."""
        return tuple(self.csp)


def read_markup(page: str) -> Markup:
    """Return what the tags of *page* say. Any text will do."""
    found = Markup()
    in_head, templates = True, 0
    position = 0
    while (start := page.find("<", position)) >= 0:
        tag = _TAG.match(page, start)
        if tag is None:
            if _NAME_START.match(page, start):
                # A tag that never ends: there is nothing behind it.
                break
            position = start + 1
            continue
        position = tag.end()
        name = (tag[1] or "").lower()
        if name == "template":
            templates += 1
        elif not name:
            templates -= templates > 0 and tag[0].lower().startswith("</template")
        in_head = in_head and (not name or name in _OF_HEAD or templates > 0)
        if name == "script":
            _add_script(found, _attributes(tag[2]))
        elif name == "meta":
            _add_meta(found, _attributes(tag[2]), in_head=in_head and not templates)
        if name in _RAW_TEXT:
            position = _end_of_text(page, name, position)
    return found


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(text):
        value = next((group for group in one.groups()[1:] if group is not None), "")
        found.setdefault(one[1].lower(), html.unescape(value) if "&" in value else value)
    return found


def _add_script(found: Markup, attributes: dict[str, str]) -> None:
    src, integrity = attributes.get("src", ""), attributes.get("integrity", "")
    found.scripts.append(MarkupScript(src, integrity, attributes.get("crossorigin")))


def _add_meta(found: Markup, attributes: dict[str, str], *, in_head: bool) -> None:
    content = attributes.get("content", "")
    if "http-equiv" in attributes and "content" in attributes:
        name = attributes["http-equiv"].lower().strip(_SPACE)
        if content and name == "content-security-policy":
            found.csp.append(content)
            if in_head:
                found.csp_in_head.append(content)
    elif content and attributes.get("name", "").lower().strip(_SPACE) == "referrer":
        found.referrer = content


def _end_of_text(page: str, name: str, position: int) -> int:
    """Return where the text of an element ends that holds no elements."""
    end = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(page, position)
    return end.start() if end else len(page)
