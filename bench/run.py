"""Measure civiscope beside other ways to audit the same pages, in one run with the same browser.

    python -m bench.run [--variants abcde] [--pages 100] [--rounds 3]

docs/benchmarks.md says what each variant does, and what came out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.pages import SITE, example_pages, fetch
from bench.server import serve
from bench.targets import TARGETS
from bench.variants import VARIANTS, Run, Setting, Variant, run_variant
from civiscope.browser.find import find_browser
from civiscope.engines import engine_versions

LATEST = Path(__file__).parent / "results" / "latest.json"
_WARM_UP_PAGES = 10
_QUIET = 0.05
"""Share of the machine that others may use before the figures are called noisy."""


def main() -> int:
    """Run, print a table, write the figures down; 0 when all targets were reached."""
    given = _arguments()
    chosen = [variant for variant in VARIANTS if variant.key in given.variants]
    node_modules = fetch()
    package = node_modules / SITE
    browser = find_browser(given.browser).path
    paths = example_pages(package, given.pages)
    runs: dict[str, list[Run]] = {variant.key: [] for variant in chosen}
    with serve("--folder", str(package)) as server, tempfile.TemporaryDirectory() as folder:
        setting = Setting(browser, node_modules, tuple(server.base + path for path in paths))
        for variant in chosen:
            few = Setting(browser, node_modules, setting.urls[:_WARM_UP_PAGES])
            _once(variant, few, Path(folder), "warm-up")
        for number in range(given.rounds):
            # Each round begins with another variant: whoever comes first finds a cooler machine.
            first = number % len(chosen)
            for variant in chosen[first:] + chosen[:first]:
                run = _once(variant, setting, Path(folder), f"round {number + 1}")
                runs[variant.key].append(run)
    report = _report(runs, given, browser, node_modules, server.cpu_seconds)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    _print(report)
    print(f"\nWritten to {given.out}.")
    return 0 if all(target["met"] for target in report["targets"]) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure civiscope beside other ways.")
    keys = "".join(variant.key for variant in VARIANTS)
    parser.add_argument("--variants", default=keys, help=f"which of {keys} to run")
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--browser", type=Path, help="the browser for all of them")
    parser.add_argument("--out", type=Path, default=LATEST, help="where to write the figures")
    given = parser.parse_args()
    wrong = set(given.variants) - set(keys)
    if wrong or not given.variants:
        parser.error(f"--variants takes some of {keys}")
    if given.pages < 2 or given.rounds < 1:
        parser.error("at least 2 pages and 1 round are needed")
    return given


def _once(variant: Variant, setting: Setting, folder: Path, what: str) -> Run:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        run = run_variant(variant, setting, Path(own))
    print(
        f"{what}: ({variant.key}) {run.answered}/{run.pages} pages, "
        f"{run.pages_per_minute:.0f} a minute, {run.cpu_per_page:.0f} ms of CPU a page, "
        f"{run.usage.peak_memory / 1e6:.0f} MB",
        file=sys.stderr,
        flush=True,
    )
    return run


def _report(
    runs: Mapping[str, Sequence[Run]],
    given: argparse.Namespace,
    browser: Path,
    node_modules: Path,
    server_cpu: float,
) -> dict[str, Any]:
    variants = {
        variant.key: _summary(variant, runs[variant.key])
        for variant in VARIANTS
        if variant.key in runs
    }
    cores = os.cpu_count() or 1
    everything = [run for several in runs.values() for run in several]
    seconds = sum(run.usage.wall for run in everything) * cores
    # What the server used is part of every variant's surroundings and no disturbance.
    others = sum(run.usage.cpu_of_others for run in everything) - server_cpu
    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d"),
        "pages": given.pages,
        "rounds": given.rounds,
        "machine": {"cores": cores, "memory_gb": _memory_gb(), "system": platform.system()},
        "versions": _versions(browser, node_modules),
        "used_by_others": round(max(0.0, others) / seconds, 3),
        "server_cpu_per_page_ms": round(
            server_cpu / sum(run.pages for run in everything) * 1000, 1
        ),
        "variants": variants,
        "targets": [
            {"target": target.text, "value": value, "met": target.met(value)}
            for target in TARGETS
            if set(target.needs) <= set(variants)
            for value in [target.value(variants)]
        ],
    }


def _summary(variant: Variant, runs: Sequence[Run]) -> dict[str, Any]:
    measures: dict[str, Callable[[Run], float]] = {
        "pages_per_minute": lambda run: run.pages_per_minute,
        "steady_pages_per_minute": lambda run: run.steady_pages_per_minute,
        "cpu_per_page_ms": lambda run: run.cpu_per_page,
        "peak_memory_mb": lambda run: round(run.usage.peak_memory / 1e6),
    }
    summary: dict[str, Any] = {
        "title": variant.title,
        "tabs": variant.tabs,
        "asked": sum(run.pages for run in runs),
        "answered": sum(run.answered for run in runs),
    }
    for name, of in measures.items():
        values = [of(run) for run in runs]
        summary[name] = {
            "median": round(statistics.median(values), 1),
            "min": min(values),
            "max": max(values),
        }
    memory = summary["peak_memory_mb"]["median"]
    summary["memory_per_tab_mb"] = round(memory / variant.tabs)
    summary["runs"] = [asdict(run) for run in runs]
    return summary


def _versions(browser: Path, node_modules: Path) -> dict[str, str]:
    def npm(name: str) -> str:
        text = (node_modules / name / "package.json").read_text(encoding="utf-8")
        return str(json.loads(text)["version"])

    said = subprocess.run(  # noqa: S603 - the browser the benchmark is for
        [str(browser), "--version"], capture_output=True, text=True, check=False
    )
    return {
        "browser": said.stdout.strip(),
        "python": platform.python_version(),
        "civiscope": version("civiscope"),
        "playwright": version("playwright"),
        "axe-core": engine_versions()["axe-core"],
        "pa11y-ci": npm("pa11y-ci"),
        "axe-core in pa11y-ci": npm("axe-core"),
        "@gouvfr/dsfr": npm("@gouvfr/dsfr"),
    }


def _memory_gb() -> int:
    with contextlib.suppress(ValueError, OSError):
        return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)
    return 0


def _print(report: Mapping[str, Any]) -> None:
    """Print the report as docs/benchmarks.md shows it."""
    variants: Mapping[str, Any] = report["variants"]
    compared = [key for key in "bcd" if key in variants]
    heads = ["", "pages/min", "least-most", "first to last page", "CPU ms/page", "memory MB"]
    heads += ["MB per tab", "results", *(f"times ({key})" for key in compared)]
    print("\n| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    for key, it in variants.items():
        rate = it["pages_per_minute"]
        cells = [
            f"({key}) {it['title']}",
            f"{rate['median']:.0f}",
            f"{rate['min']:.0f}-{rate['max']:.0f}",
            f"{it['steady_pages_per_minute']['median']:.0f}",
            f"{it['cpu_per_page_ms']['median']:.0f}",
            f"{it['peak_memory_mb']['median']:.0f}",
            f"{it['memory_per_tab_mb']}",
            f"{it['answered']}/{it['asked']}",
        ]
        for other in compared:
            base = variants[other]["pages_per_minute"]["median"]
            cells.append(f"{rate['median'] / base:.2f}" if base else "-")
        print("| " + " | ".join(cells) + " |")
    if report["targets"]:
        print("\n| target | measured | |\n|---|---|---|")
    for target in report["targets"]:
        verdict = "reached" if target["met"] else "**not reached**"
        print(f"| {target['target']} | {target['value']:.2f} | {verdict} |")
    if report["used_by_others"] > _QUIET:
        print(
            f"\nOther programs used {report['used_by_others']:.0%} of the machine meanwhile: "
            f"do not trust these figures, only their order."
        )


if __name__ == "__main__":
    sys.exit(main())
