"""The process of a browser: its command, its pipes, its profile, and its end.

It can be started before anything is loaded that drives it, and is handed over by its command.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess  # nosec B404 # the browser is one
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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
PROFILE = "civiscope-profile-"
"""How the names of profiles begin; the number of the process that they belong to follows."""
HEAP_MB = 512
"""JavaScript heap of a page. A cap costs nothing and saves recycling (docs/benchmarks.md)."""
_GRACE_S = 5


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


def browser_command(
    executable: Path,
    *,
    resolve: Mapping[str, str] | None = None,
    block_hosts: Sequence[str] = (),
    heap_mb: int = HEAP_MB,
    certificate_hashes: Sequence[str] = (),
    window: bool = False,
) -> tuple[str, ...]:
    """Return the command that starts *executable*, but for its profile (see `launch`)."""
    rules = [f"MAP {host} {address}" for host, address in (resolve or {}).items()]
    rules += [f"MAP {host} ^NOTFOUND" for host in block_hosts]
    return (
        str(executable),
        *(_FLAGS_WITH_WINDOW if window else _FLAGS),
        f"--js-flags=--max-old-space-size={heap_mb}",
        *([] if may_sandbox() else ["--no-sandbox"]),
        *([f"--host-resolver-rules={', '.join(rules)}"] if rules else []),
        *(
            [f"--ignore-certificate-errors-spki-list={','.join(certificate_hashes)}"]
            if certificate_hashes
            else []
        ),
    )


@dataclass(frozen=True, slots=True)
class BrowserProcess:
    """A browser that runs, with the pipes to it; whoever has it ends it."""

    command: tuple[str, ...]
    process: subprocess.Popen[bytes]
    answers: int
    """The descriptor that its answers are read from."""
    commands: int
    """The descriptor that commands are written to."""
    profile: str
    errors: str
    """The file that its messages go to."""

    def said(self) -> list[str]:
        """Return the lines that it wrote."""
        return Path(self.errors).read_text(encoding="utf-8", errors="replace").strip().splitlines()

    def end(self) -> threading.Thread:
        """End the browser, whose pipes are closed, and remove its profile; return who does it.

        This program waits at its own end until that is done, in any case.
        """
        ending = threading.Thread(target=self._end)
        ending.start()
        _ending.append(ending)
        return ending

    def _end(self) -> None:
        # By itself first: what it has open elsewhere, it removes.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE_S)
        # Helper processes live in the browser's own process group; none may outlive it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        Path(self.errors).unlink(missing_ok=True)
        shutil.rmtree(self.profile, ignore_errors=True)


def start(command: Sequence[str]) -> BrowserProcess:
    """Start a browser with a new profile, its command pipe on descriptor 3, its answers on 4."""
    profile = tempfile.mkdtemp(prefix=f"{PROFILE}{os.getpid()}-")
    commands_out, commands_in = os.pipe()
    answers_out, answers_in = os.pipe()
    errors_fd, errors = tempfile.mkstemp(prefix=f"{PROFILE}{os.getpid()}-", suffix=".log")
    # A shell moves the pipes to 3 and 4, by way of high numbers it cannot clash with itself.
    script = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
    shell = shutil.which("bash") or "/bin/sh"
    pipes = (str(commands_out), str(answers_in))
    whole = (*command, f"--user-data-dir={profile}")
    try:
        process = subprocess.Popen(  # noqa: S603 # nosec B603 # the browser that was asked for
            [shell, "-c", script, "civiscope", *pipes, *whole],
            pass_fds=(commands_out, answers_in),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors_fd,
            start_new_session=True,
        )
    finally:
        for fd in (commands_out, answers_in, errors_fd):
            os.close(fd)
    return BrowserProcess(tuple(command), process, answers_out, commands_in, profile, errors)


_ending: list[threading.Thread] = []


def wait_until_ended() -> None:
    """Wait until every browser that was to end has ended."""
    while _ending:
        _ending.pop().join()


_waiting: list[BrowserProcess] = []
"""The browser that was started ahead, until somebody wants one."""


def start_ahead(command: Sequence[str]) -> None:
    """Start a browser that the next who wants one with the same command gets."""
    drop_ahead()
    _waiting.append(start(command))


def take(command: Sequence[str]) -> BrowserProcess:
    """Return a browser with that *command*: the one that was started ahead, or a new one."""
    if _waiting and _waiting[0].command == tuple(command) and _waiting[0].process.poll() is None:
        return _waiting.pop()
    drop_ahead()
    return start(command)


def drop_ahead() -> None:
    """End the browser that was started ahead, when nobody wanted it."""
    for each in _waiting:
        os.close(each.commands)
        os.close(each.answers)
        each.end()
    _waiting.clear()
