"""Run a command and measure the whole tree of processes it starts, however they detach themselves.

`python -m bench.meter REPORT.json SECONDS COMMAND…` becomes the foster parent of every process that
the command leaves behind (a Linux "subreaper"), so that none ends uncounted.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""
_INTERVAL = 1.0
"""Seconds between two looks at memory. Reading it costs the kernel some work, alike for all."""
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command cost, with every process that it started."""

    exit_code: int
    wall: float
    """Seconds until the command itself ended."""
    cpu: float
    """Seconds of CPU, user and system, of all processes, those that ended on the way included."""
    cpu_sampled: float
    """The same as seen from outside, once a second: it misses what ran last, but proves that no
    process was forgotten."""
    cpu_of_others: float
    """Seconds of CPU that everything else on the machine used meanwhile."""
    peak_memory: int
    """Bytes of all processes together at the worst moment; shared memory counted once."""
    peak_main: int
    """Bytes of the command's own process at its worst moment (resident)."""


def measure(command: Sequence[str], log: Path, *, cwd: Path, seconds: float = 3600) -> Usage:
    """Run *command* in *cwd* under a meter of its own; what it prints goes to *log*."""
    report = log.with_suffix(".usage.json")
    with log.open("wb") as out:
        subprocess.run(  # noqa: S603 - what it runs is the caller's to answer for
            [sys.executable, "-m", "bench.meter", str(report), str(seconds), str(cwd), *command],
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            check=True,
        )
    return Usage(**json.loads(report.read_text(encoding="utf-8")))


def main(arguments: Sequence[str]) -> None:
    """Run the command named in *arguments* and write what it cost."""
    report, seconds, cwd, *command = arguments
    _adopt_orphans()
    sampler = _Sampler()
    machine = _machine_cpu()
    started = time.monotonic()
    # Not waited for through this object: the loop below reaps it along with its orphans.
    child = subprocess.Popen(command, cwd=cwd)  # noqa: S603 - see measure
    sampler.watch(child.pid)
    alarm = threading.Timer(float(seconds), lambda: _kill(_descendants(os.getpid())))
    alarm.daemon = True
    alarm.start()
    exit_code = _reap(child.pid)
    wall = time.monotonic() - started
    machine = _machine_cpu() - machine
    sampler.stop()
    alarm.cancel()
    child.returncode = exit_code
    _reap_orphans()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    usage = Usage(
        exit_code=exit_code,
        wall=round(wall, 3),
        cpu=round(cpu, 3),
        cpu_sampled=round(sampler.cpu, 3),
        cpu_of_others=round(max(0.0, machine - cpu - time.process_time()), 3),
        peak_memory=sampler.peak,
        peak_main=sampler.peak_main,
    )
    Path(report).write_text(json.dumps(asdict(usage)), encoding="utf-8")


def _adopt_orphans() -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the meter cannot adopt orphans; it needs Linux 3.4")


def _reap(wanted: int) -> int:
    """Wait for the process *wanted*, taking in whatever else ends, and return its exit code."""
    while True:
        pid, status = os.wait()
        if pid == wanted:
            return os.waitstatus_to_exitcode(status)


def _reap_orphans() -> None:
    """End what the command left running, and wait for it, so that its time is counted."""
    deadline = time.monotonic() + 5
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            if time.monotonic() > deadline:
                _kill(_descendants(os.getpid()))
            time.sleep(0.02)


def _kill(processes: Sequence[int]) -> None:
    for pid in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@dataclass(slots=True)
class _Sampler:
    """Looks at the tree of processes from time to time."""

    peak: int = 0
    peak_main: int = 0
    _seen: dict[tuple[int, str], float] = field(default_factory=dict[tuple[int, str], float])
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def cpu(self) -> float:
        """Seconds of CPU of every process seen, as of the last time it was seen."""
        return sum(self._seen.values())

    def watch(self, main: int) -> None:
        """Look at the tree until `stop`; *main* is the process measured alone, too."""

        def look_again() -> None:
            while not self._over.wait(_INTERVAL):
                self._look(main)

        self._thread = threading.Thread(target=look_again, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _look(self, main: int) -> None:
        memory = 0
        for pid in _descendants(os.getpid()):
            with contextlib.suppress(OSError):
                fields = _stat(pid)
                key = (pid, fields[19])
                self._seen[key] = (int(fields[11]) + int(fields[12])) / _TICK
                memory += _memory(pid)
        self.peak = max(self.peak, memory)
        with contextlib.suppress(OSError):
            self.peak_main = max(self.peak_main, _high_water(main))


def cpu_seconds(of: int) -> float:
    """Return the CPU seconds that a process and all that it started, and that live, have taken."""
    total = 0.0
    for pid in (of, *_descendants(of)):
        with contextlib.suppress(OSError):
            fields = _stat(pid)
            total += (int(fields[11]) + int(fields[12])) / _TICK
    return total


def _descendants(of: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for pid in _processes():
        with contextlib.suppress(OSError):
            children.setdefault(int(_stat(pid)[1]), []).append(pid)
    found: list[int] = []
    waiting = list(children.get(of, ()))
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, ())
    return found


def _processes() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdecimal())  # noqa: PTH208 - names


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the third on (the second may hold anything)."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def _memory(pid: int) -> int:
    """Return the memory of a process; what it shares with others is parted among them."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        return 1024 * next(
            int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")
        )
    except (OSError, StopIteration):
        # A sandboxed process hides its map: take what is its own.
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
        return (int(resident) - int(shared)) * _PAGE_SIZE


def _high_water(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def _machine_cpu() -> float:
    """Return the seconds of CPU used on this machine since it started, by anybody."""
    fields = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]
    user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, fields)
    return (user + nice + system + irq + softirq + steal) / _TICK


if __name__ == "__main__":
    main(sys.argv[1:])
