"""Write evidence as it comes, so that a scan that is killed has lost only the pages in flight."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from civiscope.errors import InternalError, UsageError
from civiscope.evidence.schema import EVIDENCE_VERSION, EndFile, Entry, PageFile, ScanFile

PAGE: TypeAdapter[PageFile] = TypeAdapter(PageFile)
SCAN: TypeAdapter[ScanFile] = TypeAdapter(ScanFile)
ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
END: TypeAdapter[EndFile] = TypeAdapter(EndFile)
_GZIP_LEVEL = 3
"""A twelfth of the size for half a millisecond a page; higher levels win little more."""


class EvidenceStore:
    """The evidence folder of a scan that is under way."""

    def __init__(self, folder: Path, scan: ScanFile) -> None:
        self.folder = folder
        self.scan = scan
        self._index = folder / "index.jsonl"

    @classmethod
    def create(cls, folder: Path, scan: ScanFile, *, force: bool) -> EvidenceStore:
        """Begin a new folder. Raises UsageError when there is a scan already and not *force*."""
        if (folder / "scan.json").exists() or (folder / "index.jsonl").exists():
            if not force:
                raise UsageError(
                    f"{folder} already holds the evidence of a scan; add --force to replace it, "
                    f"--resume to go on with it, or name another folder with --out."
                )
            _remove_scan(folder)
        store = cls(folder, scan)
        try:
            (folder / "pages").mkdir(parents=True, exist_ok=True)
            _put(folder / "scan.json", SCAN.dump_json(scan, indent=1))
            store._index.write_bytes(b"")
        except OSError as error:
            raise UsageError(
                f"The folder {folder} cannot be written ({error.strerror or error}); name another "
                f"with --out."
            ) from error
        return store

    @classmethod
    def resume(cls, folder: Path) -> EvidenceStore:
        """Go on with a scan that was cut off. Raises UsageError when there is none."""
        path = folder / "scan.json"
        try:
            scan = SCAN.validate_json(path.read_bytes())
        except FileNotFoundError:
            raise UsageError(
                f"There is no scan to resume in {folder}: {path} is missing."
            ) from None
        except (OSError, ValidationError) as error:
            raise UsageError(
                f"The scan in {folder} cannot be resumed: {path} is not readable."
            ) from error
        if scan.evidence_version != EVIDENCE_VERSION:
            raise UsageError(
                f"The scan in {folder} was made by another version (evidence "
                f"{scan.evidence_version}, here {EVIDENCE_VERSION}); start it anew with --force."
            )
        (folder / "end.json").unlink(missing_ok=True)
        store = cls(folder, scan)
        store._index.write_bytes(b"")
        return store

    def page_path(self, number: int) -> Path:
        """Return where the nth address taken up is kept."""
        return self.folder / "pages" / f"{number:06d}.json.gz"

    def read_page(self, number: int) -> PageFile | None:
        """Return a page kept by an earlier run; None when there is none, or only half of one."""
        try:
            return PAGE.validate_json(gzip.decompress(self.page_path(number).read_bytes()))
        except (OSError, EOFError, ValueError):
            return None

    def write_page(self, number: int, page: PageFile) -> None:
        """Keep a page as soon as it is seen."""
        content = PAGE.dump_json(page, exclude_defaults=True)
        packed = gzip.compress(content, _GZIP_LEVEL, mtime=0)
        self._write(self.page_path(number), packed)

    def write_screenshot(self, number: int, image: bytes) -> str:
        """Keep a picture and return its name."""
        name = f"{number:06d}.webp"
        (self.folder / "screenshots").mkdir(exist_ok=True)
        self._write(self.folder / "screenshots" / name, image)
        return name

    def drop_page(self, number: int) -> None:
        """Throw a page away that turned out to be another one's double."""
        self.page_path(number).unlink(missing_ok=True)

    def note(self, entry: Entry) -> None:
        """Add a line to the index."""
        try:
            with self._index.open("ab") as index:
                index.write(json.dumps(asdict(entry)).encode() + b"\n")
        except OSError as error:
            raise _full(self._index, error) from error

    def finish(self, end: EndFile) -> None:
        """Write what is known at the end only."""
        self._write(self.folder / "end.json", END.dump_json(end, indent=1))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            _put(path, content)
        except OSError as error:
            raise _full(path, error) from error


def _put(path: Path, content: bytes) -> None:
    """Write beside, then rename: a reader finds the whole file or none. Without fsync, because what
    a crash of the machine takes is visited again."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105 - one call, and this is the hot path


def _full(path: Path, error: OSError) -> InternalError:
    return InternalError(
        f"{path} cannot be written ({error.strerror or error}). What was seen so far is kept; "
        f"make room and go on with --resume."
    )


def _remove_scan(folder: Path) -> None:
    for name in ("scan.json", "index.jsonl", "end.json"):
        (folder / name).unlink(missing_ok=True)
    for name in ("pages", "screenshots"):
        shutil.rmtree(folder / name, ignore_errors=True)
