"""What a report of conformance says, as values: its facts and its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal[
    "supports", "partially-supports", "does-not-support", "not-applicable", "not-evaluated"
]
LEVELS: Mapping[Level, str] = {
    "supports": "Supports",
    "partially-supports": "Partially Supports",
    "does-not-support": "Does Not Support",
    "not-applicable": "Not Applicable",
    "not-evaluated": "Not Evaluated",
}
"""Level → the term of the template."""
COMPONENTS: Mapping[str, str] = {
    "web": "Web",
    "electronic-docs": "Electronic Documents",
    "software": "Software",
    "authoring-tool": "Authoring Tool",
    "none": "",
}
"""Component of the catalogues → its label."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the report says of one criterion for one component."""

    number: str
    chapter: str
    """Id of the chapter in OpenACR's catalogues; empty when no catalogue has the criterion."""
    component: str
    """One of COMPONENTS, or the report's own word; empty where the level is for the whole row."""
    level: Level | None
    """None where there is none, or none that could be read without a guess."""
    stated: str
    """The words that the level was read from."""
    remarks: str = ""
    page: int = 0
    """Page of the file that it stands on, from 1; 0 where files have no pages."""
    cell: str = ""
    """The whole cell with the level, as it stands."""
    product: str = ""
    """Which product of the file it is about; empty when the file is about one."""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row with a criterion whose level could not be read."""

    number: str
    page: int
    cell: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who stands behind a report."""

    name: str = ""
    company: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class SchemaMistake:
    """Something that the form of OpenACR does not allow."""

    place: str
    what: str


@dataclass(frozen=True, slots=True)
class ConformanceReport:
    """A report of conformance as it was read."""

    form: Literal["openacr", "pdf", "docx", "html", "markdown", "draft"]
    title: str = ""
    product: str = ""
    product_version: str = ""
    product_description: str = ""
    author: Contact = field(default_factory=Contact)
    vendor: Contact = field(default_factory=Contact)
    report_date: str = ""
    last_modified_date: str = ""
    version: int | None = None
    notes: str = ""
    methods: str = ""
    disclaimer: str = ""
    license: str = ""
    repository: str = ""
    feedback: str = ""
    catalogue: str = ""
    """Id of the catalogue that it names, or that fits what was read; empty when none does."""
    edition: str = ""
    """Edition of the template as the report says it, as `2.4`."""
    language: str = ""
    claims: tuple[Claim, ...] = ()
    unread: tuple[UnreadRow, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Criteria whose row sends readers to another table in place of a level."""
    chapter_notes: Mapping[str, str] = field(default_factory=dict[str, str])
    disabled: frozenset[str] = frozenset()
    """Chapters that the report leaves out."""
    products: tuple[str, ...] = ()
    """Products that the file has levels for, when there is more than one."""
    mistakes: tuple[SchemaMistake, ...] = ()
    warnings: tuple[str, ...] = ()
    """What could not be read, or only in part, in sentences."""
    named_catalogue: bool = True
    """Whether `catalogue` is the report's own word and not our reading."""

    def claims_of(self, component: str) -> tuple[Claim, ...]:
        """Return the claims for *component*, and those for whole rows."""
        return tuple(each for each in self.claims if each.component in {component, "", "all"})
