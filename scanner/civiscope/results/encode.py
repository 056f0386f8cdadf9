"""Write results as JSON, piece by piece, one page, finding or issue a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, Final, cast

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from civiscope.model.adapters import adapter_of
from civiscope.results.coverage import Coverage
from civiscope.results.findings import Finding
from civiscope.results.frameworks import StandardFacts
from civiscope.results.pack import FindingTables, Judged, UsualOutcomes
from civiscope.results.packed import PARTS, Observation, PackedFinding, PackedPart, PackedResults
from civiscope.results.pages import PageResult, RuleOutcome
from civiscope.results.results import PACKED_VERSION, Results
from civiscope.results.rules import RuleFacts

_LEFT_OUT = {"journeys", "sample", "source", "statements"}
"""What few results have: it is left out where there is none."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_FINDING_DEFAULTS: Final[Mapping[str, object]] = {
    "request": None,
    "trace": (),
    "part": "",
    "values": {},
    "source": (),
    "journey": "",
    "step": "",
}


def packed_parts(results: Results) -> Iterator[bytes]:
    """Yield *results* in the packed form, with what they repeat written once."""
    results = replace(results, schema_version=PACKED_VERSION)
    usual, tables = UsualOutcomes(results), FindingTables(results)
    found = {each.rule for each in results.findings}
    lists: dict[str, Iterable[bytes]] = {
        "addresses": (_plain(each, sort_keys=False) for each in tables.addresses),
        "usual_outcomes": (b"{" + _outcomes(each) + b"}" for each in usual.usual),
        "pages": (_packed_judged(each, usual) for each in results.pages),
        PARTS: (_short(PackedPart, each) for each in tables.parts()),
        "elements": (_quick(adapter_of(tuple[str, str]), each) for each in tables.elements),
        "observations": (_short(Observation, each) for each in tables.observations),
        "findings": (_short(PackedFinding, each) for each in tables.findings()),
        "rules": (_plain(_short_rule(each, found), sort_keys=True) for each in results.rules),
        "documents": (_packed_judged(each, usual) for each in results.documents),
        "sources": (_packed_judged(each, usual) for each in results.sources),
    }
    if results.coverage.parts:
        results = replace(results, coverage=replace(results.coverage, parts=()))
    yield from _fields([each.name for each in fields(PackedResults)], results, lists)


def plain_parts(results: Results) -> Iterator[bytes]:
    """Yield *results* as they stand in results.json: each finding and page says all there is."""
    yield from _fields([each.name for each in fields(Results)], results, {})


def _fields(
    names: Iterable[str], results: Results, lists: Mapping[str, Iterable[bytes]]
) -> Iterator[bytes]:
    # Piece by piece: the whole as Python's dicts would take many times the memory of the results.
    before = "{"
    for name in names:
        value: object = getattr(results, name, ())
        if name in _LEFT_OUT and not value:
            continue
        yield f"{before}\n{json.dumps(name)}: ".encode()
        if name in lists:
            yield from _lines(lists[name])
        elif isinstance(value, tuple):
            yield from _lines(map(_json, cast("tuple[object, ...]", value)))
        else:
            yield _json(value)
        before = ","
    yield b"\n}\n"


def _lines(values: Iterable[bytes]) -> Iterator[bytes]:
    before = "["
    for value in values:
        yield f"{before}\n".encode() + value
        before = ","
    yield b"[]" if before == "[" else b"\n]"


def _packed_judged(judged: Judged, usual: UsualOutcomes) -> bytes:
    number, others = usual.packed(judged)
    text = _quick(adapter_of(type(judged)), judged, exclude={"outcomes"}, exclude_defaults=True)
    named = f',"usual":{number}'.encode() if number else b""
    return text[:-1] + named + b',"outcomes":{' + _outcomes(others) + b"}}"


def _outcomes(outcomes: Mapping[str, RuleOutcome]) -> bytes:
    return b",".join(_key(rule) + _outcome(outcomes[rule]) for rule in sorted(outcomes))


# The same few hundred on each page.
@lru_cache(maxsize=4096)
def _key(rule: str) -> bytes:
    return json.dumps(rule).encode() + b":"


def _short_rule(rule: RuleFacts, found: Set[str]) -> object:
    if rule.id not in found:
        # Texts of three hundred rules would be most of a small file.
        rule = replace(rule, why="", fix="", messages={})
    return adapter_of(RuleFacts).dump_python(rule, mode="json", exclude_defaults=True)


def _short(kind: type, value: object) -> bytes:
    return _quick(adapter_of(kind), value, exclude_defaults=True)


def _json(value: object) -> bytes:
    if isinstance(value, PageResult):
        empty = set[str]() if value.reused_from else {"reused_from"}
        states = set[str]() if value.journey else {"journey", "step"}
        text = _quick(adapter_of(PageResult), value, exclude={"outcomes", *empty, *states})
        return text[:-1] + b',"outcomes":{' + _outcomes(value.outcomes) + b"}}"
    if isinstance(value, StandardFacts):
        # Clauses in the order of the standard; what is not said of one is left out.
        return _quick(adapter_of(StandardFacts), value, exclude_defaults=True)
    if isinstance(value, Finding):
        empty = {name for name, none in _FINDING_DEFAULTS.items() if getattr(value, name) == none}
        return _quick(adapter_of(Finding), value, exclude=empty)
    left_out = {"reused"} if isinstance(value, Coverage) and not value.reused else None
    data = adapter_of(type(value)).dump_python(value, mode="json", exclude=left_out)
    return _plain(data, sort_keys=True)


# Three hundred rules say the same few things of thousands of pages.
@lru_cache(maxsize=4096)
def _outcome(outcome: RuleOutcome) -> bytes:
    # A count of nought and an empty reason say nothing. Left out, the outcomes of 5,000 pages take
    # half the space; the schema gives the values to assume.
    return _quick(adapter_of(RuleOutcome), outcome, exclude_defaults=True)


def _quick(
    adapter: TypeAdapter[Any],
    value: object,
    exclude: set[str] | None = None,
    *,
    exclude_defaults: bool = False,
) -> bytes:
    """Return *value* as JSON, its fields in the order of its kind; mappings in it stay as sorted as
    they were made."""
    try:
        return adapter.dump_json(value, exclude=exclude, exclude_defaults=exclude_defaults)
    except PydanticSerializationError:
        # Half of a surrogate pair. It is put right without changing the order.
        data = adapter.dump_python(
            value, mode="json", exclude=exclude, exclude_defaults=exclude_defaults
        )
        return _plain(data, sort_keys=False)


def _plain(data: object, *, sort_keys: bool) -> bytes:
    text = json.dumps(
        data, sort_keys=sort_keys, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    # Pages can hold halves of surrogate pairs, which UTF-8 cannot.
    return _SURROGATE.sub("\ufffd", text).encode()
