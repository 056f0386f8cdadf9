"""The commands about lists: show what is in use and how old it is, bring newer ones."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import Commands
from civiscope.errors import UsageError
from civiscope.lists import registry as lists
from civiscope.lists.registry import KnownList
from civiscope.lists.update import update as bring

lists_app = Commands(
    help="The lists that rules go by: show what is in use, bring newer ones.",
    no_args_is_help=True,
)


@lists_app.command("show")
def show(
    as_json: Annotated[bool, typer.Option("--json", help="Print the lists as JSON.")] = False,
    debug: o.Debug = False,
) -> int:
    """List what is in use: kind, version, licence, age, source and checksum."""
    found = lists.all_lists()
    if as_json:
        print(json.dumps([_facts(one) for one in found], indent=2))
        return 0
    width = max(len(one.name) for one in found)
    for one in found:
        print(f"{one.name:<{width}}  {one.kind:<15}  {_describe_list(one)}")
    missing = [name for name in lists.known_sources() if name not in {one.name for one in found}]
    if missing:
        print(f"Not here: {', '.join(missing)}. Bring them with `civiscope lists update`.")
    return 0


@lists_app.command("update")
def update(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Lists to bring; all known ones without a name."),
    ] = None,
    source: Annotated[
        str, typer.Option("--from", metavar="URL|FILE", help="Where to take the list from.")
    ] = "",
    licence: Annotated[
        str, typer.Option("--licence", metavar="SPDX", help="Licence of a list of your own.")
    ] = "",
    debug: o.Debug = False,
) -> int:
    """Bring lists into the folder of the user; nothing else ever fetches them."""
    wanted = names or list(lists.known_sources())
    if source and len(wanted) != 1:
        raise UsageError("--from brings one list; name it, as in `lists update NAME --from FILE`.")
    for name in wanted:
        brought = bring(name, source=source, licence=licence)
        print(f"{brought.name}: {_describe_list(brought)}")
    print(f"Kept in {lists.lists_folder()}.", file=sys.stderr)
    return 0


def _describe_list(one: KnownList) -> str:
    today = datetime.now(UTC).date()
    age = one.age(today)
    old = "; that is old, bring a newer one" if one.is_old(today) else ""
    parts = [
        one.version,
        f"{one.rules} rules" if one.rules else "",
        f"of {one.dated.isoformat()} ({age} days old{old})" if one.dated else "",
        one.licence,
        one.source,
        f"sha256 {one.sha256[:12]}…" if one.sha256 else "",
    ]
    return ", ".join(part for part in parts if part)


def _facts(one: KnownList) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title,
        "kind": one.kind,
        "licence": one.licence,
        "source": one.source,
        "version": one.version,
        "date": one.dated.isoformat() if one.dated else None,
        "age_days": one.age(datetime.now(UTC).date()),
        "old": one.is_old(datetime.now(UTC).date()),
        "sha256": one.sha256,
        "rules": one.rules,
    }
