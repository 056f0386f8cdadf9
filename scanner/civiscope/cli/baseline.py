"""The commands that make and keep a baseline. CI runs none of them: a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import Commands
from civiscope.config import Loaded
from civiscope.errors import InconclusiveError, UsageError
from civiscope.results import Results
from civiscope.results.file import NAME as RESULTS_NAME
from civiscope.results.file import read as read_results
from civiscope_ci.baseline import Baseline, BaselineEntry, create
from civiscope_ci.baseline import changes as baseline_changes
from civiscope_ci.baseline import file as baseline_file
from civiscope_ci.baseline.states import Comparison, State, compare
from civiscope_ci.gate.wording import count
from civiscope_reports.text.plain import plain

baseline_app = Commands(
    help="What is known of a site, so that only what is new fails.", no_args_is_help=True
)
DIFFERS = 1

ResultsArgument = Annotated[
    Path, typer.Argument(metavar="RESULTS", help="results.json, or the folder that holds it.")
]
BaselineFile = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="The baseline to change.")
]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write to.")]


@baseline_app.command("create")
def create_command(
    results: ResultsArgument,
    out: Out = None,
    config: o.ConfigFile = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a baseline.")] = False,
    quiet: o.Quiet = False,
    debug: o.Debug = False,
) -> int:
    """Accept everything that results hold, as the baseline to begin with."""
    loaded = o.read_config(config)
    path = out or _configured_path(loaded) or Path(baseline_file.NAME)
    if path.exists() and not force:
        raise UsageError(
            f"{path} is there already; change it with `civiscope baseline accept`, or add --force "
            "to begin anew."
        )
    found = _read_complete_results(results)
    made = create(found, loaded.config.gate.base_urls)
    baseline_file.write(made, path)
    if not quiet:
        # Of documents, and of source, there are no pages.
        where = f" on {count(len(made.pages), 'page')}" if made.pages else ""
        print(f"{path} knows {count(len(made.issues), 'issue')}{where}. Review it, then commit it.")
    return 0


@baseline_app.command("accept")
def accept_command(
    results: ResultsArgument,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="ISSUE…", help="Rules or fingerprints; everything when left out."),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is accepted; kept with it.")
    ] = "",
    baseline: BaselineFile = None,
    config: o.ConfigFile = None,
    quiet: o.Quiet = False,
    debug: o.Debug = False,
) -> int:
    """Add what is new in results to the baseline."""
    loaded = o.read_config(config)
    path, known = _read_baseline(baseline, loaded)
    found = _read_complete_results(results)
    comparison = _compare(found, known, loaded)
    changed = baseline_changes.accept(known, found, comparison, words or (), reason.strip())
    baseline_file.write(changed.baseline, path)
    if not quiet:
        _list("accepted", changed.entries)
        print(f"{path}: {count(len(changed.entries), 'issue')} accepted.")
    return 0


@baseline_app.command("prune")
def prune_command(
    results: ResultsArgument,
    gone: Annotated[
        bool, typer.Option("--gone", help="Pages not seen this time are gone for good.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Do not keep what is fixed, to notice its return.")
    ] = False,
    baseline: BaselineFile = None,
    config: o.ConfigFile = None,
    quiet: o.Quiet = False,
    debug: o.Debug = False,
) -> int:
    """Note in the baseline what results prove to be fixed."""
    loaded = o.read_config(config)
    path, known = _read_baseline(baseline, loaded)
    found = _read_complete_results(results)
    comparison = _compare(found, known, loaded)
    changed = baseline_changes.prune(known, found, comparison, gone=gone, forget=forget)
    baseline_file.write(changed.baseline, path)
    if not quiet:
        _list("fixed", changed.entries)
        unverified = len(comparison.of("unverified"))
        left = f" {count(unverified, 'issue')} could not be looked for." if unverified else ""
        print(f"{path}: {count(len(changed.entries), 'issue')} no longer expected.{left}")
    return 0


@baseline_app.command("diff")
def diff_command(
    before: Annotated[Path, typer.Argument(metavar="BASELINE", help="The baseline.")],
    after: Annotated[
        Path, typer.Argument(metavar="OTHER", help="Results, or another baseline, to hold to it.")
    ],
    config: o.ConfigFile = None,
    quiet: o.Quiet = False,
    debug: o.Debug = False,
) -> int:
    """List what is new, what is back and what is fixed; ends with 1 when there is something."""
    known = baseline_file.read(before)
    changes = _changes(known, after, o.read_config(config))
    if not quiet:
        for state, entries in changes.items():
            _list(state, entries)
        told = ", ".join(f"{len(entries):,} {state}" for state, entries in changes.items())
        print(f"{told}.")
    return DIFFERS if any(changes[state] for state in ("new", "reopened", "fixed")) else 0


@baseline_app.command("merge")
def merge_command(
    base: Annotated[Path, typer.Argument(metavar="BASE", help="The common ancestor (git's %O).")],
    ours: Annotated[Path, typer.Argument(metavar="OURS", help="Our side (git's %A).")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="Their side (git's %B).")],
    out: Out = None,
    debug: o.Debug = False,
) -> int:
    """Merge two baselines, as git's merge driver does; writes to OURS unless told otherwise."""
    sides = [baseline_file.read(ours), baseline_file.read(theirs)]
    # Git gives an empty file when the two sides have no common ancestor.
    empty = Baseline("", "", {}, (), ())
    ancestor = baseline_file.read(base) if base.is_file() and base.stat().st_size else empty
    baseline_file.write(baseline_changes.merge(ancestor, *sides), out or ours)
    return 0


def _read_complete_results(path: Path) -> Results:
    results = read_results(path)
    if not results.scan.finished or not (results.coverage.complete or results.documents):
        where = path / RESULTS_NAME if path.is_dir() else path
        raise InconclusiveError(
            f"{where} is of a scan that was cut off or saw no page, so it can change no baseline; "
            "scan the site to the end."
        )
    return results


def _configured_path(loaded: Loaded) -> Path | None:
    name = loaded.config.gate.baseline
    base = loaded.path.parent if loaded.path is not None else Path()
    return base / name if name else None


def _read_baseline(given: Path | None, loaded: Loaded) -> tuple[Path, Baseline]:
    path = given or _configured_path(loaded) or Path(baseline_file.NAME)
    return path, baseline_file.read(path)


def _compare(results: Results, baseline: Baseline, loaded: Loaded) -> Comparison:
    return compare(results, baseline, base_urls=loaded.config.gate.base_urls)


def _changes(
    known: Baseline, after: Path, loaded: Loaded
) -> dict[State, tuple[BaselineEntry, ...]]:
    if after.is_file() and baseline_file.is_baseline(_beginning(after)):
        before = {entry.fingerprint for entry in known.open}
        now = baseline_file.read(after)
        since = {entry.fingerprint for entry in now.open}
        fixed = {entry.fingerprint for entry in known.issues if entry.fixed}
        return {
            "new": tuple(e for e in now.open if e.fingerprint not in before | fixed),
            "reopened": tuple(e for e in now.open if e.fingerprint in fixed),
            "fixed": tuple(e for e in known.open if e.fingerprint not in since),
        }
    comparison = _compare(read_results(after), known, loaded)
    states: tuple[State, ...] = ("new", "reopened", "fixed", "unverified")
    return {state: tuple(each.entry for each in comparison.of(state)) for state in states}


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(200)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).") from error


def _list(state: str, entries: Iterable[BaselineEntry]) -> None:
    for entry in entries:
        pages = count(len(entry.pages), "page")
        print(
            f"{state:<11} {plain(entry.fingerprint, 60)}  {entry.severity:<9} "
            f"{plain(entry.rule, 100)}  {plain(entry.component, 200)}  ({pages})"
        )
