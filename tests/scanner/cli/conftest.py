"""The command, run in this process or as a program, and a site to point it at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.end_to_end.command import Ran, run
from tests.scanner.cli.site import Site, serve

from civiscope.cli import main

Call = Callable[..., Ran]


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    """Run a command in this process, in an empty folder: for what needs no browser."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["civiscope", *map(str, arguments)])
        code = main()
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return call


@pytest.fixture
def civiscope(tmp_path: Path) -> Call:
    """Run a command as a program, in an empty folder."""

    def civiscope(*arguments: str | Path) -> Ran:
        return run(*arguments, folder=tmp_path)

    return civiscope


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that answers in the ways sites should not."""
    with serve() as running:
        yield running
