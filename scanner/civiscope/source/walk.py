"""Find the files of a repository that say something of a site, within bounds."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from civiscope.errors import UsageError
from civiscope.model.source import SourceRole

MAX_FILES = 200_000
"""Files that are looked at by name."""
MAX_FILE_BYTES = 2_000_000
"""Larger files are not written by hand."""
MAX_BYTES = 400_000_000
MAX_NAMED = 5
"""Files that a gap names."""

FOREIGN = frozenset(
    {
        ".git", ".hg", ".svn", ".tox", ".nox", ".venv", "venv", "env", "virtualenv", ".eggs",
        "site-packages", "node_modules", "bower_components", "vendor", "vendors", "third_party",
        "third-party", "thirdparty", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache",
        ".next", ".nuxt", ".svelte-kit", ".terraform", ".idea", ".vscode", ".cache",
    }
)  # fmt: skip
"""Folders that hold what others wrote, or what tools made."""
_TEST = frozenset(
    {
        "test", "tests", "testing", "spec", "specs", "__tests__", "__mocks__", "fixtures",
        "fixture", "testdata", "test_data", "e2e", "cypress", "playwright", "features", "mocks",
        "example", "examples", "sample", "samples", "demo", "demos", "sandbox", "benchmarks",
        "benchmark", "stories", "storybook", ".storybook", "docs", "doc", "scripts", "bin", "tools",
        "test_project", "testproject", "test_app", "testapp", "example_project", "functional_tests",
    }
)  # fmt: skip
"""Folders whose files do not make the site that citizens visit."""
_TEST_FILE = re.compile(
    r"(^|[._-])(tests?|spec|conftest|stories|example|sample|dist|fixture)([._-]|$)", re.IGNORECASE
)
_DEV_WORD = re.compile(
    r"(^|[._/-])(dev|devel|development|local|localhost|debug|ci|docker|compose|staging|stage|test|"
    r"tests|testing|e2e|heroku_review|sandbox|demo|example|sample|vagrant|circle|travis|github)"
    r"([._/-]|$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class SourceWalk:
    """The files of a folder, and what of it is not among them."""

    root: Path
    seen: int = 0
    links: int = 0
    large: list[str] = field(default_factory=list[str])
    closed: list[str] = field(default_factory=list[str])
    bytes_left: int = MAX_BYTES
    stopped: bool = False

    @classmethod
    def of(cls, folder: Path) -> SourceWalk:
        """Return a walk over *folder*. Raises UsageError when it is not a folder."""
        try:
            if folder.is_dir():
                return cls(folder)
            exists = folder.exists()
        except (OSError, ValueError):
            exists = False
        what = "is a file, and not a folder" if exists else "does not exist"
        raise UsageError(
            f"The source {str(folder)[:200]!r} {what}; name the folder of the site's repository."
        )

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield the path below the root, and the file, of all that is neither link nor foreign."""
        for base, folders, names in os.walk(self.root, onerror=self._note_closed):
            self.links += sum(os.path.islink(os.path.join(base, each)) for each in folders)  # noqa: PTH114, PTH118 - a hot path
            folders[:] = sorted(
                each
                for each in folders
                if each.lower() not in FOREIGN and not each.endswith((".egg", ".egg-info"))
            )
            below = Path(base).relative_to(self.root)
            for name in sorted(names):
                self.seen += 1
                if self.seen > MAX_FILES:
                    self.seen -= 1
                    self.stopped = True
                    return
                yield (below / name).as_posix(), Path(base) / name

    def read(self, name: str, path: Path) -> bytes | None:
        """Return what a file holds; None, and a note, when it is none that is read."""
        try:
            found = path.lstat()
            if stat.S_ISLNK(found.st_mode):
                self.links += 1
                return None
            if not stat.S_ISREG(found.st_mode):
                return None
            if found.st_size > MAX_FILE_BYTES or found.st_size > self.bytes_left:
                self.large.append(name)
                return None
            self.bytes_left -= found.st_size
            return path.read_bytes()
        except OSError:
            self.closed.append(name)
            return None

    def gaps(self) -> tuple[str, ...]:
        """Return what was not read, as sentences."""
        return tuple(self._gaps())

    def _gaps(self) -> Iterator[str]:
        if self.stopped:
            yield (
                f"The folder holds more than {MAX_FILES:,} files; those beyond them were not read. "
                "Name the folder of the site itself."
            )
        if self.large:
            limit = MAX_FILE_BYTES // 1_000_000
            yield (
                f"{_count(self.large)} larger than {limit} MB, or beyond {MAX_BYTES // 1_000_000} "
                f"MB in all, and not read: {_named(self.large)}."
            )
        if self.closed:
            yield f"{_count(self.closed)} not readable by this user: {_named(self.closed)}."
        if self.links:
            what = "link was" if self.links == 1 else "links were"
            yield f"{self.links:,} symbolic {what} not followed."

    def _note_closed(self, error: OSError) -> None:
        name = str(error.filename or self.root)
        try:
            name = Path(name).relative_to(self.root).as_posix()
        except ValueError:
            name = Path(name).name
        self.closed.append(name + "/")


def role_of(path: str) -> SourceRole:
    """Return what a file is for, by its place and name."""
    pure = PurePosixPath(path)
    folders = [part.lower() for part in pure.parts[:-1]]
    stem = pure.name.partition(".")[0].lower()
    if _TEST.intersection(folders) or _TEST_FILE.search(pure.name):
        return "test"
    if stem.startswith("test_") or stem in {"tests", "conftest"}:
        return "test"
    if _DEV_WORD.search(pure.name) or any(_DEV_WORD.fullmatch(part) for part in folders[-2:]):
        return "development"
    return "production"


def text_of(content: bytes) -> str | None:
    """Return *content* as text; None when it is not text."""
    if b"\0" in content[:8192]:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A page of an older age. Lines and tags are the same in all encodings of Europe.
        return content.decode("latin-1")


def _count(names: list[str]) -> str:
    return "1 file is" if len(names) == 1 else f"{len(names):,} files are"


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:MAX_NAMED])
    return shown + (", …" if len(names) > MAX_NAMED else "")
