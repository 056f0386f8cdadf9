"""Read results.json line by line, as it is written, so that a large one takes little memory.

What says the same thing a thousand times, on page after page, is held once.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import ValidationError

from civiscope.model.adapters import adapter_of
from civiscope.results.findings import Finding
from civiscope.results.outcome_table import OutcomeTables
from civiscope.results.packed import PackedResults
from civiscope.results.pages import PageResult
from civiscope.results.results import PACKED_VERSION, Results
from civiscope.results.scan import Scan
from civiscope.results.unpack import BrokenTableError, Unpacker, put_together

T = TypeVar("T")
_FIELD = re.compile(rb'"(\w+)": (.+)\n')
_PACKED = f'"schema_version": "{PACKED_VERSION}",\n'.encode()
_SHARED = ("rule", "issue", "message", "page", "url", "selector", "snippet", "box", "component")
"""Fields of findings in which many of them are alike."""


class _OtherFormError(Exception):
    """The lines are not as results.json is written."""


def read_lines(lines: Iterable[bytes]) -> Results | None:
    """Return the results that *lines* hold; None where they are not as civiscope writes them."""
    try:
        return put_together(dict(_read_fields(iter(lines))))
    except (_OtherFormError, BrokenTableError, ValidationError, TypeError, KeyError):
        return None


def read_scan(lines: Iterable[bytes]) -> Scan | None:
    """Return the scan that results of these *lines* are of, without reading what comes after it.

    None where they are not as civiscope writes them.
    """
    try:
        return next((value for name, value in _read_fields(iter(lines)) if name == "scan"), None)
    except (_OtherFormError, ValidationError):
        return None


def _read_fields(lines: Iterator[bytes]) -> Iterator[tuple[str, Any]]:
    if next(lines, b"") != b"{\n":
        raise _OtherFormError
    first = next(lines, b"")
    kinds = get_type_hints(PackedResults if first == _PACKED else Results)
    memo, unpacker = _Memo(), Unpacker()
    last = False
    for line in chain([first], lines):
        if line == b"}\n":
            break
        found = _FIELD.fullmatch(line)
        kind = kinds.pop(found[1].decode(), None) if found else None
        if found is None or kind is None or last:
            raise _OtherFormError
        if found[2] == b"[":
            elements = _Elements(lines)
            name = found[1].decode()
            yield name, unpacker.take(name, _read_elements(elements, kind, memo))
            last = elements.is_last
        else:
            text, last = _without_comma(found[2])
            yield found[1].decode(), _value(kind, text)
    else:
        raise _OtherFormError
    if not last or next(lines, None) is not None:
        raise _OtherFormError


class _Elements:
    """The lines of a list, one an element."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self.is_last = False
        """Whether nothing comes after the list."""

    def __iter__(self) -> Iterator[bytes]:
        last = False
        for line in self._lines:
            if line in {b"]\n", b"],\n"}:
                break
            if last:
                raise _OtherFormError
            text, last = _without_comma(line.removesuffix(b"\n"))
            yield text
        else:
            raise _OtherFormError
        if not last:
            raise _OtherFormError
        self.is_last = line == b"]\n"


def _read_elements(elements: Iterable[bytes], kind: Any, memo: _Memo) -> Iterator[Any]:  # noqa: ANN401 - a type, and its values
    if get_origin(kind) is not tuple:
        raise _OtherFormError
    for text in elements:
        value = _value(get_args(kind)[0], text)
        if isinstance(value, PageResult):
            # Nobody has the page yet.
            object.__setattr__(value, "outcomes", memo.tables.of(value.outcomes))
        elif isinstance(value, Finding):
            memo.share_fields(value)
        yield value


def _without_comma(text: bytes) -> tuple[bytes, bool]:
    """Return *text* without the comma at its end, and whether there was none."""
    return text.removesuffix(b","), not text.endswith(b",")


def _value(kind: type[T], text: bytes) -> T:
    return adapter_of(kind).validate_json(text, strict=True, extra="forbid")


class _Memo:
    """What was read before, to be used again where the same is read."""

    def __init__(self) -> None:
        self.tables = OutcomeTables()
        self._known: dict[Hashable, Any] = {}

    def share_fields(self, finding: Finding) -> None:
        """Let *finding*, which nobody has yet, hold what findings before it hold."""
        for name in _SHARED:
            value = getattr(finding, name)
            object.__setattr__(finding, name, self._once(value, value))
        for name in ("standards", "values"):
            mapping = cast("dict[str, Hashable]", getattr(finding, name))
            key = (name, tuple(mapping.items()), tuple(map(type, mapping.values())))
            object.__setattr__(finding, name, self._once(key, mapping))

    def _once(self, key: Hashable, value: T) -> T:
        known: T = self._known.setdefault((type(value), key), value)
        return known
