"""Read an evidence folder, one page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from civiscope.errors import UsageError
from civiscope.evidence.kinds import BESIDE, KINDS, PAGES, StoredFile
from civiscope.evidence.schema import EARLIER_INDEX, EVIDENCE_VERSION, EndFile, IndexEntry, ScanFile
from civiscope.evidence.store import END, ENTRY, SCAN, read_documents, read_sources, version_of
from civiscope.model import Page
from civiscope.model.source import SourceTree

T = TypeVar("T")
_GO_ON = "A scan with --resume visits what is missing again."


class EvidenceReader:
    """What a scan has kept. Also reads scans that were cut off; `end` then says so."""

    def __init__(self, folder: Path) -> None:
        """Open *folder* (the evidence folder, or the output folder that holds it).

        Raises UsageError when it holds no evidence this version can read.
        """
        if not (folder / "scan.json").exists() and (folder / "evidence" / "scan.json").exists():
            folder = folder / "evidence"
        self.folder = folder
        path = folder / "scan.json"
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise UsageError(
                f"There is no evidence in {folder}; name the evidence folder of a scan."
            ) from None
        except OSError as error:
            raise UsageError(f"{path} cannot be read ({error.strerror}).") from error
        version = version_of(content)
        if version != EVIDENCE_VERSION:
            raise UsageError(
                f"The evidence in {folder} is of version {version or 'unknown'}; this civiscope "
                f"reads {EVIDENCE_VERSION}. Scan the site again."
            )
        try:
            self.scan: ScanFile = SCAN.validate_json(content)
        except ValidationError as error:
            raise UsageError(f"The evidence is not whole: {path} is damaged.") from error
        self._whole = (folder / "end.json").exists()
        self.entries = tuple(self._entries("index.jsonl"))
        if not self._whole:
            self.entries = self._with_earlier(self.entries)
        self.end = self._end()
        self._check_index()

    def _with_earlier(self, entries: tuple[IndexEntry, ...]) -> tuple[IndexEntry, ...]:
        """Return *entries* and what a scan knew before it was gone on with and cut off again."""
        if not (self.folder / EARLIER_INDEX).exists():
            return entries
        known = {entry.number: entry for entry in self._entries(EARLIER_INDEX)}
        now = {entry.url for entry in entries}
        last = max((entry.number for entry in entries), default=-1)
        more = (known[number] for number in sorted(known) if number > last)
        return (*entries, *(entry for entry in more if entry.url not in now))

    def _check_index(self) -> None:
        """Raise UsageError when the index has lost lines, or has some of them twice."""
        path = self.folder / "index.jsonl"
        numbers = {entry.number for entry in self.entries}
        count = self.end.entries if self._whole else None
        wanted = len(numbers) if count is None else count
        if len(self.entries) != wanted or len(numbers) != len(self.entries):
            raise UsageError(
                f"The evidence is not whole: {path} has {len(self.entries)} lines, and the scan "
                f"wrote {wanted}. {_GO_ON}"
            )

    def _entries(self, name: str) -> Iterator[IndexEntry]:
        path = self.folder / name
        try:
            lines = path.read_bytes().split(b"\n")
        except FileNotFoundError:
            if self._whole:
                raise UsageError(f"The evidence is not whole: {path} is missing.") from None
            return
        except OSError as error:
            raise UsageError(f"{path} cannot be read ({error.strerror}).") from error
        # What follows the last line feed is nothing, or the half line of a scan that was killed.
        for number, line in enumerate(lines if self._whole and lines[-1] else lines[:-1], 1):
            try:
                yield ENTRY.validate_json(line)
            except ValidationError as error:
                raise UsageError(
                    f"The evidence is not whole: {path}, line {number}, is damaged. {_GO_ON}"
                ) from error

    def _end(self) -> EndFile:
        path = self.folder / "end.json"
        if not self._whole:
            stopped = "The scan was cut off before its end."
            return EndFile("", stopped, len(self.entries), (), (), 0, {})
        try:
            end = END.validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise UsageError(f"The evidence is not whole: {path} is damaged.") from error
        inside = {each.url: each.found for each in read_documents(self.folder)}
        if not inside:
            return end
        return replace(
            end,
            documents=tuple(
                replace(each, facts=inside.get(each.url, each.facts)) for each in end.documents
            ),
        )

    @cached_property
    def source(self) -> SourceTree | None:
        """What was read in the site's source; None when no folder of it was named."""
        try:
            return read_sources(self.folder)
        except (OSError, EOFError, ValueError) as error:
            raise UsageError(
                f"The evidence is not whole: what was read in the site's source cannot be read "
                f"({self.folder}). Name the source again."
            ) from error

    @cached_property
    def _pages_like_files(self) -> frozenset[str]:
        """Return the addresses of pages whose last part has an ending: `/view/guide.pdf`."""
        bare = (e.url.partition("#")[0].partition("?")[0] for e in self._of_pages)
        return frozenset(url for url in bare if "." in url.rpartition("/")[2])

    @cached_property
    def _of_pages(self) -> tuple[IndexEntry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == "page")

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._of_pages)

    def pages(self, first: int = 0, stop: int | None = None) -> Iterator[Page]:
        """Yield every page in the order of the crawl, read from disk one at a time.

        With *first* or *stop*, yield those from the one on, up to and without the other, as slices
        count.
        """
        for entry in self._of_pages[first:stop]:
            page = self._read(PAGES, entry, None).page
            # What is hidden in one of the two may have been unknown when the other was written.
            if page.url != entry.url and "hidden" not in page.url + entry.url:
                raise UsageError(
                    f"The evidence is not whole: {self.folder / PAGES.name_of(entry.number)} "
                    f"is of another page than the index says. {_GO_ON}"
                )
            beside = {
                kind.name: self._read(BESIDE[kind.folder], entry, kind.default)
                for kind in KINDS
                if kind.folder in BESIDE
            }
            yield replace(
                page,
                template=self.end.templates.get(page.url, page.template),
                site_url=str(self.scan.settings.get("site_url") or ""),
                # Scans of versions that did not ask judged them.
                local_headers=bool(self.scan.settings.get("judge_local_headers", True)),
                pages_like_files=self._pages_like_files,
                evidence=replace(page.evidence, **beside),
            )

    def _read(self, file: StoredFile[T], entry: IndexEntry, default: T | None) -> T:
        """Return what *file* holds of *entry*, or *default* where there is none and may be none."""
        path = self.folder / file.name_of(entry.number)
        try:
            return file.read(path.read_bytes())
        except FileNotFoundError:
            if default is not None:
                return default
            raise UsageError(f"The evidence is not whole: {path} is missing. {_GO_ON}") from None
        except (OSError, EOFError, ValueError) as error:
            raise UsageError(
                f"The evidence is not whole: {path} cannot be read. {_GO_ON}"
            ) from error
