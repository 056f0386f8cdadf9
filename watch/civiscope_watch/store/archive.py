"""Results of the past as files: packed, one folder a site, named by the run."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.results import Results
from civiscope.results.file import from_bytes, to_bytes
from civiscope_watch.store.errors import HistoryError

FOLDER = "runs"
NAME = "results.json.gz"
_LEVEL = 6
MAX_UNPACKED = 2 * 1024**3
"""Bytes that packed results may come to."""


@dataclass(frozen=True, slots=True)
class ResultsArchive:
    """The files of a history, below its *folder*."""

    folder: Path

    def keep(self, site: int, run: int, results: Results) -> str:
        """Keep *results*, and return the name by which `read` finds them. Raises CannotWriteError.

        The same results always give the same bytes.
        """
        name = f"{FOLDER}/{site}/{run}/{NAME}"
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # No time in the header, so that a copy can be compared with what it was made from.
        write_whole(path, [gzip.compress(to_bytes(results), _LEVEL, mtime=0)])
        return name

    def read(self, name: str) -> Results:
        """Return the results called *name*. Raises HistoryError when they cannot be read."""
        path = self.path(name)
        try:
            with gzip.open(path) as file:
                content = file.read(MAX_UNPACKED + 1)
        except FileNotFoundError as error:
            raise HistoryError(
                f"The results {path} are not there any more: they were pruned, or removed by hand."
            ) from error
        except (OSError, EOFError, ValueError) as error:
            raise HistoryError(f"The results {path} cannot be read ({error}).") from error
        if len(content) > MAX_UNPACKED:
            raise HistoryError(f"The results {path} are larger than 2 GB and are not read.")
        return from_bytes(content, str(path))

    def size(self, name: str) -> int:
        """Return how many bytes the results called *name* take; 0 when they are not there."""
        try:
            return self.path(name).stat().st_size
        except FileNotFoundError:
            return 0

    def remove(self, name: str) -> None:
        """Remove the results called *name*; nothing happens when they are not there."""
        path = self.path(name)
        path.unlink(missing_ok=True)
        for folder in (path.parent, path.parent.parent):
            try:
                folder.rmdir()
            except OSError:
                return

    def names(self) -> Iterator[str]:
        """Return the names of all results that there are."""
        for path in sorted((self.folder / FOLDER).glob(f"*/*/{NAME}")):
            yield path.relative_to(self.folder).as_posix()

    def path(self, name: str) -> Path:
        """Return where *name* is. Raises HistoryError for one outside the folder."""
        # Names come from the database, which others may have written.
        path = Path(os.path.normpath(self.folder / name))
        if not path.is_relative_to(os.path.normpath(self.folder / FOLDER)):
            raise HistoryError(f"The history names results outside its folder: {name[:200]!r}.")
        return path
