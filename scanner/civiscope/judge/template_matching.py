"""Find the line of a template that printed an element of a page.

Every element of a template that could print it is a candidate. What both say (attributes, text,
what is around, what is within) makes the likeliest; it is sure only where nothing else could be.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from civiscope.judge.page_tree import PageElement, PageTree
from civiscope.judge.template_index import (
    TemplateIndex,
    TemplatePlace,
    unexplained,
    words_of,
)
from civiscope.model.source import DYNAMIC, SourceElement

MAX_GUESSES = 3
MIN_RARITY = 4.0
_LANDMARKS = frozenset({"html", "head", "body", "main", "header", "nav", "footer"})


@dataclass(frozen=True, slots=True)
class TemplateMatch:
    """Where an element comes from, by all that is known."""

    places: tuple[TemplatePlace, ...]
    """The likeliest first."""
    sure: bool


class PageMatcher:
    """Matches the elements of one page with the elements of all templates."""

    def __init__(
        self,
        tree: PageTree,
        index: TemplateIndex,
        url: str = "",
        absent: frozenset[str] = frozenset(),
    ) -> None:
        self._tree = tree
        self._absent = absent
        self._path = unquote(urlsplit(url).path).strip("/")
        self._index = index
        self._candidates = [self._possible(each) for each in tree.elements]
        self._can = [{place.number for place in own} for own in self._candidates]
        self._scores: dict[tuple[int, int], float] = {}
        self._local: dict[tuple[int, int], float] = {}
        self._votes = Counter(
            index.places[own[0].number].file for own in self._candidates if len(own) == 1
        )
        self._ranked = [self._rank(each) for each in tree.elements]
        self._in_order()
        self._sure = self._find_sure()

    def _possible(self, element: PageElement) -> list[TemplatePlace]:
        """Return the candidates; of a page that is a file, only those in its file."""
        found = self._index.candidates(element, self._absent)
        own = [file for file in self._index.plain if self._is_page(file)]
        inside = [place for place in found if place.file in own] if len(own) == 1 else []
        return inside or found

    def _is_page(self, file: str) -> bool:
        """Say whether a file has the name that the page has."""
        names = [f"{self._path}.html", f"{self._path}/index.html".lstrip("/")]
        if self._path.endswith((".html", ".htm")):
            names = [self._path]
        return any(file == name or file.endswith(f"/{name}") for name in names)

    def match(self, element: PageElement) -> TemplateMatch | None:
        """Return where *element* comes from; None when no template could print it."""
        ranked = self._ranked[element.number]
        if not ranked:
            return None
        places = [self._index.places[number] for _, number in ranked[:MAX_GUESSES]]
        sure = self._sure.get(element.number)
        if sure is not None:
            return TemplateMatch((self._index.places[sure],), sure=True)
        best = ranked[0][0]
        near = [p for (score, _), p in zip(ranked, places, strict=False) if score > best - 3]
        return TemplateMatch(tuple(near), sure=False)

    def _rank(self, element: PageElement) -> list[tuple[float, int]]:
        own = self._candidates[element.number]
        scored = [(self._score(element, place), place.number) for place in own]
        return sorted(scored, key=lambda each: (-each[0], each[1]))

    def _own_score(self, element: PageElement, place: TemplatePlace) -> float:
        key = element.number, place.number
        if key not in self._local:
            self._local[key] = self._compare(element, place.element)
        return self._local[key]

    def _compare(self, element: PageElement, template: SourceElement) -> float:
        score = sum(min(self._index.rarity(word), 5.0) for word in words_of(template))
        score += sum(DYNAMIC in value and len(value) > 3 for _, value in template.attributes)
        score -= 1.5 * unexplained(template, element)
        score -= 0.3 * len(template.maybe)
        told = " ".join(element.texts)
        for piece in template.text:
            if len(piece) < 2:
                continue
            if _lean(piece) in told:
                score += 2.0 + min(len(piece) / 10, 3.0)
            elif template.inside == "":
                # What is put in may be written in another language.
                score -= 0.5 if template.filled else 3.0
        score += self._told_by_files(element, template)
        if told and not template.text and not template.filled:
            score -= 3.0
        if not told and template.text:
            score -= 2.0
        return score

    def _told_by_files(self, element: PageElement, template: SourceElement) -> float:
        """Return what the names of files in the template's tag speak for or against."""
        if not template.hints:
            return 0.0
        own = " ".join(value for value in element.attributes.values() if value)
        stems = [re.sub(r"\.[a-z0-9]+$", "", hint).lstrip("./") for hint in template.hints]
        return 4.0 if any(stem in own for stem in stems) else -3.0

    def _score(self, element: PageElement, place: TemplatePlace) -> float:
        """Return how well the two fit, with what is around and within them."""
        score = self._own_score(element, place) + self._around(element, place)
        score += self._file_bonus(place.file)
        wanted = self._index.children.get(place.number, ())
        own = [self._can[number] for number in element.children]
        for child in wanted[:12]:
            if child.element.component:
                continue
            if any(child.number in can for can in own):
                score += 1.0
            elif child.element.inside == place.element.inside:
                score -= 1.0
        return score

    def _file_bonus(self, file: str) -> float:
        """Return what speaks for a file: its name is the page's, or it prints other parts of it."""
        if self._is_page(file):
            return 4.0
        # What a page puts in the place of a part of its frame is told before the frame's own.
        whole = file in self._index.whole
        return (1.2 if self._votes[file] else 0.0) + (0.0 if whole else 0.4)

    def _around(self, element: PageElement, place: TemplatePlace) -> float:
        score, weight = 0.0, 0.8
        up, parent = element.parent, place.parent
        while up >= 0 and parent >= 0 and weight > 0.05:
            around = self._index.places[parent]
            if around.element.component or DYNAMIC in around.element.tag:
                break
            if around.number not in self._can[up]:
                # Branches of a condition with tags of their own look nested, and are not.
                twins = around.element.tag == place.element.tag and around.element.inside
                return score - (0.0 if twins else 6.0 * weight)
            own = self._own_score(self._tree.elements[up], around)
            score += weight * (1.5 + max(-2.0, min(own, 8.0)) / 2)
            up, parent, weight = self._tree.elements[up].parent, around.parent, weight * 0.7
        return score

    def _in_order(self) -> None:
        """Tell alike places apart by their order: the second of a list prints the second."""
        groups: defaultdict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
        for element in self._tree.elements:
            ranked = self._ranked[element.number]
            if len(ranked) < 2:
                continue
            alike = tuple(sorted(n for score, n in ranked if score > ranked[0][0] - 0.01))
            if len(alike) > 1:
                groups[element.parent, alike].append(element.number)
        for (_, alike), elements in groups.items():
            places = [self._index.places[number] for number in alike]
            same_file = len({place.file for place in places}) == 1
            if not same_file or any(place.element.inside == "loop" for place in places):
                continue
            if len(elements) == len(alike):
                for element_number, place_number in zip(elements, alike, strict=True):
                    self._prefer(element_number, place_number)

    def _prefer(self, element: int, place: int) -> None:
        ranked = self._ranked[element]
        best = ranked[0][0]
        rest = [each for each in ranked if each[1] != place]
        self._ranked[element] = [(best + 0.5, place), *rest]

    def _find_sure(self) -> Mapping[int, int]:
        """Return the places of elements that cannot come from anywhere else."""
        sure: dict[int, int] = {}
        for element in self._tree.elements:
            own = self._candidates[element.number]
            if len(own) == 1 and self._is_seed(element, own[0]):
                sure[element.number] = own[0].number
        for _ in range(3):
            before = len(sure)
            self._spread(sure)
            if len(sure) == before:
                break
        return self._without_doubt(sure)

    def _is_seed(self, element: PageElement, place: TemplatePlace) -> bool:
        template = place.element
        if unexplained(template, element) or not self._texts_fit(element, template):
            return False
        if template.open:
            return False
        named = any(
            name in {"id", "data-testid"} and DYNAMIC not in value and name not in template.maybe
            for name, value in template.attributes
        )
        rarity = sum(self._index.rarity(word) for word in words_of(template))
        # A file or a page that is named whole is as telling as words.
        points = any(
            name in {"src", "href"} and DYNAMIC not in value and len(value) > 4
            for name, value in template.attributes
        )
        told = bool(template.text) or named or points or template.tag in _LANDMARKS
        return named or template.tag in _LANDMARKS or (rarity >= MIN_RARITY and told)

    def _texts_fit(self, element: PageElement, template: SourceElement) -> bool:
        told = " ".join(element.texts)
        pieces = [_lean(piece) for piece in template.text if len(piece) > 1]
        if template.filled:
            return True
        if pieces:
            return all(piece in told for piece in pieces)
        return not told

    def _spread(self, sure: dict[int, int]) -> None:
        """Take children of sure elements, where only one place could print them."""
        for number, place_number in list(sure.items()):
            place = self._index.places[place_number]
            children = self._index.children.get(place_number, ())
            if place.element.filled or any(child.element.component for child in children):
                continue
            possible = {child.number for child in children}
            for child_number in self._tree.elements[number].children:
                child = self._tree.elements[child_number]
                if child_number in sure:
                    continue
                own = self._can[child_number] & possible
                everywhere = self._can[child_number]
                if len(own) == 1 and everywhere == own:
                    (found,) = own
                    template = self._index.places[found].element
                    fits = self._texts_fit(child, template) and not template.open
                    if fits and not unexplained(template, child):
                        sure[child_number] = found

    def _without_doubt(self, sure: dict[int, int]) -> dict[int, int]:
        """Take out what is claimed twice and printed once, and what is out of place."""
        claims = Counter(sure.values())
        kept: dict[int, int] = {}
        for number, place_number in sure.items():
            place = self._index.places[place_number]
            once = place.element.inside in {"", "branch"}
            if once and claims[place_number] > 1:
                continue
            if not self._is_in_place(number, place, sure):
                continue
            kept[number] = place_number
        return kept

    def _is_in_place(self, number: int, place: TemplatePlace, sure: Mapping[int, int]) -> bool:
        """Say whether what is around an element on the page is what is around it in the file."""
        up = self._tree.elements[number].parent
        if place.parent < 0:
            return True
        around = self._index.places[place.parent].element
        if around.component or DYNAMIC in around.tag:
            return False
        if up < 0:
            return False
        return sure.get(up, place.parent) == place.parent and place.parent in self._can[up]


def _lean(text: str) -> str:
    """Return a piece of a template's text as the page's texts are kept."""
    text = re.sub(r"&(?:[a-z]+|#\d+);", " ", text)
    return re.sub(r"\d{4,}", "…", re.sub(r"\S+@\S+", "…", " ".join(text.split())))
