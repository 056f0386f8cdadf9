"""Open the scan whose evidence may be reused, and say why none of it may be."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from civiscope.crawl.reuse.state import ReuseState, new_secret, read_state
from civiscope.errors import UsageError
from civiscope.evidence import EvidenceReader
from civiscope.evidence.kinds import PAGES, StoredFile
from civiscope.evidence.lock import FolderLock
from civiscope.evidence.schema import IndexEntry, PageFile

T = TypeVar("T")

_CHANGED = {
    "civiscope": "it was made by civiscope {then}, and this is {now}",
    "browser": "it was made with {then}, and this is {now}",
    "engines": "its engines were others ({then}; now {now})",
    "scripts": "the scripts or probes of the rules are others",
    "lists": "the lists that rules go by are others",
    "headers": "the header fields that are sent are others",
}
_NEVER_ASKED = (
    "nobody asked for its addresses before it visited them; this scan does, for the next one"
)


@dataclass(frozen=True, slots=True)
class EarlierScan:
    """The scan that may be reused."""

    state: ReuseState
    reader: EvidenceReader | None
    """None when its evidence cannot be read."""
    why_not: str = ""
    """Why nothing of it is reused, to follow a `because`; empty when it may be."""
    entries: Mapping[str, IndexEntry] = field(default_factory=dict[str, IndexEntry])
    """Its pages in the index, by address."""

    def refused(self, why: str) -> EarlierScan:
        """Return the scan with one more reason not to reuse it; the first one is told."""
        return replace(self, why_not=self.why_not or why)

    def read(self, url: str) -> PageFile | None:
        """Return the file of the page at *url*; None when there is none that can be read."""
        found = self.beside(PAGES, url)
        return found if found is not None and found.page.url == url else None

    def beside(self, file: StoredFile[T], url: str) -> T | None:
        """Return what *file* holds of the page at *url*; None when there is nothing."""
        entry = self.entries.get(url)
        if self.reader is None or entry is None:
            return None
        try:
            return file.read((self.reader.folder / file.name_of(entry.number)).read_bytes())
        except (OSError, EOFError, ValueError):
            return None

    def picture(self, name: str) -> bytes:
        """Return the picture called *name*; nothing when it is not there."""
        if self.reader is None or not name:
            return b""
        try:
            return (self.reader.folder / "screenshots" / Path(name).name).read_bytes()
        except OSError:
            return b""

    def pages(self) -> Iterator[PageFile]:
        """Yield the file of every page that can be read, in the order of its crawl."""
        for url in self.entries:
            found = self.read(url)
            if found is not None:
                yield found


def open_earlier(named: Path, evidence: Path, stack: contextlib.ExitStack) -> EarlierScan:
    """Return the scan in the folder *named*, for a scan that keeps its own in *evidence*.

    Nobody may write to it until *stack* is closed. Raises UsageError when there is no scan, when
    another is writing to it, or when it is the very folder that this one writes to.
    """
    folder = _evidence_in(named)
    if folder.resolve() == evidence.resolve():
        raise UsageError(
            f"--reuse names {named}, which this scan writes to; name another folder with --out, "
            f"and keep the earlier one until the scan has ended."
        )
    _hold(folder, named, stack)
    state = read_state(folder)
    try:
        reader = EvidenceReader(folder)
    except UsageError:
        why = "its evidence is of another version, or damaged"
        return EarlierScan(state or ReuseState(secret=new_secret()), None, why)
    why = _why_not(reader, state)
    if reader.scan.settings.get("signed_in"):
        return EarlierScan(ReuseState(secret=new_secret()), None, why)
    entries = {entry.url: entry for entry in reader.entries if entry.kind == "page"}
    return EarlierScan(state or ReuseState(secret=new_secret()), reader, why, entries)


def _evidence_in(named: Path) -> Path:
    for folder in (named, named / "evidence"):
        if (folder / "scan.json").is_file():
            return folder
    raise UsageError(
        f"--reuse names {named}, which holds no evidence of a scan; name the output folder of an "
        f"earlier one."
    )


def _hold(folder: Path, named: Path, stack: contextlib.ExitStack) -> None:
    try:
        lock = FolderLock(folder, shared=True)
    except OSError:
        # In a folder that only may be read, nobody writes.
        return
    except UsageError:
        raise UsageError(
            f"--reuse names {named}, and another scan is writing to it; wait until it has ended."
        ) from None
    stack.callback(lock.release)


def _why_not(reader: EvidenceReader, state: ReuseState | None) -> str:
    """Return why nothing of the scan may be reused, to follow a `because`; else nothing."""
    if reader.scan.settings.get("signed_in"):
        return "it was signed in"
    if not reader.end.finished:
        return "it was cut off before its end"
    return "" if state is not None and state.pages else _NEVER_ASKED


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Return what two scans were not made with alike, to follow a `because`; else nothing."""
    for key in (*_CHANGED, *now):
        if then.get(key) != now.get(key):
            told = _CHANGED.get(key, f"{key} was another")
            return told.format(then=then.get(key) or "none", now=now.get(key) or "none")
    return ""
