"""What the tests of asking hosts share: an authority and what it has issued."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.scanner.collectors.hosts.certificates import HOST, Authority


@dataclass(frozen=True)
class Kit:
    """An authority, its file, and a folder for what it issues."""

    folder: Path
    authority: Authority
    ca: Path
    good: Path
    """Key and chain of a certificate for www.example.gov, done right."""


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    folder = tmp_path_factory.mktemp("certificates")
    authority = Authority()
    good = authority.issue(HOST, "example.gov").write(folder, "done-right")
    return Kit(folder, authority, authority.write(folder), good)
