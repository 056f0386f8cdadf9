"""Start one Chromium and end it without leaving anything behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from civiscope.browser.cdp import CdpError, Connection
from civiscope.browser.process import (
    HEAP_MB,
    PROFILE,
    BrowserProcess,
    browser_command,
    may_sandbox,
    take,
)


class BrowserStartError(Exception):
    """The browser could not be started. The message says what happened and what to do."""


@dataclass(frozen=True, slots=True)
class Launched:
    """A running browser."""

    connection: Connection
    product: str
    """Name and version, for example `HeadlessChrome/156.0.8078.79`."""
    user_agent: str
    sandboxed: bool
    process_id: int


@contextlib.asynccontextmanager
async def launch(
    executable: Path,
    *,
    resolve: Mapping[str, str] | None = None,
    block_hosts: Sequence[str] = (),
    heap_mb: int = HEAP_MB,
    certificate_hashes: Sequence[str] = (),
    window: bool = False,
    wait: bool = True,
) -> AsyncGenerator[Launched, None]:
    """Start *executable* with a new profile; end it and delete the profile when the block ends.

    *resolve* pins host names to addresses; *block_hosts* are host patterns that never resolve;
    *certificate_hashes* are public key hashes (SPKI, base64 of SHA-256) trusted besides the
    system's roots. With *window*, people see what its tabs show. Without *wait*, the browser ends
    while this program goes on. Raises BrowserStartError.
    """
    await asyncio.to_thread(_sweep)
    command = browser_command(
        executable,
        resolve=resolve,
        block_hosts=block_hosts,
        heap_mb=heap_mb,
        certificate_hashes=certificate_hashes,
        window=window,
    )
    running = take(command)
    connection = Connection(running.answers, running.commands)
    sandboxed = may_sandbox()
    try:
        await connection.start()
        try:
            version = await connection.root.send("Browser.getVersion", timeout=30)
        except CdpError as error:
            raise BrowserStartError(_why(executable, running, sandboxed, str(error))) from error
        yield Launched(
            connection=connection,
            product=version["product"],
            user_agent=version["userAgent"],
            sandboxed=sandboxed,
            process_id=running.process.pid,
        )
    finally:
        connection.close()
        ending = running.end()
        if wait:
            await asyncio.to_thread(ending.join)


def _sweep() -> None:
    """Remove what scans that were killed have left behind."""
    for path in Path(tempfile.gettempdir()).glob(f"{PROFILE}*"):
        owner = path.name.removeprefix(PROFILE).partition("-")[0]
        if not owner.isdecimal() or _alive(int(owner)):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()


def _alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # Somebody else's; so are the files.
        return True
    return True


def _why(executable: Path, running: BrowserProcess, sandboxed: bool, error: str) -> str:
    said = running.said()
    telling = [line for line in said if "error" in line.lower() or "FATAL" in line] or said
    hint = ""
    if sandboxed and any("sandbox" in line.lower() for line in said):
        hint = " This machine does not let it use its sandbox."
    if any("too many open files" in line.lower() for line in said):
        hint = " Let it open more files, for example with `ulimit -n 1024`."
    last = f" It said: {telling[-1][:300]}" if telling else f" ({error})"
    return (
        f"The browser {executable} did not start.{last}{hint} Run `civiscope doctor` to check it."
    )
