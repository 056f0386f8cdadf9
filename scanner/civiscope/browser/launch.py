"""Start one Chromium and end it without leaving anything behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from civiscope.browser.cdp import CdpError, Connection

_FLAGS = (
    "--remote-debugging-pipe",
    "--headless",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-search-engine-choice-screen",
    "--disable-hang-monitor",
    "--disable-prompt-on-repost",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--metrics-recording-only",
    "--mute-audio",
    # What a page means to play by itself does play, as it would for a visitor who allows it.
    "--autoplay-policy=no-user-gesture-required",
    "--no-pings",
    "--no-service-autorun",
    # Tabs that are driven open windows of their own; one more would be a process that nobody needs.
    "--no-startup-window",
    # Pop-ups do not open at all: closing them afterwards is too late for what they ask for.
    "--block-new-web-contents",
    "--password-store=basic",
    "--use-mock-keychain",
    "--hide-scrollbars",
    # A visitor has a mouse; a machine without a screen has none, and pages would leave out what
    # they do and style for one (2: it hovers; 4: it points exactly).
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,"
    "primaryPointerType=4,availablePointerTypes=4",
    # The same pixels on every machine.
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    # A page left behind is gone, so that nothing of it runs on while the next one is looked at.
    "--disable-features=BackForwardCache,Translate,OptimizationHints,MediaRouter,"
    "DialMediaRouteProvider,AutofillServerCommunication,CertificateTransparencyComponentUpdater,"
    "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,InterestFeedContentSuggestions",
)

_FLAGS_WITH_WINDOW = tuple(
    flag
    for flag in _FLAGS
    if flag not in {"--headless", "--hide-scrollbars"} and not flag.startswith("--blink-settings")
)
_PROFILE = "civiscope-profile-"
HEAP_MB = 512
"""JavaScript heap of a page. A cap costs nothing and saves recycling (docs/benchmarks.md)."""


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


def why_no_sandbox() -> str:
    """Return why Chromium's sandbox is not used; empty when it is. Root cannot have it on Linux."""
    if sys.platform == "linux" and os.geteuid() == 0:
        return "you are root"
    if os.environ.get("CIVISCOPE_NO_SANDBOX") == "1":
        return "CIVISCOPE_NO_SANDBOX is set"
    return ""


def may_sandbox() -> bool:
    """Say whether Chromium's sandbox is used."""
    return not why_no_sandbox()


@contextlib.asynccontextmanager
async def launch(
    executable: Path,
    *,
    resolve: Mapping[str, str] | None = None,
    block_hosts: Sequence[str] = (),
    heap_mb: int = HEAP_MB,
    certificate_hashes: Sequence[str] = (),
    window: bool = False,
) -> AsyncGenerator[Launched, None]:
    """Start *executable* with a new profile; end it and delete the profile when the block ends.

    *resolve* pins host names to addresses; *block_hosts* are host patterns that never resolve;
    *certificate_hashes* are public key hashes (SPKI, base64 of SHA-256) trusted besides the
    system's roots. With *window*, people see what its tabs show. Raises BrowserStartError.
    """
    await asyncio.to_thread(_sweep)
    profile = tempfile.mkdtemp(prefix=f"{_PROFILE}{os.getpid()}-")
    sandboxed = may_sandbox()
    rules = [f"MAP {host} {address}" for host, address in (resolve or {}).items()]
    rules += [f"MAP {host} ^NOTFOUND" for host in block_hosts]
    command = [
        str(executable),
        *(_FLAGS_WITH_WINDOW if window else _FLAGS),
        f"--user-data-dir={profile}",
        f"--js-flags=--max-old-space-size={heap_mb}",
        *([] if sandboxed else ["--no-sandbox"]),
        *([f"--host-resolver-rules={', '.join(rules)}"] if rules else []),
        *(
            [f"--ignore-certificate-errors-spki-list={','.join(certificate_hashes)}"]
            if certificate_hashes
            else []
        ),
    ]
    process, connection, errors = await _spawn(command)
    try:
        await connection.start()
        try:
            version = await connection.root.send("Browser.getVersion", timeout=30)
        except CdpError as error:
            raise BrowserStartError(_why(executable, errors, sandboxed, str(error))) from error
        yield Launched(
            connection=connection,
            product=version["product"],
            user_agent=version["userAgent"],
            sandboxed=sandboxed,
            process_id=process.pid,
        )
    finally:
        connection.close()
        await _end(process)
        await asyncio.to_thread(Path(errors).unlink, missing_ok=True)
        await asyncio.to_thread(shutil.rmtree, profile, ignore_errors=True)


def _sweep() -> None:
    """Remove what scans that were killed have left behind."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PROFILE}*"):
        owner = path.name.removeprefix(_PROFILE).partition("-")[0]
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


async def _spawn(command: list[str]) -> tuple[asyncio.subprocess.Process, Connection, str]:
    """Start the browser with its command pipe on descriptor 3 and its answers on 4."""
    commands_out, commands_in = os.pipe()
    answers_out, answers_in = os.pipe()
    errors_fd, errors = tempfile.mkstemp(prefix=f"{_PROFILE}{os.getpid()}-", suffix=".log")
    # A shell moves the pipes to 3 and 4, by way of high numbers it cannot clash with itself.
    script = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
    shell = shutil.which("bash") or "/bin/sh"
    try:
        process = await asyncio.create_subprocess_exec(
            shell,
            "-c",
            script,
            "civiscope",
            str(commands_out),
            str(answers_in),
            *command,
            pass_fds=(commands_out, answers_in),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=errors_fd,
            start_new_session=True,
        )
    finally:
        for fd in (commands_out, answers_in, errors_fd):
            os.close(fd)
    return process, Connection(answers_out, commands_in), errors


async def _end(process: asyncio.subprocess.Process) -> None:
    """Let the browser end by itself, then make it."""
    try:
        async with asyncio.timeout(5):
            await process.wait()
    except TimeoutError:
        pass
    # Helper processes live in the browser's own process group; none may outlive it.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _why(executable: Path, errors: str, sandboxed: bool, error: str) -> str:
    said = Path(errors).read_text(encoding="utf-8", errors="replace").strip().splitlines()
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
