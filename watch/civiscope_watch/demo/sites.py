"""Forty sites that do not exist, and what goes wrong on each of them over a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

YEAR_DAYS = 365
SITES = 40
_PLACES = ("Larkmere", "Ostwick", "Hollin", "Brackwater", "Fennmoor")
_OFFICES = (
    ("Tax Office", "tax", "Treasury", ("national", "money")),
    ("Council", "council", "Local Government", ("local",)),
    ("Parks Service", "parks", "Environment", ("local", "nature")),
    ("Health Agency", "health", "Health", ("national", "health")),
    ("Transport Authority", "transport", "Transport", ("regional", "transport")),
    ("School Board", "schools", "Education", ("local", "education")),
    ("Court Registry", "court", "Justice", ("national", "law")),
    ("Library Network", "library", "Culture", ("local", "culture")),
)
_PATHS = (
    "",
    "services/",
    "contact/",
    "news/",
    "services/apply/",
    "services/pay/",
    "about/",
    "accessibility/",
    "services/appointments/",
    "documents/",
    "jobs/",
    "search/",
)
_COMPONENTS = (
    "main-menu",
    "footer",
    "date-picker",
    "hero",
    "search-box",
    "card",
    "map",
    "form-row",
)
PROBLEMS = (
    "accessibility/image-alt",
    "accessibility/link-name",
    "accessibility/color-contrast",
    "accessibility/label",
    "accessibility/mouse-only",
    "accessibility/focus-visible",
    "accessibility/document-title",
    "accessibility/target-size",
    "privacy/known-tracker",
    "security/hsts",
    "security/csp-missing",
    "security/vulnerable-library",
    "site/broken-links",
)
"""Rules that fail here and there."""
LOOKED_AT = (
    *PROBLEMS,
    "accessibility/keyboard-trap",
    "site/contact-link",
    "site/works-without-javascript",
)

Fate = Literal["runs", "stale", "down", "missed"]
"""Whether the last scans of a site went well, stopped, saw nothing, or did not run."""


@dataclass(frozen=True, slots=True)
class PlannedProblem:
    """A problem of a site, with the days on which it is there."""

    rule: str
    component: str
    paths: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    """First day and day after the last, counted from the start of the year."""

    def is_there(self, day: int) -> bool:
        """Return whether it is found on *day*."""
        return any(first <= day < end for first, end in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSite:
    """A site that does not exist."""

    number: int
    name: str
    url: str
    owner: str
    tags: tuple[str, ...]
    paths: tuple[str, ...]
    weight: int
    """Bytes of a page."""
    scripts: bool
    """Whether its text comes by scripts."""
    keeps_refusal: bool
    contact: bool
    certificate_days: int
    """Until its certificate ends, from the end of the year; negative when it has ended."""
    statement_days: int
    """Age of its accessibility statement at the end of the year."""
    fate: Fate
    grown_on: int
    """The day on which it got new pages; beyond the year for most."""
    problems: tuple[PlannedProblem, ...]


def plan_sites(seed: int, count: int = SITES) -> Iterator[PlannedSite]:
    """Yield *count* sites; the same for the same *seed*."""
    for number in range(count):
        # A generator of its own, so that a site stays what it is when others change.
        chance = Random(seed * 1_000 + number)  # noqa: S311 # nosec B311 - made-up data
        office, word, owner, tags = _OFFICES[number % len(_OFFICES)]
        place = _PLACES[number // len(_OFFICES) % len(_PLACES)]
        paths = _PATHS[: chance.randint(5, len(_PATHS) - 2)]
        # Some offices look after their sites better than others.
        care = chance.random()
        yield PlannedSite(
            number=number,
            name=f"{place} {office}",
            url=f"https://{word}.{place.lower()}.example/",
            owner=owner,
            tags=tags,
            paths=paths,
            weight=chance.choice((400, 900, 1_600, 2_400, 5_200)) * 1_000,
            scripts=care < 0.25,
            keeps_refusal=care > 0.4,
            contact=care > 0.2,
            certificate_days=_certificate_days(number, chance),
            statement_days=chance.randint(20, 300) if care > 0.3 else chance.randint(400, 900),
            fate=_fate(number),
            grown_on=chance.randint(120, 300) if number % 9 == 4 else YEAR_DAYS + 1,
            problems=tuple(_plan_problems(chance, paths, care)),
        )


def _certificate_days(number: int, chance: Random) -> int:
    return {7: 5, 18: 21, 29: -2}.get(number, chance.randint(45, 380))


def _fate(number: int) -> Fate:
    fates: dict[int, Fate] = {5: "stale", 21: "stale", 13: "down", 26: "missed"}
    return fates.get(number, "runs")


def _plan_problems(chance: Random, paths: tuple[str, ...], care: float) -> Iterator[PlannedProblem]:
    for rule in chance.sample(PROBLEMS, chance.randint(4, 9)):
        # Headers and trackers are of the site, and no element has them.
        component = chance.choice(_COMPONENTS) if rule.startswith("accessibility/") else ""
        where = paths if chance.random() < 0.4 else tuple(chance.sample(paths, 2))
        # Half were there from the start; the others came with a release.
        first = 0 if chance.random() < 0.5 else chance.randint(10, YEAR_DAYS - 1)
        yield PlannedProblem(rule, component, where, tuple(_plan_spans(chance, first, care)))


def _plan_spans(chance: Random, first: int, care: float) -> Iterator[tuple[int, int]]:
    while first < YEAR_DAYS:
        is_fixed = chance.random() < 0.25 + 0.6 * care
        end = first + chance.randint(14, 240) if is_fixed else YEAR_DAYS + 1
        yield first, end
        # Some come back with a later release.
        if chance.random() > 0.15:
            return
        first = end + chance.randint(20, 90)
