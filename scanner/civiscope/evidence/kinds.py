"""The registry of evidence: every kind there is, and how the files that hold it are read.

Kinds are the fields of `civiscope.model.Evidence`; store, reader, gaps of a judgement and examples
of rule pages iterate over what stands here.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cached_property
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from civiscope.evidence.schema import DocumentFile, PageFile, PrivacyFile, ProbesFile
from civiscope.model import Evidence, Missing
from civiscope.model.source import SourceTree

T = TypeVar("T")

_NOT_GATHERED = Missing("not-gathered", "It is not among the evidence of the page.")

_GZIP_LEVEL = 3
"""A twelfth of the size for half a millisecond a page; higher levels win little more."""


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of evidence: what one collector brings back from a page."""

    name: str
    """Its field of `civiscope.model.Evidence`."""
    key: str
    """Its key in files."""
    folder: str
    """The folder whose files hold it."""
    default: Any
    """What a page has whose files do not speak of it."""
    by_name: bool
    """Whether it is a mapping, with a value or a `Missing` for each rule or probe."""

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """Reads the kind's own type, without `Missing`."""
        hint = get_type_hints(Evidence)[self.name]
        if get_origin(hint) is UnionType:
            hint = next(each for each in get_args(hint) if each is not Missing)
        return TypeAdapter(hint)


def _key_in_files(name: str) -> str:
    *_, last = get_args(get_type_hints(Evidence, include_extras=True)[name])
    return str(last.alias) if isinstance(last, FieldInfo) else name


def _default_of(each: Field[Any]) -> Any:  # noqa: ANN401 - the kind's own type
    if callable(each.default_factory):
        return each.default_factory()
    return _NOT_GATHERED if each.default is MISSING else each.default


KINDS: tuple[EvidenceKind, ...] = tuple(
    EvidenceKind(
        name=each.name,
        key=_key_in_files(each.name),
        folder=each.metadata["file"],
        default=_default_of(each),
        by_name=callable(each.default_factory),
    )
    for each in fields(Evidence)
)
"""Every kind, in the order of the fields."""


@dataclass(frozen=True)
class StoredFile(Generic[T]):
    """A file that a page has in one folder of the evidence."""

    folder: str
    wire: type[Any]
    """The file as it is written."""
    to_wire: Callable[[T], Any]
    from_wire: Callable[[Any], T]
    lean: bool = True
    """Whether values that are the default are left out."""

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """Reads and writes the file's JSON."""
        return TypeAdapter(self.wire)

    def name_of(self, number: int) -> str:
        """Return where the file of the nth address stands, below the evidence folder."""
        return f"{self.folder}/{number:06d}.json.gz"

    def to_json(self, value: T) -> bytes:
        """Return *value* as JSON, before secrets are hidden and the file is packed."""
        return self.adapter.dump_json(
            self.to_wire(value), exclude_defaults=self.lean, by_alias=True
        )

    def read(self, packed: bytes) -> T:
        """Return what a file holds. Raises OSError, EOFError or ValueError when it is damaged."""
        return self.from_wire(self.adapter.validate_json(gzip.decompress(packed)))


def pack(content: bytes) -> bytes:
    """Return *content* as files of pages hold it."""
    return gzip.compress(content, _GZIP_LEVEL, mtime=0)


def _same(value: Any) -> Any:  # noqa: ANN401 - as it came
    return value


PAGES: StoredFile[PageFile] = StoredFile("pages", PageFile, _same, _same)
PROBES: StoredFile[Mapping[str, dict[str, Any] | Missing]] = StoredFile(
    "probes", ProbesFile, ProbesFile.of, lambda file: file.answers, lean=False
)
PRIVACY: StoredFile[Any] = StoredFile(
    "privacy", PrivacyFile, PrivacyFile.of, lambda file: file.found
)

DOCUMENTS: StoredFile[DocumentFile] = StoredFile("documents", DocumentFile, _same, _same)
SOURCES: StoredFile[SourceTree] = StoredFile("sources", SourceTree, _same, _same)
"""One file for all: what is in the repository behind the site."""

BESIDE: Mapping[str, StoredFile[Any]] = {file.folder: file for file in (PROBES, PRIVACY)}
"""Files of their own beside the page's, by folder; each holds the one kind that names it."""
