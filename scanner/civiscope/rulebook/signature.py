"""What a check looks at and asks for, read from its signature."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

from civiscope.lists import Lists
from civiscope.model import Document, Outcome, Page, Site, Source
from civiscope.rulebook.errors import RuleError

Check = Callable[..., Iterator[Outcome]]
Scope = Literal["page", "site", "document", "source"]

_SCOPES: Mapping[Any, Scope] = {
    Page: "page",
    Site: "site",
    Document: "document",
    Source: "source",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """What a check takes."""

    scope: Scope
    """What it looks at: the type of its first parameter."""
    lists: str
    """Name of the parameter that asks for reference data; empty when none does."""
    options: frozenset[str]
    """Names of its keyword-only parameters."""

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Signature:
        """Return the signature that *facts* were made of."""
        return cls(facts["scope"], facts["lists"], frozenset(facts["options"]))

    @property
    def facts(self) -> dict[str, object]:
        """The same, as JSON can hold it."""
        return {"scope": self.scope, "lists": self.lists, "options": sorted(self.options)}


def read_signature(check: Check, where: str) -> Signature:
    """Return what *check* takes. Raises RuleError, beginning with *where*, when rules may not."""
    try:
        hints = get_type_hints(check)
    except NameError as error:
        raise RuleError(
            f"{where}: a type in the signature of check is unknown: {error}."
        ) from error
    parameters = list(inspect.signature(check).parameters.values())
    scope = _SCOPES.get(hints.get(parameters[0].name)) if parameters else None
    if scope is None:
        raise RuleError(
            f"{where}: the first parameter of check must be a Page, a Site, a Document or a Source."
        )
    lists = ""
    options: set[str] = set()
    for parameter in parameters[1:]:
        if hints.get(parameter.name) is Lists:
            lists = parameter.name
        elif parameter.kind is parameter.KEYWORD_ONLY:
            options.add(parameter.name)
        else:
            raise RuleError(
                f"{where}: {parameter.name} is an option of check; put it after a *, so that it is "
                "given by name."
            )
    return Signature(scope, lists, frozenset(options))
