"""Write evidence as it comes, so that a scan that is killed has lost only the pages in flight."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from civiscope.errors import InternalError, UsageError
from civiscope.evidence.kinds import BESIDE, DOCUMENTS, PAGES, SOURCES, StoredFile, pack
from civiscope.evidence.lock import FolderLock
from civiscope.evidence.schema import (
    EARLIER_INDEX,
    EVIDENCE_VERSION,
    REUSE,
    DocumentFile,
    EndFile,
    IndexEntry,
    PageFile,
    ScanFile,
)
from civiscope.evidence.secret_values import SecretValues
from civiscope.model.source import SourceTree

T = TypeVar("T")
SCAN: TypeAdapter[ScanFile] = TypeAdapter(ScanFile)
ENTRY: TypeAdapter[IndexEntry] = TypeAdapter(IndexEntry)
END: TypeAdapter[EndFile] = TypeAdapter(EndFile)
_BESIDE_THE_END = {"documents": {"__all__": {"facts"}}}
"""What end.json leaves to files of their own."""
_MAX_FOUND = 200
_BEGINNING = 16
"""Letters of a secret by which it is known; what shows elements cuts them anywhere."""
_REST = rb"(?:\\[nr]|[\w+/=.-])*"


class EvidenceStore:
    """The evidence folder of a scan that is under way."""

    def __init__(self, folder: Path, scan: ScanFile, lock: FolderLock) -> None:
        self.folder = folder
        self._lock = lock
        self.scan = scan
        self._index = folder / "index.jsonl"
        self._secrets = SecretValues()
        self._found: dict[str, tuple[bytes, re.Pattern[bytes]]] = {}
        self._spare: set[int] = set()
        self._entries = 0
        self._folders = {folder}

    @classmethod
    def create(cls, folder: Path, scan: ScanFile, *, force: bool) -> EvidenceStore:
        """Begin a new folder.

        Raises UsageError when another scan is writing to it, or when there is a scan already and
        not *force*.
        """
        lock = _lock(folder)
        if (folder / "scan.json").exists() or (folder / "index.jsonl").exists():
            if not force:
                lock.release()
                raise UsageError(
                    f"{folder} already holds the evidence of a scan; add --force to replace it, "
                    f"--resume to go on with it, or name another folder with --out."
                )
            _remove_scan(folder)
        store = cls(folder, scan, lock)
        try:
            (folder / PAGES.folder).mkdir(parents=True, exist_ok=True)
            _write_atomically(folder / "scan.json", SCAN.dump_json(scan, indent=1))
            store._index.write_bytes(b"")
        except OSError as error:
            raise UsageError(
                f"The folder {folder} cannot be written ({error.strerror or error}); name another "
                f"with --out."
            ) from error
        return store

    @classmethod
    def resume(cls, folder: Path) -> EvidenceStore:
        """Return the scan in *folder*, to go on with. Raises UsageError when there is none."""
        path = folder / "scan.json"
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise UsageError(
                f"There is no scan to resume in {folder}: {path} is missing."
            ) from None
        except OSError as error:
            raise UsageError(
                f"The scan in {folder} cannot be resumed: {path} cannot be read ({error.strerror})."
            ) from error
        version = version_of(content)
        if version != EVIDENCE_VERSION:
            raise UsageError(
                f"The scan in {folder} was made by another version (evidence "
                f"{version or 'unknown'}, here {EVIDENCE_VERSION}); start it anew with --force."
            )
        try:
            scan = SCAN.validate_json(content)
        except ValidationError as error:
            raise UsageError(
                f"The scan in {folder} cannot be resumed: {path} is damaged; start it anew with "
                f"--force."
            ) from error
        return cls(folder, scan, _lock(folder))

    def begin_again(self) -> None:
        """Take a scan up that was cut off: what it kept is found again, page by page.

        Apart from `resume`, so that a scan that cannot be gone on with stays as it is. What the
        index knew stays beside the new one until the scan is over.
        """
        try:
            (self.folder / "end.json").unlink(missing_ok=True)
            earlier = [line for path in (self._earlier, self._index) for line in _lines(path)]
            _write_atomically(self._earlier, b"".join(earlier))
            self._index.write_bytes(b"")
        except OSError as error:
            raise _full(self._index, error) from error

    @property
    def _earlier(self) -> Path:
        return self.folder / EARLIER_INDEX

    def close(self) -> None:
        """Let another scan write to the folder."""
        self._lock.release()

    def hide(self, secrets: SecretValues) -> None:
        """Keep these values out of all that is written from now on, should a page show them."""
        self._secrets = secrets

    def hide_found(self, secrets: Iterable[str]) -> None:
        """Keep values that pages show out of what is written, whole or cut short."""
        for secret in secrets:
            if secret in self._found or len(self._found) >= _MAX_FOUND:
                continue
            coded = json.dumps(secret, ensure_ascii=False)[1:-1]
            begins = coded[:_BEGINNING].encode()
            self._found[secret] = begins, re.compile(re.escape(begins) + _REST)

    def page_path(self, number: int) -> Path:
        """Return where the nth address taken up is kept."""
        return self.folder / PAGES.name_of(number)

    def read(self, file: StoredFile[T], number: int) -> T | None:
        """Return what an earlier run kept of a page; None when it is not there whole."""
        try:
            return file.read((self.folder / file.name_of(number)).read_bytes())
        except (OSError, EOFError, ValueError):
            return None

    def write(self, file: StoredFile[T], number: int, value: T) -> None:
        """Keep *value*, of the nth address taken up, as soon as it is seen."""
        path = self.folder / file.name_of(number)
        self._write(path, pack(self._redact(file.to_json(value))))

    def read_page(self, number: int) -> PageFile | None:
        """Return a page kept by an earlier run; None when there is none, or only half of one."""
        return self.read(PAGES, number)

    def documents(self) -> tuple[DocumentFile, ...]:
        """Return what was kept of documents so far, by an earlier run as well."""
        return tuple(read_documents(self.folder))

    def write_document(self, number: int, document: DocumentFile) -> None:
        """Keep what is in the nth document as soon as it was looked into."""
        self.write(DOCUMENTS, number, document)

    def write_page(self, number: int, page: PageFile) -> None:
        """Keep a page as soon as it is seen."""
        self.write(PAGES, number, page)

    def write_screenshot(self, number: int, image: bytes) -> str:
        """Keep a picture and return its name."""
        path = self.folder / "screenshots" / f"{number:06d}.jpg"
        self._write(path, image)
        return path.name

    def write_page_picture(
        self, number: int, page: int, size: tuple[int, int], image: bytes
    ) -> str:
        """Keep a picture of a page of the nth document; return its name, which tells its size."""
        told = f"document-{number:06d}-{page}-{size[0]}x{size[1]}.webp"
        path = self.folder / "screenshots" / told
        self._write(path, image)
        return path.name

    def note(self, entry: IndexEntry) -> None:
        """Add a line to the index."""
        if entry.kind != "page":
            self._spare.add(entry.number)
        line = self._redact(json.dumps(asdict(entry), ensure_ascii=False).encode())
        try:
            with self._index.open("ab") as index:
                index.write(line + b"\n")
            self._entries += 1
        except OSError as error:
            raise _full(self._index, error) from error

    def finish(self, end: EndFile) -> None:
        """Write what is known at the end only, and throw away what turned out to be no page."""
        end = replace(end, entries=self._entries)
        self._write(
            self.folder / "end.json",
            self._redact(END.dump_json(end, indent=1, exclude=_BESIDE_THE_END)),
        )
        for number in self._spare:
            self.page_path(number).unlink(missing_ok=True)
        self._earlier.unlink(missing_ok=True)
        self.close()

    def _redact(self, content: bytes) -> bytes:
        content = self._secrets.hide_in_json(content)
        for begins, pattern in self._found.values():
            if begins in content:
                content = pattern.sub(b"(hidden)", content)
        return content

    def _write(self, path: Path, content: bytes) -> None:
        try:
            if path.parent not in self._folders:
                path.parent.mkdir(exist_ok=True)
                self._folders.add(path.parent)
            _write_atomically(path, content)
        except OSError as error:
            raise _full(path, error) from error


def read_documents(folder: Path) -> Iterator[DocumentFile]:
    """Yield what the evidence in *folder* holds of documents; a damaged file is left out."""
    for path in sorted((folder / DOCUMENTS.folder).glob("*.json.gz")):
        try:
            yield DOCUMENTS.read(path.read_bytes())
        except (OSError, EOFError, ValueError):
            continue


def write_sources(folder: Path, tree: SourceTree) -> None:
    """Keep what was read in a site's source beside the evidence of its pages, in *folder*."""
    path = folder / SOURCES.name_of(0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_atomically(path, pack(SOURCES.to_json(tree)))
    except OSError as error:
        raise _full(path, error) from error


def read_sources(folder: Path) -> SourceTree | None:
    """Return what the evidence in *folder* holds of the site's source; None when nothing.

    Raises ValueError, EOFError or OSError when the file is damaged.
    """
    try:
        content = (folder / SOURCES.name_of(0)).read_bytes()
    except FileNotFoundError:
        return None
    return SOURCES.read(content)


def _lock(folder: Path) -> FolderLock:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return FolderLock(folder)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be written ({error.strerror or error}); name another "
            f"with --out."
        ) from error


def _lines(path: Path) -> list[bytes]:
    """Return the lines of an index that can be read; half a line or a damaged one cannot."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    return [line + b"\n" for line in lines if _is_entry(line)]


def _is_entry(line: bytes) -> bool:
    try:
        ENTRY.validate_json(line)
    except ValidationError:
        return False
    return True


def _write_atomically(path: Path, content: bytes) -> None:
    """Write beside, then rename: a reader finds the whole file or none. Without fsync, because what
    a crash of the machine takes is visited again."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105 - one call, and this is the hot path


def version_of(content: bytes) -> str:
    """Return the schema version that a scan.json names, whatever else is in it; else nothing."""
    try:
        head = json.loads(content)
    except ValueError:
        return ""
    return str(head.get("evidence_version", "")) if isinstance(head, dict) else ""  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] # JSON, not yet validated


def _full(path: Path, error: OSError) -> InternalError:
    return InternalError(
        f"{path} cannot be written ({error.strerror or error}). What was seen so far is kept; "
        f"make room and go on with --resume."
    )


def _remove_scan(folder: Path) -> None:
    for name in ("scan.json", "index.jsonl", EARLIER_INDEX, "end.json", REUSE):
        (folder / name).unlink(missing_ok=True)
    for name in (PAGES.folder, *BESIDE, DOCUMENTS.folder, SOURCES.folder, "screenshots"):
        shutil.rmtree(folder / name, ignore_errors=True)
