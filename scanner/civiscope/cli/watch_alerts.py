"""The commands for alerts: what is told, of which sites, and where it goes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import Commands, taking_options
from civiscope.cli.watch import AsJson, HistoryPlace, Owner
from civiscope_reports.text.plain import plain

if TYPE_CHECKING:
    from civiscope_watch.store.alert_rules import AlertChannel, AlertRule

alerts_app = Commands(
    help="Alerts: what changed in a night, by mail or message.", no_args_is_help=True
)
_NOT_SENT = 3
"""Exit code when something could not be sent; it waits in the outbox."""

_Name = Annotated[str, typer.Argument(metavar="NAME", help="A short name for it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOptions:
    """What `civiscope watch alerts channel` takes."""

    name: _Name
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="mail, webhook, slack, teams or matrix.")
    ]
    server: Annotated[
        str,
        typer.Option(
            "--server",
            metavar="URL",
            help="Mail: smtp://HOST:587 (STARTTLS), smtps:// or smtp+plain://. Webhook and "
            "Matrix: https://…",
        ),
    ] = ""
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="WHOM",
            callback=o.join_values(),
            help="Mail: recipients. Matrix: the room.",
        ),
    ] = None
    sender: Annotated[
        str, typer.Option("--from", metavar="ADDRESS", help="Mail: who it comes from.")
    ] = ""
    user: Annotated[
        str, typer.Option("--user", metavar="NAME", help="Mail: who signs in at the server.")
    ] = ""
    secret: Annotated[
        str,
        typer.Option(
            "--secret",
            metavar="WHERE",
            help="Where its secret is: env:NAME or file:PATH. Mail: the password. Webhook: the "
            "key. Slack, Teams: the address. Matrix: the token.",
        ),
    ] = ""
    private: Annotated[
        bool, typer.Option("--private", help="It may be in a private network, or on this machine.")
    ] = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@alerts_app.command()
@taking_options
def channel(given: ChannelOptions) -> int:
    """Add a channel: where alerts go. Its secret is named, and never kept or printed."""
    with given.place.open() as found:
        from civiscope_watch.alerts.channels import ChannelSettings, make_channel
        from civiscope_watch.store.alert_rules import add_channel

        settings = ChannelSettings(
            server=given.server,
            to=tuple(given.to or ()),
            sender=given.sender,
            user=given.user,
            secret=given.secret,
            private=given.private,
        )
        with found.database.writing() as connection:
            add_channel(connection, make_channel(given.name, given.kind, settings))
    print(f"Added the channel {plain(given.name)}.")
    print(f"Next: civiscope watch alerts test {plain(given.name)}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAlertOptions:
    """What `civiscope watch alerts add` takes."""

    name: _Name
    on: Annotated[
        str,
        typer.Option(
            "--on",
            metavar="EVENT",
            help="new, regressed, gate, unseen, missed, failed, certificate or statement.",
        ),
    ]
    to: Annotated[str, typer.Option("--to", metavar="CHANNEL", help="The channel that tells it.")]
    site: Annotated[str, typer.Option("--site", metavar="SITE", help="Only this site.")] = ""
    tag: Annotated[str, typer.Option("--tag", metavar="TAG", help="Only sites with this tag.")] = ""
    owner: Owner = ""
    severity: Annotated[
        str,
        typer.Option(
            "--severity", metavar="LEVEL", help="new, regressed: the least that is told (serious)."
        ),
    ] = "serious"
    days: Annotated[
        int | None,
        typer.Option(
            "--days",
            min=1,
            metavar="N",
            help="unseen: nights (3). certificate: days before its end (30). statement: its "
            "age in days (365).",
        ),
    ] = None
    place: HistoryPlace = field(default_factory=HistoryPlace)


@alerts_app.command()
@taking_options
def add(given: AddAlertOptions) -> int:
    """Add a rule: what is told of which sites. It tells what happens from now on, once."""
    with given.place.open() as found:
        from civiscope_watch.store.alert_rules import AlertRule, add_rule

        values: dict[str, Any] = {"event": given.on, "severity": given.severity}
        rule = AlertRule(
            name=given.name,
            channel=given.to,
            site=given.site,
            tag=given.tag,
            owner=given.owner,
            days=given.days or 0,
            **values,
        )
        with found.database.writing() as connection:
            add_rule(connection, rule)
    print(f"Added the rule {plain(given.name)}: {given.on}, of {plain(rule.scope)}.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAlertsOptions:
    """What `civiscope watch alerts list` takes."""

    as_json: AsJson = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@alerts_app.command("list")
@taking_options
def list_alerts(given: ListAlertsOptions) -> int:
    """List channels, with those that are dead, and rules, with what each has sent."""
    with given.place.open() as found:
        from civiscope_watch.store import alert_rules

        with found.database.reading() as connection:
            channels = alert_rules.list_channels(connection)
            rules = alert_rules.list_rules(connection)
            counts = alert_rules.count_digests(connection)
    states = ("waiting", "sending", "sent", "dead")
    sent = {rule.id: {each: counts.get((rule.id, each), 0) for each in states} for rule in rules}
    if given.as_json:
        shown: dict[str, Any] = {
            "channels": [{**asdict(each), "settings": _shown(each)} for each in channels],
            "rules": [{**asdict(each), "digests": sent[each.id]} for each in rules],
        }
        print(json.dumps(shown, indent=2, default=_json_value))
        return 0
    if not channels:
        print("No channels. Add one with `civiscope watch alerts channel NAME --kind mail …`.")
    for each in channels:
        _print_channel(each)
    for rule in rules:
        _print_rule(rule, sent[rule.id])
    return 0


def _print_channel(each: AlertChannel) -> None:
    kept = _shown(each)
    where = ", ".join(kept.get("to", ())) or kept.get("server") or kept.get("secret", "")
    line = f"channel  {plain(each.name)}  {each.kind}  {plain(where)}"
    if each.dead_since is not None:
        line += f"  DEAD since {each.dead_since:%Y-%m-%d %H:%M} UTC: {plain(each.last_error, 300)}"
    elif each.last_error:
        line += f"  last problem: {plain(each.last_error, 300)}"
    elif each.last_sent is not None:
        line += f"  last sent {each.last_sent:%Y-%m-%d %H:%M} UTC"
    print(line)


def _shown(each: AlertChannel) -> dict[str, Any]:
    """Return the settings without what some put a secret into, although they should not."""
    shown = dict(each.settings)
    if "server" in shown:
        shown["server"] = str(shown["server"]).partition("?")[0]
    return shown


def _print_rule(rule: AlertRule, sent: dict[str, int]) -> None:
    about: str = rule.event
    if rule.event in {"new", "regressed"}:
        about += f" {rule.severity}"
    if rule.days:
        about += f" {rule.days} days"
    told = ", ".join(f"{count} {state}" for state, count in sent.items() if count)
    print(
        f"rule     {plain(rule.name)}  {about}  {plain(rule.scope)}  to {plain(rule.channel)}  "
        f"({told or 'nothing yet'})"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAlertOptions:
    """What `civiscope watch alerts remove` takes."""

    name: Annotated[str, typer.Argument(metavar="NAME", help="A rule, or a channel without rules.")]
    place: HistoryPlace = field(default_factory=HistoryPlace)


@alerts_app.command("remove")
@taking_options
def remove_alert(given: RemoveAlertOptions) -> int:
    """Remove a rule, with what it has not sent yet; or a channel that no rule uses."""
    with given.place.open() as found:
        from civiscope_watch.store import alert_rules

        with found.database.writing() as connection:
            what = alert_rules.remove_alert(connection, given.name)
    print(f"Removed the {what} {plain(given.name)}.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TryChannelOptions:
    """What `civiscope watch alerts test` takes."""

    name: Annotated[str, typer.Argument(metavar="CHANNEL", help="The channel to try.")]
    place: HistoryPlace = field(default_factory=HistoryPlace)


@alerts_app.command()
@taking_options
def test(given: TryChannelOptions) -> int:
    """Send one message by a channel, and say whether it arrived. Ends with 3 when it did not."""
    with given.place.open() as found:
        from civiscope_watch.alerts.send import make_test_digest, send_digest
        from civiscope_watch.store.alert_rules import get_channel

        with found.database.reading() as connection:
            one = get_channel(connection, given.name)
        now = datetime.now(UTC)
        done = send_digest(one, make_test_digest(one, now), now)
    if done.error:
        print(plain(done.error, 500))
        return _NOT_SENT
    print(f"The server took the message. {plain(done.note, 500)}".strip())
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """What `civiscope watch alerts send` takes."""

    again: Annotated[
        bool, typer.Option("--again", help="Also what was given up after all tries.")
    ] = False
    place: HistoryPlace = field(default_factory=HistoryPlace)


@alerts_app.command()
@taking_options
def send(given: SendOptions) -> int:
    """Send now what there is to be told. `watch serve` does so by itself after each night.
    Ends with 3 when something could not be sent; it waits, and is tried again.
    """
    with given.place.open() as found:
        from civiscope_watch.alerts.send import nightly

        report = nightly(found.database, again=given.again)
    for line in report.sent:
        print(f"sent  {plain(line, 300)}")
    for line in report.problems:
        print(f"not sent  {plain(line, 600)}")
    if not report.sent and not report.problems:
        print("Nothing to send.")
    return _NOT_SENT if report.problems else 0


def _json_value(value: Any) -> str:  # noqa: ANN401 - json's own
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
