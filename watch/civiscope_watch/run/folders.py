"""Where scans keep what they see, and which attempt may go on with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from civiscope.engines import engine_versions
from civiscope.errors import UsageError
from civiscope.evidence.lock import FolderLock
from civiscope.results.file import NAME as RESULTS
from civiscope_watch.store.jobs import JobClaim

_FOLDER = "scans"
_EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class ScanFolders:
    """The folders of scans below that of a history: `scans/SITE/JOB.ATTEMPT`."""

    history: Path
    kept: int

    def take(self, claim: JobClaim) -> Path:
        """Return the folder of an attempt, with what earlier ones left to go on with.

        The folder of an earlier attempt gets another name, so that its scan, should it still run
        somewhere, writes no more into it.
        """
        own = self.history / _FOLDER / str(claim.site) / f"{claim.job}.{claim.attempt}"
        for earlier in sorted(own.parent.glob(f"{claim.job}.*"), key=_attempt, reverse=True):
            if own.exists() or _is_locked(earlier / _EVIDENCE):
                continue
            earlier.rename(own)
        own.mkdir(parents=True, exist_ok=True)
        return own

    def clear(self, claim: JobClaim) -> None:
        """Forget the folders of a site's scans but for the newest, and packed results twice."""
        site = self.history / _FOLDER / str(claim.site)
        by_job = sorted(site.iterdir(), key=lambda path: (_job(path), _attempt(path)))
        for path in by_job[: -self.kept] if self.kept else by_job:
            shutil.rmtree(path, ignore_errors=True)
        (site / f"{claim.job}.{claim.attempt}" / RESULTS).unlink(missing_ok=True)

    def left_over(self) -> Iterator[int]:
        """Return the jobs whose results lie here and were not stored."""
        for path in sorted((self.history / _FOLDER).glob(f"*/*/{RESULTS}")):
            yield _job(path.parent)


def can_resume(folder: Path) -> bool:
    """Say whether a scan in *folder* can be gone on with by this installation.

    Two versions in one scan would make findings appear and vanish that no site has changed.
    """
    try:
        head = json.loads((folder / _EVIDENCE / "scan.json").read_bytes())
        same = (head["civiscope"], head["engines"]) == (version("civiscope"), engine_versions())
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return same


def _is_locked(evidence: Path) -> bool:
    if not evidence.is_dir():
        return False
    try:
        FolderLock(evidence).release()
    except UsageError:
        return True
    return False


def _job(path: Path) -> int:
    number = path.name.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _attempt(path: Path) -> int:
    number = path.name.rpartition(".")[2]
    return int(number) if number.isdecimal() else 0
