"""Read earlier results for a trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from civiscope.errors import UsageError
from civiscope.results import Results
from civiscope.results import file as results_file
from civiscope_reports.content.earlier import Earlier, EarlierIssue
from civiscope_reports.content.site_name import site_hosts


def summarise(results: Results) -> Earlier:
    """Return of *results* what a trend needs, which is little."""
    return Earlier(
        id=results.scan.id,
        started=results.scan.started,
        site=site_hosts(results),
        pages=results.coverage.complete + len(results.coverage.partial),
        counts=dict(Counter(issue.severity for issue in results.failures)),
        failures={
            issue.id: EarlierIssue(issue.rule, issue.title, issue.severity)
            for issue in results.failures
        },
        to_check=frozenset(issue.id for issue in results.reviews),
    )


def read_earlier(paths: Iterable[Path]) -> tuple[Earlier, ...]:
    """Return the scans whose results are at *paths*, the oldest first, each once.

    A path is a results file, a folder with one, or a folder of such folders or files. Raises
    UsageError.
    """
    found: dict[tuple[str, str], Earlier] = {}
    for path in paths:
        for file in _files(path):
            each = summarise(results_file.read(file))
            found[each.started, each.id] = each
    return tuple(found[key] for key in sorted(found))


def _files(path: Path) -> list[Path]:
    if not path.is_dir() or (path / results_file.NAME).is_file():
        return [path]
    files = sorted({*path.glob("results*.json"), *path.glob(f"*/{results_file.NAME}")})
    if not files:
        raise UsageError(
            f"There are no earlier results in {path}: neither results*.json nor folders with a "
            f"{results_file.NAME}."
        )
    return files
