"""What a gate asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from civiscope.model import SEVERITIES, Severity

FailOn = Severity | Literal["never"]


@dataclass(frozen=True, slots=True)
class Policy:
    """When a gate fails, and how much must have been seen for it to pass."""

    fail_on: FailOn = "serious"
    """The least severity that fails; `never` for a soft launch, in which nothing found fails."""
    include_best_practice: bool = False
    """Whether rules that no law or standard asks for can fail the gate."""
    include_reviews: bool = False
    """Whether what a person must decide can fail the gate."""
    min_coverage: float = 0.9
    """Least share of the pages attempted that must have been seen whole, 0 to 1."""

    def __post_init__(self) -> None:
        """Refuse values that mean nothing. Raises ValueError."""
        if self.fail_on not in (*SEVERITIES, "never"):
            allowed = ", ".join((*get_args(Severity), "never"))
            raise ValueError(f'fail_on is "{self.fail_on}"; it must be one of {allowed}.')
        if not 0 <= self.min_coverage <= 1:
            raise ValueError(
                f"min_coverage is {self.min_coverage}; it must be a share from 0 to 1."
            )
