"""Get the pages to measure on and the peer to measure beside: from npm, pinned, checked by hash."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
"""Kept between runs, and out of git."""
_NPM_FILES = (HERE / "package.json", HERE / "package-lock.json", HERE.parent / ".npmrc")
SITE = Path("@gouvfr", "dsfr")
"""The design system of the French government: its package holds an example page of every part."""


def fetch() -> Path:
    """Return the node_modules folder with everything that the benchmark needs, fetched if need be.

    Raises RuntimeError with what npm said when it cannot be had.
    """
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    made = CACHE / "node_modules"
    mark = CACHE / "lock.sha256"
    if mark.is_file() and mark.read_text(encoding="ascii") == lock and made.is_dir():
        return made
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError(
            "The benchmark needs npm, for its pages and for pa11y-ci: install Node.js."
        )
    CACHE.mkdir(exist_ok=True)
    mark.unlink(missing_ok=True)
    for path in _NPM_FILES:
        shutil.copy(path, CACHE)
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [npm, "ci", "--ignore-scripts"],
        cwd=CACHE,
        # Every variant drives the same browser, the one that is here.
        env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"npm could not fetch the benchmark's packages:\n{done.stderr.strip()}")
    mark.write_text(lock, encoding="ascii")
    return made


def example_pages(package: Path, count: int) -> list[str]:
    """Return the paths of *count* of the package's example pages, evenly spread over all."""
    found = sorted(
        path.relative_to(package).as_posix() for path in (package / "example").rglob("*.html")
    )
    if count > len(found):
        raise ValueError(f"{package} has {len(found)} example pages, {count} were asked for")
    return ["/" + quote(found[index * len(found) // count]) for index in range(count)]
