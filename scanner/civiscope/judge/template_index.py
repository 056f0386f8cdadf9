"""Every element that templates print, and which of them could print an element of a page."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from civiscope.judge.page_tree import PageElement
from civiscope.model.source import DYNAMIC, Source, SourceElement

MAX_CANDIDATES = 400
_ADDRESSES = frozenset({"href", "src", "srcset", "action"})
_ANYHOW = frozenset({"value", "style", "nonce", "checked", "selected", "content", "key"})
"""Attributes whose values change, or are not kept."""
_NOT_PRINTED = re.compile(r"^(?:@|v-|x-|:|#|\(|\[|\*|on:|use:|class:|bind:|key$|ref$|hx-)")


@dataclass(frozen=True, slots=True)
class TemplatePlace:
    """An element of a template, with the file that it stands in."""

    number: int
    file: str
    element: SourceElement
    parent: int
    """Number of the place around it in the file; -1 when there is none."""


class TemplateIndex:
    """The elements of all templates of a site."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.places: list[TemplatePlace] = []
        self._by_tag: defaultdict[str, list[TemplatePlace]] = defaultdict(list)
        self.children: defaultdict[int, list[TemplatePlace]] = defaultdict(list)
        self.plain: set[str] = set()
        self.whole: set[str] = set()
        """Files with the root of a page in them."""
        words: Counter[str] = Counter()
        for source in sources:
            if source.role != "test":
                if source.facts.form == "html" and source.facts.elements:
                    self.plain.add(source.path)
                self._add(source, words)
        self._words = words

    def _add(self, source: Source, words: Counter[str]) -> None:
        first = len(self.places)
        for element in source.facts.elements:
            parent = first + element.parent if element.parent >= 0 else -1
            place = TemplatePlace(len(self.places), source.path, element, parent)
            self.places.append(place)
            if parent >= 0:
                self.children[parent].append(place)
            if element.tag == "html":
                self.whole.add(source.path)
            if not element.component:
                self._by_tag[element.tag].append(place)
            words.update(set(words_of(element)))

    def candidates(
        self, element: PageElement, absent: frozenset[str] = frozenset()
    ) -> list[TemplatePlace]:
        """Return the places that could print *element*, in files that are not *absent*."""
        for pool in (self._by_tag[element.tag], self._by_tag[DYNAMIC]):
            found = [
                place
                for place in pool
                if place.file not in absent and can_print(place.element, element)
            ]
            if found:
                return found[:MAX_CANDIDATES]
        return []

    def rarity(self, word: str) -> float:
        """Return how much a word tells: nought for what stands everywhere."""
        return math.log(1 + len(self.places) / max(1, self._words[word]))


def words_of(element: SourceElement) -> Iterator[str]:
    """Yield what an element always says of itself, word by word: `id=main`, `class=card`."""
    for name, value in element.attributes:
        if DYNAMIC in value and name != "class":
            continue
        if name == "class":
            yield from (f"class={word}" for word in certain_classes(value))
        elif name not in element.maybe:
            yield f"{name}={value}"


@lru_cache(maxsize=20_000)
def certain_classes(value: str) -> tuple[str, ...]:
    """Return the classes that an element always has: those before and after what is put in."""
    if DYNAMIC not in value:
        return tuple(value.split())
    first, _, rest = value.partition(DYNAMIC)
    last = rest.rpartition(DYNAMIC)[2]
    before = first.split() if first[-1:].isspace() or not first else first.split()[:-1]
    after = last.split() if last[:1].isspace() or not last else last.split()[1:]
    return (*before, *after)


@lru_cache(maxsize=20_000)
def _pattern(value: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in value.split(DYNAMIC)]
    return re.compile(".*".join(parts), re.DOTALL)


def can_print(template: SourceElement, element: PageElement) -> bool:
    """Say whether nothing that a template's element says is otherwise on the page."""
    if template.tag != element.tag and DYNAMIC not in template.tag:
        return False
    for name, value in template.attributes:
        if name in template.maybe or name in _ANYHOW or _NOT_PRINTED.match(name):
            continue
        if name == "class":
            if not element.classes.issuperset(certain_classes(value)):
                return False
            continue
        if name not in element.attributes:
            # What is empty when it is made is often left out.
            if value == DYNAMIC or name.startswith("on"):
                continue
            return False
        own = element.attributes[name]
        if own is None:
            continue
        if name in _ADDRESSES:
            value = re.split(r"[?#]", value)[0]
        if DYNAMIC in value:
            if not _pattern(value).fullmatch(own):
                return False
        elif " ".join(value.split())[:200] != own:
            return False
    return True


def unexplained(template: SourceElement, element: PageElement) -> int:
    """Return how many attributes on the page the template says nothing of."""
    known = {name for name, _ in template.attributes}
    given = sum(
        name not in known and not (template.open or name.startswith(("data-v-", "data-astro")))
        for name in element.attributes
    )
    classes = template.value("class")
    if classes is not None and DYNAMIC not in classes and "class" not in template.maybe:
        given += len(element.classes - set(classes.split()))
    return given
