"""Whether the disk has room for what scans keep."""

from __future__ import annotations

import shutil

from civiscope_watch.run.settings import RunSettings
from civiscope_watch.store.history import History


def has_room(history: History, settings: RunSettings) -> bool:
    """Say whether the disk of the history has room for what a scan keeps."""
    return shutil.disk_usage(history.folder).free >= settings.min_free_bytes


def no_room_words(history: History, settings: RunSettings) -> str:
    """Say that the disk is full, and what to do."""
    megabytes = settings.min_free_bytes // 1_000_000
    return (
        f"The disk of {history.folder} has less than {megabytes} MB left, so no scan begins. Make "
        "room (`civiscope watch db prune` shows what is superfluous); scans wait until then."
    )
