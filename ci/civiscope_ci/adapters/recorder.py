"""Keep what was checked, by test and attempt, and put it together when the run is over."""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from civiscope.audit.checks import CheckFacts
from civiscope.evidence import PageFile
from civiscope.evidence.kinds import PAGES
from civiscope.model import Page

_ENDING = ".check.gz"


@dataclass(frozen=True, slots=True)
class CheckHead:
    """What is known of a check beside its evidence."""

    test: str
    attempt: float
    """When this attempt at the test began."""
    at: str
    """When the page was checked."""
    browser: str


@dataclass(frozen=True, slots=True)
class RecordedCheck:
    """A check and its evidence."""

    head: CheckHead
    page: Page


class CheckRecorder:
    """The checks of one process, in a folder that others can read."""

    def __init__(self, parts: Path, worker: str) -> None:
        self._folder = parts / worker
        self._files: dict[str, list[Path]] = {}
        self._count = 0

    def record(self, head: CheckHead, page: Page) -> None:
        """Keep a check at once: a process that is killed has lost nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._count:06d}{_ENDING}"
        self._count += 1
        content = json.dumps(asdict(head)).encode() + b"\n" + PAGES.to_json(PageFile(page))
        beside = path.with_suffix(".part")
        beside.write_bytes(gzip.compress(content, 3, mtime=0))
        beside.replace(path)
        self._files.setdefault(head.test, []).append(path)

    def forget(self, test: str) -> None:
        """Throw away what an earlier attempt at *test* has checked."""
        for path in self._files.pop(test, ()):
            path.unlink(missing_ok=True)


def read_parts(parts: Path) -> list[RecordedCheck]:
    """Return what all processes have kept: of each test, the last attempt alone."""
    checks = [_read(path) for path in sorted(parts.glob(f"*/*{_ENDING}"))]
    last: dict[str, float] = {}
    for check in checks:
        last[check.head.test] = max(last.get(check.head.test, 0.0), check.head.attempt)
    kept = [each for each in checks if each.head.attempt == last[each.head.test]]
    # In the order of tests, so that it is the same however many processes there were.
    return sorted(kept, key=lambda each: (each.page.url, each.head.test))


def remove_parts(parts: Path) -> None:
    """Remove what `read_parts` has read."""
    shutil.rmtree(parts, ignore_errors=True)
    with contextlib.suppress(OSError):
        # Reports may go to another folder than that of the parts.
        parts.parent.rmdir()


def facts_of(checks: Iterable[RecordedCheck]) -> CheckFacts:
    """Return when *checks* were made, and in which browsers."""
    heads = [check.head for check in checks]
    times = sorted(head.at for head in heads)
    return CheckFacts(times[0], times[-1], ", ".join(_browsers(heads)))


def _browsers(heads: Iterable[CheckHead]) -> Iterator[str]:
    yield from sorted({head.browser for head in heads if head.browser})


def _read(path: Path) -> RecordedCheck:
    head, _, page = gzip.decompress(path.read_bytes()).partition(b"\n")
    return RecordedCheck(CheckHead(**json.loads(head)), PAGES.adapter.validate_json(page).page)
