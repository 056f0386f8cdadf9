"""The [gate] table of the configuration: what fails a build, and what it is held against."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)

Level = Literal["critical", "serious", "moderate", "minor", "info", "never"]
TAGS = {"word", "table"}
"""How pydantic calls the two forms of a level in its errors."""


class LevelsConfig(BaseModel):
    """A severity for each state of an issue."""

    model_config = _STRICT

    new: Level | None = None
    existing: Level | None = None
    reopened: Level | None = None
    waived: Level | None = None
    waiver_expired: Level | None = None
    unverified: Level | None = None
    flaky: Level | None = None
    engine_new: Level | None = None


def _form(value: object) -> str:
    return "table" if isinstance(value, dict | LevelsConfig) else "word"


Levels = Annotated[
    Annotated[Level, Tag("word")] | Annotated[LevelsConfig, Tag("table")], Discriminator(_form)
]


class OverrideConfig(BaseModel):
    """A [[gate.override]] table: other levels for some pages or one area."""

    model_config = _STRICT

    url: str | None = None
    """Pattern of addresses or paths; `*` stands for anything."""
    area: Literal["accessibility", "privacy", "security", "site"] | None = None
    """Only rules of this area."""
    fail_on: Levels | None = None
    """Instead of the gate's own."""
    warn_on: Levels | None = None
    """Instead of the gate's own."""


class GateConfig(BaseModel):
    """The [gate] table."""

    model_config = _STRICT

    fail_on: Levels | None = None
    """The least severity that fails; `never` for a start in which nothing found fails. A table
    names it for each state, such as `{ new = "serious", existing = "critical" }`."""
    warn_on: Levels | None = None
    """The least severity that is warned of without failing, for each state."""
    include_best_practice: bool | None = None
    """Whether rules that no law or standard asks for can fail the gate."""
    include_reviews: bool | None = None
    """Whether what a person must decide can fail the gate."""
    min_coverage: float | None = Field(default=None, ge=0, le=1)
    """Least share of the pages attempted, and of the baseline's, that must have been fully scanned,
    0 to 1."""
    baseline: str | None = None
    """File of the baseline."""
    waivers: str | None = None
    """File of the waivers."""
    base_urls: dict[str, str] | None = None
    """Other homes of the site, each with the usual one, so that they share a baseline:
    `"http://localhost:3000/" = "https://www.example.gov/"`. `*` stands for anything but a slash."""
    unit: Literal["issue", "occurrence"] | None = None
    """What is counted: an issue wherever it shows, or an issue on each page."""
    max: dict[str, Annotated[int, Field(ge=0)]] | None = None
    """The most there may be: words for area, state and severity, joined by dots, each with a
    number, such as `"security.critical" = 0`."""
    ratchet: bool | None = None
    """Whether what the baseline knows may only become less."""
    first_run: Literal["fail", "report"] | None = None
    """What follows when the baseline does not exist yet: fail as if there were none, or report."""
    confirm_new: int | None = Field(default=None, ge=0, le=5)
    """How often pages are visited again to see once more what is new; 0 for never."""
    engine_grace: int | None = Field(default=None, ge=0)
    """Days in which what a changed rule or engine finds is warned of and does not fail."""
    strict_waivers: bool | None = None
    """Whether a waiver that matches nothing fails the gate."""
    override: list[OverrideConfig] | None = None
    """Other levels for some pages or areas, as [[gate.override]]; the first that fits counts."""
