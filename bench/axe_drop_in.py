"""Run the tests of axe-selenium-python with that package, and with our stand-in for it.

`python -m bench.axe_drop_in [--version 3.0.0]`. Downloads the source of the package from PyPI into
a folder of its own. Its tests of Firefox need geckodriver. Prints the outcome
of each test beside that of the original, and exits with 1 where ours is worse.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

TIMEOUT_S = 300
_OUTCOME = re.compile(r"^\S*::(test_\w+).* (PASSED|FAILED|ERROR|SKIPPED)", re.MULTILINE)
_STAND_IN = "from civiscope.testing import Axe\n__all__ = ['Axe']\n"
# The package's tests ask for two fixtures of plugins that they do not bring; these say the same.
_FIXTURES = """
import unittest.mock
import pytest

@pytest.fixture
def mocker():
    return unittest.mock
"""


def main() -> int:
    """Print the outcomes, and return 1 where ours is worse than the original's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", default="3.0.0")
    version = parser.parse_args().version
    with tempfile.TemporaryDirectory(prefix="civiscope-axe-") as folder:
        source = fetch(Path(folder), version)
        original = run(source)
        replace_package(source)
        ours = run(source)
    print(f"axe-selenium-python {version}")
    for name in sorted(original | ours):
        print(f"{name}: original {original.get(name, '-')}, stand-in {ours.get(name, '-')}")
    return int(any(ours.get(n) != "PASSED" for n, said in original.items() if said == "PASSED"))


def fetch(folder: Path, version: str) -> Path:
    """Return the unpacked source of the package."""
    subprocess.run(  # noqa: S603 - fixed arguments
        [
            *(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"),
            *("--ignore-requires-python", "-d", str(folder), f"axe-selenium-python=={version}"),
        ],
        check=True,
        timeout=TIMEOUT_S,
    )
    [packed] = folder.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


def replace_package(source: Path) -> None:
    """Put the stand-in where the package's own class was."""
    (source / "axe_selenium_python" / "axe.py").write_text(_STAND_IN, encoding="utf-8")


def run(source: Path) -> dict[str, str]:
    """Return the outcome of each of the package's tests."""
    tests = next(source.rglob("test_axe.py"))
    # Its own hooks are for a plugin of old, and have nothing to do with what is tested.
    (tests.parent / "conftest.py").write_text(_FIXTURES, encoding="utf-8")
    (source / "pytest.ini").write_text("[pytest]\nmarkers = nondestructive\n", encoding="utf-8")
    for name in ("tox.ini", "setup.cfg", "pyproject.toml"):
        (source / name).unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(source)}
    # Selenium 4 asks where the driver is by this name; the tests' own name is for Selenium 3.
    environment["SE_CHROMEDRIVER"] = shutil.which("chromedriver") or ""
    environment["SE_OFFLINE"] = "true"
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", str(tests)],
        cwd=source,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    found = dict(_OUTCOME.findall(done.stdout))
    if not found:
        print(done.stdout[-3000:], done.stderr[-1000:], file=sys.stderr)
    return found


if __name__ == "__main__":
    sys.exit(main())
