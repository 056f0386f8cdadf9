"""Read the parts of an archive, bounded in number and size: archives can hold far more than they
weigh."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self

from lxml import etree

from civiscope.collectors.documents.kinds import UnreadableDocument
from civiscope.collectors.documents.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED_BYTES
from civiscope.collectors.documents.xml import XmlElement

_SMALL_BYTES = 1_000_000
"""Parts of this size are read whatever their ratio is."""
_NO_DATE = (1980, 1, 1)
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Archive:
    """An archive that is open; a context manager. Methods raise UnreadableDocument."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise UnreadableDocument("It is an archive that cannot be read.") from None
        self._parts = {each.filename: each for each in self._zip.infolist()}
        if len(self._parts) > MAX_PARTS:
            raise UnreadableDocument(f"It has more than {MAX_PARTS:,} parts.")
        self._left = MAX_UNPACKED_BYTES

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """The names of all parts, sorted."""
        return sorted(self._parts)

    @property
    def packed_on(self) -> str:
        """The ISO date on which its newest part was written; nothing where none is told."""
        # Writers that tell no time give the first day that the format knows.
        dates = [each.date_time[:3] for each in self._parts.values()]
        newest = max((each for each in dates if each > _NO_DATE), default=None)
        return "-".join(f"{each:02}" for each in newest) if newest else ""

    def data(self, name: str) -> bytes | None:
        """Return a part; None when there is none."""
        part = self._parts.get(name)
        if part is None:
            return None
        if part.flag_bits & 1:
            raise UnreadableDocument("It is encrypted and asks for a password.")
        packed = max(1, part.compress_size)
        if part.file_size > self._left or (
            part.file_size > _SMALL_BYTES and part.file_size / packed > MAX_RATIO
        ):
            raise UnreadableDocument(
                "Unpacked it would be far larger than a document is; it was not unpacked."
            )
        try:
            with self._zip.open(part) as file:
                # What the archive says of the size may be wrong.
                found = file.read(part.file_size + 1)
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            zlib.error,
        ):
            raise UnreadableDocument(f"Its part {name[:100]!r} is damaged.") from None
        self._left -= len(found)
        return found

    def xml(self, name: str) -> XmlElement | None:
        """Return a part as XML; None when there is none."""
        found = self.data(name)
        if found is None:
            return None
        # What Word calls "Strict Open XML" has other namespaces and means the same.
        found = _STRICT.sub(_USUAL, found)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            return etree.fromstring(found, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise UnreadableDocument(f"Its part {name[:100]!r} is not XML.") from None

    def related(self, name: str) -> dict[str, str]:
        """Return the parts that an OOXML part refers to, by the id that it uses for them."""
        folder, base = posixpath.split(name)
        root = self.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        if root is None:
            return {}
        found: dict[str, str] = {}
        for each in root.iter(_RELATIONS):
            target = each.get("Target") or ""
            if each.get("TargetMode") != "External" and target:
                where = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                found[each.get("Id") or ""] = posixpath.normpath(where)
        return found
