"""The commands of the history: many sites, run after run."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import Commands, OptionGroup, taking_options
from civiscope.errors import UsageError
from civiscope_reports.text.plain import plain

if TYPE_CHECKING:
    from civiscope_watch.store.history import History
    from civiscope_watch.store.overview import IssueRow, SiteRow
    from civiscope_watch.store.sites import WatchedSite

_DATA = Path("civiscope-watch")
_WATCH = (
    "civiscope watch needs an extra that is not installed. Run: pip install 'civiscope[watch]'."
)
_FLEET = (
    "A history in PostgreSQL needs an extra that is not installed. Run: pip install "
    "'civiscope[fleet]'."
)
_EXTRAS = {
    **dict.fromkeys(("sqlalchemy", "alembic", "cronsim", "starlette", "uvicorn"), _WATCH),
    **dict.fromkeys(("psycopg", "procrastinate"), _FLEET),
    "joserfc": "Signing in by OpenID Connect needs an extra that is not installed. Run: pip "
    "install 'civiscope[oidc]'.",
}
_LAST_DAYS = 10

watch_app = Commands(
    help="History of many sites: what was found when, and what became of it.", no_args_is_help=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPlace(OptionGroup):
    """Where a history is."""

    data: Annotated[
        Path,
        typer.Option(
            "--data",
            metavar="DIR",
            envvar="CIVISCOPE_WATCH_DATA",
            show_envvar=False,
            help="Folder of the history (civiscope-watch, or CIVISCOPE_WATCH_DATA).",
            show_default=False,
        ),
    ] = _DATA
    db: Annotated[
        str,
        typer.Option(
            "--db",
            metavar="URL",
            envvar="CIVISCOPE_WATCH_DB",
            show_envvar=False,
            help="Its database: postgresql://USER@HOST/NAME (a file in the folder, or "
            "CIVISCOPE_WATCH_DB).",
            show_default=False,
        ),
    ] = ""
    debug: o.Debug = False

    @contextmanager
    def open(self) -> Generator[History]:
        """Give the history. Raises UsageError when it is not there or cannot be used."""
        with extra_installed():
            from civiscope_watch.store.history import open_history

            with open_history(self.data, self.db) as found:
                yield found


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", metavar="TAG", callback=o.join_values(), help="Only sites with this tag."
    ),
]
Owner = Annotated[str, typer.Option("--owner", metavar="NAME", help="Only this owner's sites.")]


@contextmanager
def extra_installed() -> Generator[None]:
    """Say what to install when a package of the extra is missing. Raises UsageError."""
    try:
        yield
    except ModuleNotFoundError as error:
        advice = _EXTRAS.get((error.name or "").partition(".")[0])
        if advice is None:
            raise
        raise UsageError(advice) from error


@watch_app.command()
@taking_options
def init(given: HistoryPlace) -> int:
    """Make a history: a folder, and a database in it or on a server."""
    with extra_installed():
        from civiscope_watch.store.history import make_history

        before = make_history(given.data, given.db)
    if before is not None:
        print(f"There is a history in {given.data} already; it stays as it is.")
        return 0
    print(f"Made a history in {given.data}.")
    print("Next: civiscope watch sites add URL…, or civiscope watch import RESULTS…")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What `civiscope watch import` takes."""

    results: Annotated[
        list[Path],
        typer.Argument(metavar="RESULTS…", help="results.json, or folders that hold some."),
    ]
    site: Annotated[
        str,
        typer.Option("--site", metavar="SITE", help="Whose results they are (by their target)."),
    ] = ""
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", metavar="TAG", callback=o.join_values(), help="Tags for sites that are new."
        ),
    ] = None
    place: HistoryPlace = field(default_factory=HistoryPlace)


@watch_app.command("import")
@taking_options
def import_past(given: ImportOptions) -> int:
    """Take results of past scans into the history, the oldest first. Known ones change nothing.
    Ends with 2 when some could not be read; the others are in the history then.
    """
    failed = 0
    with given.place.open() as found:
        from civiscope_watch.store.importing import import_results
        from civiscope_watch.store.totals import refresh_totals

        tags = tuple(given.tag or ())
        for each in import_results(found, given.results, site=given.site, tags=tags):
            if each.recorded is None:
                failed += 1
                print(f"{plain(str(each.path))}: not imported: {plain(each.error, 600)}")
                continue
            changes = each.recorded.changes
            counts = "".join(f", {changes[name]} {name}" for name in sorted(changes))
            print(f"{plain(each.site)}: {_BECAME[each.recorded.state]}{counts}")
        refresh_totals(found.database)
    return UsageError.exit_code if failed else 0


_BECAME = {
    "done": "recorded",
    "inconclusive": "recorded; it saw no page, so no issue changed",
    "older": "recorded for its day; issues follow the newer runs that are known",
    "known": "known already",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions:
    """What `civiscope watch show` takes."""

    site: Annotated[
        str, typer.Argument(metavar="SITE", help="One site, by address or name (all sites).")
    ] = ""
    tag: Tags = None
    owner: Owner = ""
    every: Annotated[
        bool, typer.Option("--all", help="Of one site: also what is fixed, or was not looked for.")
    ] = False
    as_json: AsJson = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@watch_app.command()
@taking_options
def show(given: ShowOptions) -> int:
    """Show all sites with their last figures, the worst first; or one site with its problems."""
    with given.place.open() as found:
        from civiscope_watch.store import overview
        from civiscope_watch.store.alert_rules import list_channels
        from civiscope_watch.store.facts import told_twice
        from civiscope_watch.store.sites import find_site

        with found.database.reading() as connection:
            if not given.site:
                rows = overview.portfolio(connection, tags=given.tag or (), owner=given.owner)
                _print_portfolio(rows, given.as_json)
                dead = [each.name for each in list_channels(connection) if each.dead_since]
                if dead and not given.as_json:
                    print(f"\nAlerts do not arrive by: {plain(', '.join(dead))}.")
                    print("`civiscope watch alerts list` says why.")
                return 0
            one = find_site(connection, given.site)
            days = overview.days_of(connection, one.id)
            issues = overview.issues_of(connection, one.id, every=given.every)
            twice = told_twice(connection, one)
    if given.as_json:
        values = {"site": asdict(one), "days": days, "issues": [asdict(each) for each in issues]}
        print(json.dumps(values | {"redirects": twice}, indent=2, default=_json_value))
    else:
        if twice:
            print(f"{plain(twice, 800)}\n")
        _print_site(one, days, issues)
    return 0


def _json_value(value: Any) -> str:  # noqa: ANN401 - json's own
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _print_portfolio(rows: list[SiteRow], as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2, default=_json_value))
        return
    if not rows:
        print("No sites. Add some with `civiscope watch sites add URL…` or `… sites import CSV`.")
        return
    print(f"{'critical':>8} {'serious':>8} {'moderate':>8} {'minor':>6}  {'last seen':<10}  site")
    for row in rows:
        counts = row.figures
        cells = [counts.get(each, "-") for each in ("critical", "serious", "moderate", "minor")]
        seen = row.day.isoformat() if row.day else "never"
        late = f"  (no page seen since {row.not_seen_since})" if row.not_seen_since else ""
        line = f"{cells[0]:>8} {cells[1]:>8} {cells[2]:>8} {cells[3]:>6}  {seen:<10}"
        print(f"{line}  {plain(row.name)}  {plain(row.url)}{late}")


def _print_site(one: WatchedSite, days: list[dict[str, Any]], issues: list[IssueRow]) -> None:
    print(f"{plain(one.name)}  {plain(one.url)}")
    if one.owner:
        print(f"owner  {plain(one.owner)}")
    if one.tags:
        print(f"tags   {plain(', '.join(one.tags))}")
    print(
        f"\n{'day':<10} {'pages':>6} {'critical':>8} {'serious':>8} {'moderate':>8} {'minor':>6} "
        f"{'opened':>7} {'fixed':>6}"
    )
    for day in days[:_LAST_DAYS]:
        cells = [day[each] for each in ("critical", "serious", "moderate", "minor")]
        print(
            f"{day['day'].isoformat():<10} {day['complete']:>6} {cells[0]:>8} {cells[1]:>8} "
            f"{cells[2]:>8} {cells[3]:>6} {day['opened']:>7} {day['fixed']:>6}"
        )
    print(f"\n{len(issues)} problems")
    for each in issues:
        since = f"since {each.first_seen}"
        # What is wrong with a document is on none of the pages.
        where = f"on {each.pages} pages" if each.pages else f"in {plain(each.component)}"
        print(
            f"  {each.severity:<9} {each.state:<10} {since}  {plain(each.title)}  ({each.rule}, "
            f"{where})"
        )
