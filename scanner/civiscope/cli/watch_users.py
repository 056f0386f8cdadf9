"""The commands for those who may use the dashboard."""

from __future__ import annotations

import getpass
import json
import os
import sys
from dataclasses import dataclass, field
from typing import Annotated, Any

import typer

from civiscope.cli.commands import Commands, taking_options
from civiscope.cli.watch import AsJson, HistoryPlace
from civiscope.errors import UsageError
from civiscope_reports.text.plain import plain

users_app = Commands(help="Who may use the dashboard of a history.", no_args_is_help=True)
_PASSWORD = "CIVISCOPE_WATCH_PASSWORD"  # noqa: S105 # nosec B105 - a variable
_BY = "command line"

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name, such as an address of mail.")]
_Role = Annotated[
    str,
    typer.Option(
        "--role", metavar="ROLE", help="viewer looks, editor accepts issues, admin adds users."
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddUserOptions:
    """What `civiscope watch users add` takes."""

    name: _Name
    role: _Role = "viewer"
    elsewhere: Annotated[
        bool,
        typer.Option("--no-password", help="Signs in by a proxy or an issuer, not by password."),
    ] = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@users_app.command()
@taking_options
def add(given: AddUserOptions) -> int:
    """Add a user. The password is asked for, or taken from CIVISCOPE_WATCH_PASSWORD."""
    with given.place.open() as found:
        from civiscope_watch.store import accounts
        from civiscope_watch.web.passwords import hash_password

        role = accounts.check_role(given.role)
        hashed = "" if given.elsewhere else hash_password(_ask_password(given.name))
        origin = "proxy" if given.elsewhere else ""
        with found.database.writing() as connection:
            accounts.add_account(connection, given.name, role, password=hashed, origin=origin)
            accounts.log_change(connection, _BY, "user added", f"{given.name}, {role}")
    print(f"Added: {plain(given.name)}, {role}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUsersOptions:
    """What `civiscope watch users list` takes."""

    as_json: AsJson = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@users_app.command("list")
@taking_options
def list_users(given: ListUsersOptions) -> int:
    """List users with their roles."""
    with given.place.open() as found:
        from civiscope_watch.store import accounts

        with found.database.reading() as connection:
            users = accounts.list_accounts(connection)
    if given.as_json:
        rows: list[dict[str, Any]] = [
            {
                "name": each.name,
                "role": each.role,
                "origin": each.origin,
                "seen": each.seen.isoformat() if each.seen else None,
            }
            for each in users
        ]
        print(json.dumps(rows, indent=2))
        return 0
    for each in users:
        seen = f"last signed in {each.seen:%Y-%m-%d}" if each.seen else "never signed in"
        print(f"{each.role:<7} {plain(each.name)}  {plain(each.origin)}  {seen}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OneUserOptions:
    """What commands about one user take."""

    name: _Name
    place: HistoryPlace = field(default_factory=HistoryPlace)


@users_app.command()
@taking_options
def remove(given: OneUserOptions) -> int:
    """Remove a user, with sessions and tokens."""
    with given.place.open() as found:
        from civiscope_watch.store import accounts

        with found.database.writing() as connection:
            accounts.remove_account(connection, accounts.get_account(connection, given.name))
            accounts.log_change(connection, _BY, "user removed", given.name)
    print(f"Removed: {plain(given.name)}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleOptions:
    """What `civiscope watch users role` takes."""

    name: _Name
    role: Annotated[str, typer.Argument(metavar="ROLE", help="viewer, editor or admin.")]
    place: HistoryPlace = field(default_factory=HistoryPlace)


@users_app.command()
@taking_options
def role(given: RoleOptions) -> int:
    """Give a user another role."""
    with given.place.open() as found:
        from civiscope_watch.store import accounts

        with found.database.writing() as connection:
            one = accounts.get_account(connection, given.name)
            accounts.set_role(connection, one, accounts.check_role(given.role))
            accounts.log_change(connection, _BY, "role changed", f"{given.name}: {given.role}")
    print(f"{plain(given.name)}: {given.role}")
    return 0


@users_app.command()
@taking_options
def password(given: OneUserOptions) -> int:
    """Set a user's password, which ends all sessions of that user. It is asked for, or taken from
    CIVISCOPE_WATCH_PASSWORD.
    """
    with given.place.open() as found:
        from civiscope_watch.store import accounts
        from civiscope_watch.web.passwords import hash_password

        with found.database.reading() as connection:
            one = accounts.get_account(connection, given.name)
        hashed = hash_password(_ask_password(given.name))
        with found.database.writing() as connection:
            accounts.set_password(connection, one, hashed)
            accounts.log_change(connection, _BY, "password changed", given.name)
    print(f"Changed: the password of {plain(given.name)}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenOptions:
    """What `civiscope watch users token` takes."""

    name: _Name
    purpose: Annotated[
        str, typer.Option("--for", metavar="TEXT", help="What it is for, such as a CI system.")
    ] = "command line"
    role: _Role = "viewer"
    days: Annotated[
        int, typer.Option("--days", min=0, metavar="N", help="It ends after so many days (never).")
    ] = 0
    place: HistoryPlace = field(default_factory=HistoryPlace)


@users_app.command()
@taking_options
def token(given: TokenOptions) -> int:
    """Make a token of a user, for programs, and print it. It is shown only now."""
    with given.place.open() as found:
        from civiscope_watch.store import accounts

        with found.database.writing() as connection:
            one = accounts.get_account(connection, given.name)
            scope = accounts.check_role(given.role)
            secret = accounts.add_token(connection, one, given.purpose, scope, days=given.days)
            accounts.log_change(connection, _BY, "token made", f"{given.name}, {scope}")
    print(secret)
    return 0


def _ask_password(name: str) -> str:
    """Return the password that is typed twice, or stands in the environment. Raises UsageError."""
    from civiscope_watch.web.passwords import check_password

    given = os.environ.get(_PASSWORD, "")
    if not given:
        if not sys.stdin.isatty():
            raise UsageError(
                f"No password: set {_PASSWORD}, or run the command where it can be typed."
            )
        given = getpass.getpass("Password (12 characters or more): ")
        if getpass.getpass("Once more: ") != given:
            raise UsageError("The two passwords are not the same; nothing was changed.")
    return check_password(given, name)
