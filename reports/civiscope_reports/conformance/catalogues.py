"""OpenACR's catalogues: which criteria an edition of the template asks about, in which chapters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from civiscope.suggestions import unknown

DEFAULT_CATALOGUE = "2.5-edition-wcag-2.2-en"
WCAG_CHAPTERS = (
    "success_criteria_level_a",
    "success_criteria_level_aa",
    "success_criteria_level_aaa",
)
WCAG_COMPONENTS = ("web", "electronic-docs", "software", "authoring-tool")
_BY_PART = {
    "302": "functional_performance_criteria",
    "4": "hardware",
    "5": "software",
    "6": "support_documentation_and_services",
}


@dataclass(frozen=True, slots=True)
class CatalogueChapter:
    """A chapter of a catalogue, with number and name of each criterion in it."""

    id: str
    label: str
    criteria: Mapping[str, str]

    @property
    def components(self) -> tuple[str, ...]:
        """Components that its criteria are asked for."""
        return WCAG_COMPONENTS if self.id in WCAG_CHAPTERS else ("none",)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The criteria that an edition of the template asks about."""

    id: str
    title: str
    chapters: Mapping[str, CatalogueChapter]

    def chapter_of(self, number: str) -> str:
        """Return the id of the chapter with *number*; empty when there is none."""
        found = (each.id for each in self.chapters.values() if number in each.criteria)
        return next(found, "")

    def name_of(self, number: str) -> str:
        """Return the name of a criterion; empty when it is not in the catalogue."""
        chapter = self.chapter_of(number)
        return self.chapters[chapter].criteria[number] if chapter else ""

    @property
    def wcag(self) -> str:
        """Version of WCAG that it goes by."""
        return self.id.partition("wcag-")[2][:3]

    @property
    def edition(self) -> str:
        """Edition of the template."""
        return self.id.partition("-")[0]

    @property
    def has_508(self) -> bool:
        """Whether it holds the Revised Section 508 standards."""
        return "functional_performance_criteria" in self.chapters

    @property
    def has_en(self) -> bool:
        """Whether it holds EN 301 549."""
        return "en_301_549_functional_performance" in self.chapters


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Return every catalogue by id."""
    stored = json.loads(
        files("civiscope_reports.conformance")
        .joinpath("catalogues.json")
        .read_text(encoding="utf-8")
    )
    lists: dict[str, dict[str, str]] = {key: dict(rows) for key, rows in stored["chapters"].items()}
    return {
        name: Catalogue(
            name,
            facts["title"],
            {
                id_: CatalogueChapter(id_, label, lists[key])
                for id_, label, key in facts["chapters"]
            },
        )
        for name, facts in stored["catalogues"].items()
    }


def catalogue(name: str) -> Catalogue:
    """Return the catalogue called *name*. Raises UsageError."""
    found = catalogues().get(name.removesuffix(".yaml"))
    if found is None:
        raise unknown("catalogue", name, catalogues(), "docs/acr.md")
    return found


@cache
def every_criterion() -> Mapping[str, str]:
    """Return number → name of each criterion of any catalogue, the newest name of each."""
    names: dict[str, str] = {}
    for each in catalogues().values():
        for chapter in each.chapters.values():
            names.update(chapter.criteria)
    return names


def is_wcag(number: str) -> bool:
    """Say whether *number* is a success criterion of WCAG."""
    return number in _wcag()


@cache
def _wcag() -> frozenset[str]:
    found = (each.chapters[name] for each in catalogues().values() for name in WCAG_CHAPTERS)
    return frozenset(number for chapter in found for number in chapter.criteria)


@cache
def chapter_of(number: str) -> str:
    """Return the chapter that a criterion belongs to by any catalogue, or by its number."""
    for each in reversed(tuple(catalogues().values())):
        if found := each.chapter_of(number):
            return found
    head = number.partition(".")[0]
    if len(head) == 3:
        return _BY_PART["302"] if head == "302" else _BY_PART.get(head[0], "")
    return "en_301_549_web" if head == "9" else ""


def fitting_catalogue(numbers: Iterable[str], edition: str) -> str:
    """Return the id of the smallest catalogue that asks about all of *numbers* that any knows.

    Of two that do, the one of *edition* is taken, else the older one.
    """
    known = frozenset(numbers) & frozenset(every_criterion())
    if not known:
        return ""

    def rank(each: Catalogue) -> tuple[int, bool, int, str]:
        has = {number for chapter in each.chapters.values() for number in chapter.criteria}
        return len(known - has), each.edition != edition, len(has), each.id

    return min(catalogues().values(), key=rank).id
