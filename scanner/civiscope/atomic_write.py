"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from civiscope.errors import InternalError, UsageError

_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE}


class CannotWriteError(UsageError):
    """A file could not be written. The message says which, why, and what to do."""

    def __init__(self, path: Path, error: OSError) -> None:
        cause = (error.strerror or str(error)).rstrip(".").lower()
        super().__init__(
            f"{path} cannot be written ({cause}). Nothing was changed; free the place or name "
            "another folder with --out."
        )
        # A full or broken disk is nobody's wrong use.
        if error.errno in _MACHINE:
            self.exit_code = InternalError.exit_code


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Put *parts* at *path*; what stood there stays untouched until all of them are on disk.

    Raises CannotWriteError, and leaves nothing half-written behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise CannotWriteError(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files only their owner can read; reports are made to be handed on.
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        if isinstance(error, OSError):
            raise CannotWriteError(path, error) from error
        raise


def _umask() -> int:
    # The only portable way to read it is to set it; the value is put back at once.
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
