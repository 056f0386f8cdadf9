"""The [planning] table of the configuration: who fixes what, what it takes, what to reach."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)


class TargetConfig(BaseModel):
    """A [[planning.target]] table: what a key figure is to become."""

    model_config = _STRICT

    figure: str
    """Key of a figure, as in docs/figures.md."""
    value: float
    """What it is to become; shares are numbers from 0 to 1."""
    by: str | None = None
    """Day by which, as 2027-03-31. A day needs an owner."""
    owner: str | None = None
    """Who answers for it: one of `owners`."""


class PlanningConfig(BaseModel):
    """The [planning] table."""

    model_config = _STRICT

    owners: list[str] | None = None
    """Everybody who may be named as an owner: teams, roles, suppliers."""
    assign: dict[str, str] | None = None
    """Who fixes what: a cause (`shared`, `template`, `content`, `supplier`, `platform`,
    `documents`, `organisation`), a package of docs/plan.md or a rule, each with one of `owners`."""
    effort: dict[str, str] | None = None
    """What it takes: a cause, a package or a rule, each with a class: `S`, `M`, `L` or `X`, which
    is unknown."""
    hours: dict[Literal["S", "M", "L"], Annotated[int, Field(ge=1, le=2000)]] | None = None
    """The most hours of a class; 2, 16 and 80 when not set."""
    key_tasks: list[str] | None = None
    """Patterns for addresses of pages that a service cannot do without, with `*` and `?`."""
    weeks: int | None = Field(default=None, ge=1, le=104)
    """Weeks within which what matters most is to be fixed (12)."""
    target: list[TargetConfig] | None = None
    """What key figures are to become, as [[planning.target]]."""
