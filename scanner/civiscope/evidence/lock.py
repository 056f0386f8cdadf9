"""One scan a folder: a lock that the system gives back however its holder ends."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import ModuleType

from civiscope.errors import UsageError

_locks: ModuleType | None
try:
    import fcntl as _locks
except ImportError:  # pragma: no cover # a system without POSIX locks goes without
    _locks = None

NAME = ".lock"


class FolderLock:
    """Holds a folder for one scan, until `release` or the end of the process.

    *shared*, it is held for reading: with others that read, and without anybody who writes.
    """

    def __init__(self, folder: Path, *, shared: bool = False) -> None:
        """Take the lock. Raises UsageError when another scan has it, OSError when it cannot be."""
        self._file = -1
        self._file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
        if _locks is None:
            return
        try:
            kind = _locks.LOCK_SH if shared else _locks.LOCK_EX
            _locks.flock(self._file, kind | _locks.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 20).decode("ascii", "replace").strip()
            self.release()
            raise UsageError(
                f"Another scan (process {holder or 'unknown'}) is writing to {folder}; wait until "
                f"it has ended, or name another folder with --out."
            ) from None
        except OSError:
            # Some network file systems know no locks; a scan need not fail for that.
            return
        if shared:
            return
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another scan have the folder."""
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = -1

    def __del__(self) -> None:
        """Give the folder back when nobody holds the lock any more."""
        self.release()
