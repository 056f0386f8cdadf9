"""Turn the packed form of results, whole or field by field, into results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, cast

from civiscope.model import Box
from civiscope.results.coverage import PartNotTested
from civiscope.results.findings import Finding, RequestSeen
from civiscope.results.outcome_table import OutcomeTables
from civiscope.results.packed import (
    PARTS,
    TABLES,
    Observation,
    PackedDocument,
    PackedFinding,
    PackedPage,
    PackedPart,
    PackedResults,
    PackedSource,
    own_fingerprint,
    own_id,
)
from civiscope.results.pages import DocumentResult, PageResult, RuleOutcome, SourceResult
from civiscope.results.results import PACKED_VERSION, SCHEMA_VERSION, Results
from civiscope.results.rules import RuleFacts

_KINDS: Mapping[type, type] = {
    PackedPage: PageResult,
    PackedDocument: DocumentResult,
    PackedSource: SourceResult,
}
_NAMES = {kind: [each.name for each in fields(kind)] for kind in _KINDS.values()}


class BrokenTableError(ValueError):
    """The file points to something that it does not hold. The message is the end of a sentence."""


def unpack(packed: PackedResults) -> Results:
    """Return the results that *packed* stands for. Raises BrokenTableError."""
    unpacker = Unpacker()
    values: dict[str, Any] = {}
    for each in fields(PackedResults):
        value: object = getattr(packed, each.name)
        if isinstance(value, tuple):
            value = unpacker.take(each.name, cast("tuple[object, ...]", value))
        values[each.name] = value
    return put_together(values)


def put_together(values: dict[str, Any]) -> Results:
    """Return the results whose fields, unpacked, are *values*, in either form."""
    parts = values.pop(PARTS, ())
    if parts:
        values["coverage"] = replace(values["coverage"], parts=parts)
    if values.get("schema_version") == PACKED_VERSION:
        values["schema_version"] = SCHEMA_VERSION
    return Results(**{name: value for name, value in values.items() if name not in TABLES})


class Unpacker:
    """Takes the lists of a packed file in their order; each points into those before it."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[Any, ...]] = dict.fromkeys(TABLES, ())
        self._pages = OutcomeTables()
        self._rules: dict[str, RuleFacts] = {}
        self._standards: dict[str, dict[str, tuple[str, ...]]] = {}

    def take(self, name: str, elements: Iterable[Any]) -> tuple[Any, ...]:
        """Return what *elements*, of the list called *name*, stand for. Raises BrokenTableError."""
        found = tuple(map(self._unpacked, elements))
        if name in TABLES:
            self._tables[name] = found
        elif name == "rules":
            for rule in cast("tuple[RuleFacts, ...]", found):
                self._rules[rule.id] = rule
                self._standards[rule.id] = dict(sorted(rule.standards.items()))
        return found

    def _unpacked(self, element: object) -> object:
        if isinstance(element, PackedFinding):
            return self._finding(element)
        if isinstance(element, PackedPart):
            page: str = self._at("addresses", element.page)
            return PartNotTested(page, element.kind, element.place, element.reason, element.frame)
        kind = _KINDS.get(type(element))
        return element if kind is None else self._with_outcomes(kind, cast("PackedPage", element))

    def _with_outcomes(self, kind: type, packed: PackedPage) -> object:
        usual: dict[str, RuleOutcome] = self._at("usual_outcomes", packed.usual)
        values: dict[str, Any] = {name: getattr(packed, name) for name in _NAMES[kind]}
        outcomes = {**usual, **packed.outcomes}
        values["outcomes"] = self._pages.of(outcomes) if kind is PageResult else outcomes
        return kind(**values)

    def _finding(self, packed: PackedFinding) -> Finding:
        what: Observation = self._at("observations", packed.what)
        selector, snippet = self._at("elements", packed.element, ("", ""))
        page = self._at("addresses", packed.page, "")
        own = packed.fingerprint or own_fingerprint(what, page, selector)
        return Finding(
            id=packed.id or own_id(own),
            issue=what.issue,
            rule=what.rule,
            outcome=what.outcome,
            needs_review=what.needs_review,
            severity=what.severity or self._rule(what).severity,
            confidence=what.confidence or self._rule(what).confidence,
            message=what.message,
            message_id=what.message_id,
            page=page,
            url=what.url,
            selector=selector,
            snippet=snippet,
            box=None if packed.box is None else Box(*map(float, packed.box)),
            frame=what.frame,
            component=what.component,
            standards=self._standards_of(what),
            fingerprint=own,
            screenshot=packed.screenshot,
            request=self._request(what.request, packed),
            trace=packed.trace,
            part=what.part,
            document_page=packed.document_page,
            values=what.values,
            source=packed.source,
            journey=what.journey,
            step=what.step,
        )

    def _standards_of(self, what: Observation) -> dict[str, tuple[str, ...]]:
        if what.standards is not None:
            return what.standards
        return self._standards[self._rule(what).id]

    def _rule(self, what: Observation) -> RuleFacts:
        if what.rule not in self._rules:
            raise BrokenTableError(
                f'an observation names the rule "{what.rule}", which is not in it'
            )
        return self._rules[what.rule]

    def _request(self, seen: RequestSeen | None, packed: PackedFinding) -> RequestSeen | None:
        if seen is None or (packed.script is None and packed.line is None):
            return seen
        return RequestSeen(
            seen.method,
            seen.type,
            seen.status,
            seen.failed,
            seen.asked_by,
            self._at("addresses", packed.script, ""),
            packed.line,
        )

    def _at(self, table: str, number: int | None, otherwise: object = None) -> Any:  # noqa: ANN401 - of any table
        if number is None:
            return otherwise
        held = self._tables[table]
        if not 0 <= number < len(held):
            raise BrokenTableError(f"it points to number {number} of {len(held)} {table}")
        return held[number]
