"""The output folder of a scan: what stands there is kept, replaced, or gone on with."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from civiscope.errors import UsageError
from civiscope.results.file import NAME as RESULTS_NAME
from civiscope_ci.baseline import file as baseline_file
from civiscope_ci.gate import file as gate_file
from civiscope_reports import FORMATS

EVIDENCE = "evidence"
_HEAD = "scan.json"


def check_room(folder: Path, *, force: bool) -> None:
    """Raise UsageError when *folder* holds a scan already and not *force*, or cannot be written."""
    if not force and next(_outputs(folder), None) is not None:
        raise UsageError(
            f"{folder} already holds a scan; add --force to replace it, --resume to go on with it, "
            "or name another folder with --out."
        )
    there = folder
    try:
        while not there.exists():
            there = there.parent
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            return
        cause = "permission denied" if there.is_dir() else f"{there} is a file"
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
    raise UsageError(f"{folder} cannot be written ({cause}); name another folder with --out.")


def remove_reports(folder: Path) -> None:
    """Remove what was made of an earlier scan: beside the evidence of another it would mislead."""
    for path in _outputs(folder):
        if path.is_file():
            try:
                path.unlink()
            except OSError as error:
                raise UsageError(
                    f"{path} cannot be replaced ({(error.strerror or str(error)).lower()}); "
                    "name another folder with --out."
                ) from error


def folder_to_resume(targets: Sequence[str] | None, out: Path | None, default: Path) -> Path:
    """Return the output folder of the scan to go on with: the one named as target, else *out*.

    Raises UsageError when something else is named.
    """
    if not targets:
        return out or default
    named = Path(targets[0])
    if len(targets) > 1 or not holds_scan(named):
        raise UsageError(
            "--resume goes on with the scan in a folder, with the targets it had; name its output "
            "folder and no target."
        )
    if out is not None:
        raise UsageError("--resume writes to the folder it goes on with; leave --out out.")
    return named.parent if (named / _HEAD).is_file() else named


def holds_scan(folder: Path) -> bool:
    """Say whether *folder* is the evidence folder of a scan or its output folder."""
    return (folder / _HEAD).is_file() or (folder / EVIDENCE / _HEAD).is_file()


def _outputs(folder: Path) -> Iterator[Path]:
    evidence = folder / EVIDENCE
    if (evidence / _HEAD).exists() or (evidence / "index.jsonl").exists():
        yield evidence
    reports = (each.file_name for each in FORMATS.values())
    for name in dict.fromkeys((RESULTS_NAME, gate_file.NAME, baseline_file.SUGGESTED, *reports)):
        if (folder / name).is_file():
            yield folder / name
