"""A PostgreSQL server of the tests' own, on loopback, in a folder that goes with it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

_FOLDERS = ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt")
_FAST = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB")
_FORGETFUL = ("synchronous_commit=off",)
"""For a server that nobody ends as by a power cut: what was committed last would be lost."""


@dataclass(frozen=True)
class Server:
    """A server that can be ended and started again."""

    url: str
    _control: list[str]
    _options: list[str]

    def stop(self) -> None:
        """End it as a power cut would."""
        _run([*self._control, "-m", "immediate", "stop"])

    def start(self) -> None:
        """Start it again."""
        _run([*self._control, *self._options, "start"])

    @staticmethod
    def stay_away(seconds: float) -> None:
        """Let so much time pass: being away for long is what is tested."""
        time.sleep(seconds)


@contextlib.contextmanager
def postgres() -> Generator[str]:
    """Give the address of a database on a server that runs meanwhile; skip where there is none."""
    with started_server(*_FORGETFUL) as server:
        yield server.url


@contextlib.contextmanager
def started_server(*settings: str) -> Generator[Server]:
    """Give a server with *settings* that runs meanwhile; skip where there is none."""
    programs = _find()
    if programs is None:
        pytest.skip("needs PostgreSQL's programs (Debian: apt-get install postgresql)")
    # Below /tmp: a socket's path must be short, and the server's user must be able to come to it.
    with tempfile.TemporaryDirectory(prefix="civiscope-postgres-", dir="/tmp") as folder:
        port = _free_port()
        try:
            control, options = _start(programs, Path(folder), port, (*_FAST, *settings))
        except (KeyError, OSError, RuntimeError) as error:
            pytest.skip(f"PostgreSQL does not start on this machine: {error}")
        url = f"postgresql://civiscope@127.0.0.1:{port}/postgres"
        server = Server(url, control, options)
        try:
            yield server
        finally:
            with contextlib.suppress(RuntimeError):  # it may have been ended already
                server.stop()


def _start(
    programs: Path, folder: Path, port: int, settings: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Start a server in *folder*; return what commands to it begin with, and how it is started."""
    data, become = folder / "data", _become(folder)
    run = [*become, str(programs / "initdb"), "-D", str(data), "-U", "civiscope"]
    _run([*run, "--auth=trust", "--no-sync", "--encoding=UTF8", "--no-locale"])
    options = [f"-p {port}", "-h 127.0.0.1", f"-k {folder}", *(f"-c {each}" for each in settings)]
    control = [*become, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    how = ["-o", " ".join(options), "-l", str(folder / "log")]
    _run([*control, *how, "start"])
    return control, how


def _find() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = [path for folder in _FOLDERS for path in Path(folder).glob("*/bin/initdb")]
    return max(found, key=_version).parent if found else None


def _version(path: Path) -> tuple[int, str]:
    name = path.parents[1].name.rpartition("@")[2]
    return int(name) if name.isdecimal() else 0, name


def _become(folder: Path) -> list[str]:
    """Return what a command begins with to run as a user that PostgreSQL takes: never root."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _run(command: list[str]) -> None:
    # The server keeps what it is given open, so that a pipe would never end.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(  # noqa: S603 # PostgreSQL's own
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False
        )
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{command} failed: {said.read().decode(errors='replace')}")
