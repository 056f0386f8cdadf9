"""Measure a fleet with scans that wait: what is lost, done twice, at once, and how it scales.

`python -m bench.fleet kills|scale|first|away [--jobs N] [--workers N] [--kills N] [--scan S]`, on a
PostgreSQL of its own. Prints JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.watch.fakes import FakeScans
from tests.watch.fleet.fleets import Fleet, add_many, at_once, twice
from tests.watch.postgres import Server, started_server

from civiscope_watch.fleet.queue import QUEUE, ScanQueue, entry
from civiscope_watch.store.history import History, make_history, open_history

_FEW_S = 0.02


@contextmanager
def _prepared(**plan: Any) -> Generator[tuple[History, FakeScans, Server]]:  # noqa: ANN401
    with started_server() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fake = FakeScans.make(folder / "fake", **plan)
        make_history(folder / "history", server.url)
        with open_history(folder / "history", server.url) as history:
            yield history, fake, server


def _until_done(fleet: Fleet, jobs: int) -> None:
    while sum(n for state, n in fleet.counts().items() if state in {"done", "failed"}) < jobs:
        time.sleep(0.2)


def measure_kills(given: argparse.Namespace) -> dict[str, Any]:
    """Kill workers with all that they started, and count what became of the jobs."""
    chance = random.Random(given.seed)  # noqa: S311 - no secret
    step = given.scan / 5
    with _prepared(steps=5, step_s=step) as (history, fake, _):
        add_many(history, given.jobs)
        fleet = Fleet(history, fake)
        try:
            for _ in range(given.workers):
                fleet.start()
            begun = time.perf_counter()
            for kill in range(given.kills):
                # All over the run: the first once scans are made, the last before the end.
                enough = (kill + 0.5) * given.jobs / (given.kills + 1)
                while fleet.counts().get("done", 0) < enough:
                    time.sleep(_FEW_S)
                time.sleep(chance.uniform(0, given.scan))
                victim = chance.choice([each for each in fleet.workers if each.poll() is None])
                os.killpg(victim.pid, signal.SIGKILL)
                victim.wait()
                fleet.start()
            _until_done(fleet, given.jobs)
            seconds = time.perf_counter() - begun
            counts = fleet.counts()
        finally:
            fleet.stop()
        entries = fake.entries()
        return {
            "jobs": given.jobs,
            "kills": given.kills,
            "states": counts,
            "lost": given.jobs - sum(counts.values()),
            "runs": fleet.runs(),
            "begun_again": len([e for e in entries if e.what == "start"]) - given.jobs,
            "ended_twice": twice(entries),
            "at_once_on_a_site": at_once(entries),
            "seconds": round(seconds, 1),
        }


def measure_scale(given: argparse.Namespace) -> dict[str, Any]:
    """Measure how many scans a minute one, two and four workers make."""
    rates: dict[int, float] = {}
    for workers in (1, 2, 4):
        with _prepared(step_s=given.scan) as (history, fake, _):
            fleet = Fleet(history, fake)
            try:
                for _ in range(workers):
                    fleet.start()
                while fleet.workers_known() < workers:
                    time.sleep(_FEW_S)
                jobs = given.jobs * workers
                add_many(history, jobs)
                _until_done(fleet, jobs)
            finally:
                fleet.stop()
            starts = [each.at for each in fake.entries("start")]
            ends = [each.at for each in fake.entries("end")]
            rates[workers] = jobs / (max(ends) - min(starts))
    return {
        "scan_s": given.scan,
        "a_second": {str(workers): round(rate, 3) for workers, rate in rates.items()},
        "times_one": {str(workers): round(rate / rates[1], 2) for workers, rate in rates.items()},
    }


def measure_first(given: argparse.Namespace) -> dict[str, Any]:
    """Measure the first fetches after all of *jobs* have been added, and put into the queue."""
    with _prepared() as (history, _, _):
        begun = time.perf_counter()
        add_many(history, given.jobs)
        added = time.perf_counter() - begun
        queue = ScanQueue(history.database)
        queue.make()
        begun = time.perf_counter()
        queue.feed(24)
        fed = time.perf_counter() - begun
        begun = time.perf_counter()
        queue.defer([entry(n, f"h{n}", 0) for n in range(1_000_000, 1_000_000 + given.jobs)])
        deferred = time.perf_counter() - begun

        async def fetch() -> list[float]:
            async with queue.app(2).open_async() as app:
                worker = await app.job_manager.register_worker()
                taken: list[float] = []
                for _ in range(5):
                    start = time.perf_counter()
                    await app.job_manager.fetch_job([QUEUE], worker)
                    taken.append(round(time.perf_counter() - start, 4))
                return taken

        fetches = asyncio.run(fetch())
        queue.close()
    return {
        "jobs": given.jobs,
        "add_s": round(added, 2),
        "feed_48_s": round(fed, 3),
        "defer_all_s": round(deferred, 2),
        "fetches_s": fetches,
    }


def measure_away(given: argparse.Namespace) -> dict[str, Any]:
    """Cut the database off for *scan* seconds while workers are at work, and count."""
    with _prepared(step_s=1.0) as (history, fake, server):
        add_many(history, given.jobs)
        fleet = Fleet(history, fake, server.url)
        try:
            for _ in range(given.workers):
                fleet.start()
            while fleet.counts().get("done", 0) < given.jobs // 4:
                time.sleep(_FEW_S)
            server.stop()
            server.stay_away(given.scan)
            server.start()
            back = time.perf_counter()
            _until_done(fleet, given.jobs)
            rest = time.perf_counter() - back
            alive = sum(each.poll() is None for each in fleet.workers)
            counts = fleet.counts()
        finally:
            fleet.stop()
        return {
            "away_s": given.scan,
            "states": counts,
            "workers_alive": alive,
            "ended_twice": twice(fake.entries()),
            "at_once_on_a_site": at_once(fake.entries()),
            "rest_s": round(rest, 1),
        }


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    measures = {
        "kills": measure_kills,
        "scale": measure_scale,
        "first": measure_first,
        "away": measure_away,
    }
    parser.add_argument("what", choices=measures)
    parser.add_argument("--jobs", type=int, default=500)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--scan", type=float, default=0.5, help="seconds; or away")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(measures[given.what](given), indent=2))


if __name__ == "__main__":
    main()
