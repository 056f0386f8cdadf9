"""Channels: what each kind needs, checked when one is added, and the secrets they name."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from civiscope.suggestions import unknown
from civiscope.web.urls import host_of, is_web_url
from civiscope_watch.store.alert_rules import CHANNEL_KINDS, AlertChannel, ChannelKind
from civiscope_watch.store.errors import HistoryError

MAIL_SCHEMES: Mapping[str, int] = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
"""How a mail server is spoken to, and its usual port: STARTTLS, TLS, neither."""
MAX_SECRET_BYTES = 10_000
MAX_RECIPIENTS = 50
_MAIL_ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+"
)
_ROOM = re.compile(r"[!#][^\s:]+:\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """What a channel needs. Secrets are named, never held."""

    server: str = ""
    """Mail: `smtp://HOST:PORT`. Webhook: its address. Matrix: the home server's."""
    to: tuple[str, ...] = ()
    """Mail: recipients. Matrix: the room."""
    sender: str = ""
    user: str = ""
    secret: str = ""
    """`env:NAME` or `file:PATH`. Mail: the password. Webhook: the key that it is signed with.
    Slack, Teams: the address. Matrix: the token."""
    private: bool = False
    """Whether it may be in a private network."""


def make_channel(name: str, kind: str, settings: ChannelSettings) -> AlertChannel:
    """Return a channel that has all it needs. Raises HistoryError."""
    for each in CHANNEL_KINDS:
        if each == kind:
            _CHECKS[each](settings)
            if settings.secret:
                _check_secret_name(settings.secret)
            given: dict[str, Any] = {**asdict(settings), "to": list(settings.to)}
            kept = {name_of: value for name_of, value in given.items() if value}
            return AlertChannel(name=name, kind=each, settings=kept)
    raise unknown(
        "kind of channel", kind, list(CHANNEL_KINDS), "civiscope watch alerts channel --help"
    )


def settings_of(channel: AlertChannel) -> ChannelSettings:
    """Return the settings that a channel was added with."""
    kept: dict[str, Any] = dict(channel.settings)
    kept["to"] = tuple(kept.get("to", ()))
    return ChannelSettings(**kept)


def read_secret(settings: ChannelSettings) -> str:
    """Return the secret that *settings* name. Raises HistoryError, which never holds it."""
    where, _, name = settings.secret.partition(":")
    if where == "env":
        text = os.environ.get(name, "")
        if not text:
            raise HistoryError(f"The environment has no {name}, which holds the channel's secret.")
        return text.strip()
    try:
        with Path(name).open("rb") as file:
            content = file.read(MAX_SECRET_BYTES + 1)
        text = content.decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise HistoryError(f"The file {name} with the channel's secret cannot be read.") from error
    if not text or len(content) > MAX_SECRET_BYTES:
        raise HistoryError(f"The file {name} holds no secret: it is empty, or too long.")
    return text


def mail_server(text: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a mail server. Raises HistoryError."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in MAIL_SCHEMES or not host or parts.path.strip("/"):
        raise HistoryError(
            f"{text[:200]!r} is not a mail server. Write --server smtp://HOST:587, or smtps:// for "
            "TLS from the start; smtp+plain:// sends in the clear."
        )
    if parts.username or parts.password:
        raise HistoryError(
            "The address of a mail server holds no user or password: give --user NAME, and "
            "--secret env:NAME for the password."
        )
    return parts.scheme, host, port or MAIL_SCHEMES[parts.scheme]


def _check_mail(settings: ChannelSettings) -> None:
    mail_server(settings.server)
    if not settings.to or len(settings.to) > MAX_RECIPIENTS:
        raise HistoryError(f"Mail needs recipients (--to ADDRESS), {MAX_RECIPIENTS} at most.")
    for address in (*settings.to, settings.sender):
        if not address.isascii() or not _MAIL_ADDRESS.fullmatch(address):
            raise HistoryError(
                f"{address[:200]!r} is not an address of mail. --to and --from take NAME@HOST."
            )
    if bool(settings.user) != bool(settings.secret):
        raise HistoryError("A mail server takes a user and a password together: --user, --secret.")


def _check_webhook(settings: ChannelSettings) -> None:
    _check_address(settings.server, "A webhook", "--server https://…")
    _need_secret(settings, "A webhook is signed; name the key")


def _check_secret_address(settings: ChannelSettings) -> None:
    _need_secret(settings, "The address of the webhook is the secret; name it")
    if settings.server:
        raise HistoryError("The address comes from --secret; leave --server out.")


def _check_matrix(settings: ChannelSettings) -> None:
    _check_address(settings.server, "A Matrix room", "--server https://HOMESERVER")
    _need_secret(settings, "Matrix needs an access token; name it")
    if len(settings.to) != 1 or not _ROOM.fullmatch(settings.to[0]):
        raise HistoryError("Matrix needs one room: --to '!ROOM:SERVER'.")


def _check_address(text: str, what: str, option: str) -> None:
    if not is_web_url(text) or not host_of(text) or "@" in text.split("/")[2]:
        raise HistoryError(f"{what} needs an address on the web: {option}.")


def _need_secret(settings: ChannelSettings, sentence: str) -> None:
    if not settings.secret:
        raise HistoryError(f"{sentence}: --secret env:NAME or --secret file:PATH.")


def _check_secret_name(text: str) -> None:
    where, _, name = text.partition(":")
    if where not in {"env", "file"} or not name:
        # Perhaps it is the secret itself: it is not repeated.
        raise HistoryError(
            "--secret names where the secret is, and does not hold it: env:NAME or file:PATH."
        )


_CHECKS: Mapping[ChannelKind, Callable[[ChannelSettings], None]] = {
    "mail": _check_mail,
    "webhook": _check_webhook,
    "slack": _check_secret_address,
    "teams": _check_secret_address,
    "matrix": _check_matrix,
}
