"""The journeys that a scan makes, read and complete before a browser starts."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from civiscope.errors import UsageError
from civiscope.journeys.file import read_journey
from civiscope.journeys.journey import Journey
from civiscope.journeys.values import JourneyValues
from civiscope.scan.session import StoredSession, read_stored_session


@dataclass(frozen=True, slots=True)
class JourneyPlan:
    """The journeys to be made, what is typed in them, and the sessions they begin with."""

    journeys: tuple[Journey, ...]
    values: JourneyValues
    stored: Mapping[str, StoredSession]
    """By the path of the file."""

    @property
    def starts(self) -> tuple[str, ...]:
        """The addresses at which they begin."""
        return tuple(dict.fromkeys(journey.start for journey in self.journeys))

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every value that must not be written, as far as it is known by now."""
        stored = (secret for each in self.stored.values() for secret in each.secrets)
        return (*self.values.secrets, *stored)


def plan_journeys(paths: Sequence[str], base: str) -> JourneyPlan:
    """Return the journeys in the files at *paths*; their addresses may be relative to *base*.

    Raises UsageError for a file that cannot be read, and for a value or a session that is not
    there.
    """
    journeys = tuple(read_journey(Path(path), base) for path in paths)
    names: dict[str, Journey] = {}
    for journey in journeys:
        other = names.setdefault(journey.name, journey)
        if other is not journey:
            raise UsageError(
                f"{other.path} and {journey.path} are both called {journey.name!r}, by which "
                f"results tell them apart; rename one."
            )
    stored = {
        str(login.storage): read_stored_session(login.storage)
        for journey in journeys
        if (login := journey.login) is not None and login.storage is not None
    }
    return JourneyPlan(journeys, JourneyValues(journeys, os.environ), stored)
