"""The commands for the sites of a history."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import Commands, taking_options
from civiscope.cli.scan_options import ScanWords
from civiscope.cli.watch import AsJson, HistoryPlace, Owner, Tags
from civiscope.cli.watch_schedule import Cron, Timing
from civiscope.errors import UsageError
from civiscope_reports.text.plain import plain

sites_app = Commands(help="The sites of a history.", no_args_is_help=True)

_NewTags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", metavar="TAG", callback=o.join_values(), help="Tags, to show and count sites by."
    ),
]
_OneSite = Annotated[
    str, typer.Argument(metavar="SITE", help="Address, host, name or number of a site.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """What `civiscope watch sites add` takes."""

    urls: Annotated[
        list[str],
        typer.Argument(metavar="URL…", help="The site's address; further ones are targets, too."),
    ]
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Its name (its host).")] = ""
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help="Who answers for it.")] = ""
    tag: _NewTags = None
    place: HistoryPlace = field(default_factory=HistoryPlace)


@sites_app.command()
@taking_options
def add(given: AddOptions) -> int:
    """Add a site, or what is given to a site that is known."""
    with given.place.open() as found:
        from civiscope_watch.store.sites import NewSite, add_site, tidy_address

        addresses = tuple(tidy_address(url) for url in given.urls)
        new = NewSite(
            url=addresses[0],
            name=given.name,
            owner=given.owner,
            tags=tuple(given.tag or ()),
            targets=addresses,
        )
        with found.database.writing() as connection:
            number, added = add_site(connection, new)
    print(f"{'Added' if added else 'Known'}: {plain(addresses[0])} (number {number})")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSitesOptions:
    """What `civiscope watch sites import` takes."""

    lists: Annotated[
        list[Path],
        typer.Argument(
            metavar="CSV…",
            help="Lists with a header: url, name, owner, tags, targets; or GSA's website index.",
        ),
    ]
    tag: _NewTags = None
    place: HistoryPlace = field(default_factory=HistoryPlace)


@sites_app.command("import")
@taking_options
def import_lists(given: ImportSitesOptions) -> int:
    """Add the sites of CSV files. Each row that cannot be taken is named, and the rest is added.
    Ends with 2 when some rows were not taken.
    """
    wrong = 0
    with given.place.open() as found:
        from civiscope_watch.store.site_lists import import_sites

        for path in given.lists:
            with found.database.writing() as connection:
                done = import_sites(connection, path, tuple(given.tag or ()))
            wrong += len(done.wrong)
            for sentence in done.wrong:
                print(plain(sentence, 600))
            print(
                f"{plain(str(path))}: {done.added} sites added, {done.known} known already, "
                f"{len(done.wrong)} rows not taken"
            )
    return UsageError.exit_code if wrong else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """What `civiscope watch sites list` takes."""

    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Only sites with this in address or name.")
    ] = ""
    tag: Tags = None
    owner: Owner = ""
    as_json: AsJson = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@sites_app.command("list")
@taking_options
def list_sites(given: ListOptions) -> int:
    """List sites with their owners and tags."""
    with given.place.open() as found:
        from civiscope_watch.store.sites import find_sites

        with found.database.reading() as connection:
            sites = find_sites(connection, tags=given.tag or (), owner=given.owner, text=given.text)
    if given.as_json:
        print(json.dumps([asdict(site) for site in sites], indent=2))
        return 0
    for site in sites:
        about = "  ".join(filter(None, (plain(site.owner), plain(", ".join(site.tags)))))
        print(f"{site.id:>6}  {plain(site.url)}  {plain(site.name)}  {about}".rstrip())
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TagOptions:
    """What `civiscope watch sites tag` takes."""

    site: _OneSite
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="TAG", callback=o.join_values(), help="Tags to give it."),
    ] = None
    remove: Annotated[
        list[str] | None,
        typer.Option("--remove", metavar="TAG", callback=o.join_values(), help="Tags to take."),
    ] = None
    place: HistoryPlace = field(default_factory=HistoryPlace)


@sites_app.command()
@taking_options
def tag(given: TagOptions) -> int:
    """Give tags to a site, or take them from it; print those that it has then."""
    with given.place.open() as found:
        from civiscope_watch.store import sites

        with found.database.writing() as connection:
            one = sites.find_site(connection, given.site)
            sites.add_tags(connection, one.id, given.add or ())
            sites.remove_tags(connection, one.id, given.remove or ())
            now = sites.find_site(connection, str(one.id))
    print(f"{plain(now.url)}: {plain(', '.join(now.tags)) or 'no tags'}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveOptions:
    """What `civiscope watch sites remove` takes."""

    site: _OneSite
    yes: Annotated[
        bool, typer.Option("--yes", help="Really forget it, with its runs, figures and issues.")
    ] = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@sites_app.command()
@taking_options
def remove(given: RemoveOptions) -> int:
    """Forget a site and all that is known of it."""
    with given.place.open() as found:
        from civiscope_watch.store import sites

        with found.database.writing() as connection:
            one = sites.find_site(connection, given.site)
            if not given.yes:
                raise UsageError(
                    f"This forgets {one.url} with its runs, figures and issues; say --yes to do so."
                )
            sites.remove_site(connection, one.id)
    print(f"Removed: {plain(one.url)}. `civiscope watch db prune --yes` removes its files.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleOptions:
    """What `civiscope watch sites schedule` takes."""

    site: _OneSite
    cron: Cron
    timing: Timing = field(default_factory=Timing)
    place: HistoryPlace = field(default_factory=HistoryPlace)


@sites_app.command()
@taking_options
def schedule(given: ScheduleOptions) -> int:
    """Scan a site on a schedule, instead of the one that it had."""
    with given.place.open() as found:
        from civiscope_watch.store import schedules, sites

        with found.database.reading() as connection:
            one = sites.find_site(connection, given.site)
            before = schedules.list_schedules(connection, site_number=one.id)
        made = given.timing.add(found, given.cron, site=one.id, tag="")
        with found.database.writing() as connection:
            for each in before:
                schedules.remove_schedule(connection, each.id)
    due = made.next_due.strftime("%Y-%m-%d %H:%M UTC") if made.next_due else "never"
    print(f"{plain(one.url)}: {made.cron} ({made.zone}), next due {due}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOptions:
    """What `civiscope watch sites set` takes."""

    site: _OneSite
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="The configuration of its scans."),
    ] = None
    server: Annotated[
        str,
        typer.Option(
            "--server", metavar="NAME", help="Sites of one name are never scanned at once (host)."
        ),
    ] = ""
    unset: Annotated[
        list[str] | None,
        typer.Option(
            "--unset", metavar="NAME", callback=o.join_values(), help="Take a setting away."
        ),
    ] = None
    enabled: Annotated[
        bool | None,
        typer.Option("--enable/--disable", help="Whether schedules for many sites scan it."),
    ] = None
    scan: ScanWords
    place: HistoryPlace = field(default_factory=HistoryPlace)


@sites_app.command("set")
@taking_options
def set_options(given: SetOptions) -> int:
    """Set how a site is scanned, by any option of a scan; print what is set then."""
    with given.place.open() as found:
        from civiscope_watch.run.command import settings_of
        from civiscope_watch.store import sites

        if given.config is not None and not given.config.is_file():
            raise UsageError(f"There is no configuration {given.config}.")
        with found.database.writing() as connection:
            one = sites.find_site(connection, given.site)
            options = {**one.settings.get("options", {})}
            options.update(settings_of(given.scan.values(resume=False)))
            changes: dict[str, object] = {}
            if given.config is not None:
                changes["config"] = str(given.config.resolve())
            if given.server:
                changes["server"] = given.server
            for name in given.unset or ():
                known = name.replace("-", "_")
                if options.pop(known, None) is None and known not in one.settings:
                    raise UsageError(f"{one.url} has no setting {name!r}.")
                changes.setdefault(known, None)
            changes["options"] = options or None
            sites.change_settings(connection, one.id, changes, given.enabled)
            now = sites.find_site(connection, str(one.id))
    print(f"{plain(now.url)}{'' if now.enabled else ' (disabled)'}")
    shown = {**{k: v for k, v in now.settings.items() if k != "options"}}
    for name, value in {**shown, **now.settings.get("options", {})}.items():
        print(f"  {name} = {plain(json.dumps(value, ensure_ascii=False), 300)}")
    return 0
