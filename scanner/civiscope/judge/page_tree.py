"""The elements of a page as a tree, and which of them a selector or a snippet means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

ELEMENTS: Final = "source/elements"
"""Under which name evidence of a page holds its elements, when the site's source was read."""
_STEP = re.compile(
    r"""(?P<tag>[a-zA-Z][\w-]*|\*)|\#(?P<id>(?:\\.|[^\s>.#:\[\\])+)|\.(?P<cls>(?:\\.|[^\s>.#:\[\\])+)|"""
    r"""\[(?P<attr>[\w:-]+)(?:(?P<op>[~^$*|]?=)(?P<q>["']?)(?P<val>(?:\\.|(?!(?P=q)\])[^\\])*)(?P=q))?\]|"""
    r""":nth-child\((?P<nth>\d+)\)|:nth-of-type\((?P<type>\d+)\)|:(?P<only>root)"""
)
_COMBINED = re.compile(r"\s*>\s*|\s+(?![^\[]*\])")
_ATTRIBUTE = re.compile(r"""([\w:@.-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")


@dataclass(slots=True)
class PageElement:
    """An element of the page as it stood."""

    number: int
    tag: str
    parent: int
    attributes: Mapping[str, str | None]
    """Values that could be of people are None."""
    texts: tuple[str, ...]
    children: list[int] = field(default_factory=list[int])

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset((self.attributes.get("class") or "").split())


class PageTree:
    """The elements of one page, in the order of the document."""

    def __init__(self, elements: Sequence[PageElement]) -> None:
        self.elements = elements
        for each in elements:
            if 0 <= each.parent < each.number:
                elements[each.parent].children.append(each.number)

    @classmethod
    def of(cls, rows: Iterable[Any]) -> PageTree:
        """Return the tree that a script in the page described; rows that are odd end it."""
        found: list[PageElement] = []
        for row in rows:
            try:
                tag, parent, given, texts = row
                attributes = {str(n): None if v is None else str(v) for n, v in given}
                pieces = tuple(str(text) for text in texts)
                found.append(PageElement(len(found), str(tag), int(parent), attributes, pieces))
            except (TypeError, ValueError):
                break
        return cls(found)

    def find(self, selector: str, snippet: str) -> PageElement | None:
        """Return the element that a finding is about; None when that is not certain."""
        matching = list(self._select(selector)) if selector and " >>> " not in selector else []
        if len(matching) == 1:
            return matching[0]
        tag, given = read_start_tag(snippet)
        if not tag:
            return None
        pool = matching or self.elements
        same = [each for each in pool if each.tag == tag and _is_written(each, given)]
        return same[0] if len(same) == 1 else None

    def _select(self, selector: str) -> Iterator[PageElement]:
        steps = _steps_of(selector)
        if steps:
            for element in self.elements:
                if self._matches(element, steps, len(steps) - 1):
                    yield element

    def _matches(self, element: PageElement, steps: list[tuple[str, str]], last: int) -> bool:
        combinator, compound = steps[last]
        if not self._is(element, compound):
            return False
        if last == 0:
            return True
        parent = element.parent
        while parent >= 0:
            up = self.elements[parent]
            if self._matches(up, steps, last - 1):
                return True
            if combinator == ">":
                return False
            parent = up.parent
        return False

    def _is(self, element: PageElement, compound: str) -> bool:
        place = 0
        while place < len(compound):
            found = _STEP.match(compound, place)
            if found is None or not self._has(element, found):
                return False
            place = found.end()
        return True

    def _has(self, element: PageElement, found: re.Match[str]) -> bool:
        if found["tag"]:
            return found["tag"] == "*" or found["tag"].lower() == element.tag
        if found["id"]:
            return element.attributes.get("id") == _plain(found["id"])
        if found["cls"]:
            return _plain(found["cls"]) in element.classes
        if found["only"]:
            return element.parent < 0
        if found["nth"] or found["type"]:
            return self._place(element, of_type=bool(found["type"])) == int(
                found["nth"] or found["type"]
            )
        name = found["attr"].lower()
        if name not in element.attributes:
            return False
        value = element.attributes[name]
        if found["op"] is None or value is None:
            return True
        wanted = _plain(found["val"])
        if name in {"href", "src", "action"}:
            wanted = re.split(r"[?#]", wanted)[0]
        return {
            "=": value == wanted,
            "$=": value.endswith(wanted),
            "^=": value.startswith(wanted),
            "*=": wanted in value,
            "~=": wanted in value.split(),
            "|=": value == wanted or value.startswith(f"{wanted}-"),
        }[found["op"]]

    def _place(self, element: PageElement, *, of_type: bool) -> int:
        if element.parent < 0:
            return 1
        siblings = [self.elements[n] for n in self.elements[element.parent].children]
        if of_type:
            siblings = [each for each in siblings if each.tag == element.tag]
        return next(n for n, each in enumerate(siblings, 1) if each is element)


def _steps_of(selector: str) -> list[tuple[str, str]]:
    """Return the compounds of a selector, each with what ties it to the one before."""
    steps: list[tuple[str, str]] = []
    tie = " "
    place = 0
    for found in _COMBINED.finditer(selector.strip()):
        steps.append((tie, selector.strip()[place : found.start()]))
        tie = ">" if ">" in found[0] else " "
        place = found.end()
    steps.append((tie, selector.strip()[place:]))
    return steps if all(compound for _, compound in steps) and len(steps) < 40 else []


def read_start_tag(snippet: str) -> tuple[str, dict[str, str]]:
    """Return name and attributes of the element that *snippet* begins with; nothing when none."""
    found = re.match(r"<([a-zA-Z][\w:-]*)((?:\s+|\"[^\"]*\"|'[^']*'|[^\"'>])*)>?", snippet)
    if found is None:
        return "", {}
    given = {
        each[1].lower(): unescape(each[2] or each[3] or each[4] or "")
        for each in _ATTRIBUTE.finditer(found[2])
    }
    return found[1].lower(), given


def _is_written(element: PageElement, given: Mapping[str, str]) -> bool:
    for name, value in given.items():
        own = element.attributes.get(name, "")
        if name not in element.attributes:
            return False
        if own is None or name in {"srcset", "style"} or "…" in value or "hidden" in value:
            continue
        if name in {"href", "src", "action"}:
            value = re.split(r"[?#]", value)[0]
        if " ".join(value.split())[:200] != own:
            return False
    return True


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
