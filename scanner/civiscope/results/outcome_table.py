"""The outcomes of a page's rules in a sixth of a dictionary's space."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from civiscope.results.pages import RuleOutcome


class OutcomeTable(Mapping[str, RuleOutcome]):
    """Outcomes by rule, equal to a dictionary that holds the same.

    Thousands of pages have outcomes of the same rules: where each stands is held once for all.
    """

    __slots__ = ("_outcomes", "_places")

    def __init__(self, places: Mapping[str, int], outcomes: tuple[RuleOutcome, ...]) -> None:
        """Hold *outcomes*, that of each rule at its place."""
        self._places = places
        self._outcomes = outcomes

    def __getitem__(self, rule: str) -> RuleOutcome:
        """Return what *rule* said."""
        return self._outcomes[self._places[rule]]

    def __iter__(self) -> Iterator[str]:
        """Yield the rules, in their order."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many rules there are."""
        return len(self._places)

    def __eq__(self, other: object) -> bool:
        """Say whether *other* holds the same outcomes of the same rules."""
        if not isinstance(other, Mapping):
            return False
        return dict(self) == dict(cast("Mapping[object, object]", other))

    __hash__ = None  # type: ignore[assignment] # as of a dictionary

    def __repr__(self) -> str:
        """Return it as a dictionary is shown."""
        return repr(dict(self))


class OutcomeTables:
    """Makes tables, and holds once what many of them share."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, ...], dict[str, int]] = {}
        self._outcomes: dict[RuleOutcome, RuleOutcome] = {}
        self._rows: dict[tuple[int, ...], tuple[RuleOutcome, ...]] = {}

    def of(self, outcomes: Mapping[str, RuleOutcome]) -> OutcomeTable:
        """Return *outcomes* as a table."""
        rules = tuple(outcomes)
        if rules not in self._places:
            self._places[rules] = {rule: number for number, rule in enumerate(rules)}
        known = self._outcomes
        row = tuple([known.setdefault(each, each) for each in outcomes.values()])
        # Each outcome is held once, so that rows are equal where they hold the very same.
        row = self._rows.setdefault(tuple(map(id, row)), row)
        return OutcomeTable(self._places[rules], row)
