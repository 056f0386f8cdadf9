"""Send a digest by mail."""

from __future__ import annotations

import smtplib
import socket
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from civiscope_reports.text.plain import plain
from civiscope_watch.alerts.channels import ChannelSettings, mail_server, read_secret
from civiscope_watch.alerts.errors import AlertNotSentError
from civiscope_watch.alerts.messages import mail_text
from civiscope_watch.alerts.places import find_addresses
from civiscope_watch.store.outbox import AlertDigest

TIMEOUT_S = 20.0
"""For each step of the conversation."""


def send_mail(
    settings: ChannelSettings, digest: AlertDigest, now: datetime, tls: ssl.SSLContext
) -> str:
    """Send *digest*, and say who of several did not get it.

    Raises AlertNotSentError, when nobody got it, and HistoryError.
    """
    scheme, host, port = mail_server(settings.server)
    password = read_secret(settings) if settings.secret else ""
    addresses = find_addresses(host, private=settings.private)
    message = _message(settings, digest, now)
    try:
        with _connect(scheme, host, port, addresses, tls) as server:
            if scheme == "smtp":
                server.starttls(context=tls)
            if settings.user:
                server.login(settings.user, password)
            refused = server.send_message(message, settings.sender, list(settings.to))
    except (OSError, smtplib.SMTPException) as error:
        raise AlertNotSentError(f"The mail server {host}:{port} {_explain(error)}") from error
    # The others have it, and would have it twice if it was sent again.
    names = plain(", ".join(sorted(refused)))
    return f"The mail server {host}:{port} refused {names}." if refused else ""


def _message(settings: ChannelSettings, digest: AlertDigest, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.to)
    message["Subject"] = plain(f"civiscope: {digest.title} ({digest.rule})", 150)
    message["Date"] = format_datetime(now)
    # The same at each try: a mail that arrives twice can be known by it.
    domain = settings.sender.rpartition("@")[2]
    message["Message-ID"] = f"<civiscope-{digest.key}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail_text(digest))
    return message


def _connect(
    scheme: str, host: str, port: int, addresses: tuple[str, ...], tls: ssl.SSLContext
) -> smtplib.SMTP:
    if scheme == "smtps":
        return _TLSServer(addresses, host, port, timeout=TIMEOUT_S, context=tls)
    return _PlainServer(addresses, host, port, timeout=TIMEOUT_S)


class _PlainServer(smtplib.SMTP):
    """Connects to addresses that were looked at, by the name that certificates have."""

    def __init__(self, addresses: tuple[str, ...], *args: Any, **named: Any) -> None:  # noqa: ANN401
        self._addresses = addresses
        super().__init__(*args, **named)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return _reach(self._addresses, port, timeout)


class _TLSServer(smtplib.SMTP_SSL):
    """The same, with TLS from the start."""

    def __init__(self, addresses: tuple[str, ...], *args: Any, **named: Any) -> None:  # noqa: ANN401
        self._addresses = addresses
        self._tls: ssl.SSLContext = named["context"]
        super().__init__(*args, **named)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._tls.wrap_socket(_reach(self._addresses, port, timeout), server_hostname=host)


def _reach(addresses: tuple[str, ...], port: int, timeout: float) -> socket.socket:
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout)


def _explain(error: Exception) -> str:
    """Return what happened, in words of ours: a server's may repeat what was sent to it."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return "refused the user or the password."
        case smtplib.SMTPNotSupportedError():
            return "offers no STARTTLS. Use smtps://, or smtp+plain:// to send in the clear."
        case smtplib.SMTPRecipientsRefused():
            return "refused all recipients."
        case smtplib.SMTPSenderRefused():
            return "refused the sender."
        case smtplib.SMTPResponseException():
            return f"responded with {error.smtp_code}."
        case smtplib.SMTPServerDisconnected() if not isinstance(error.__context__, TimeoutError):
            return "ended the connection."
        case ssl.SSLCertVerificationError():
            return "has a certificate that cannot be trusted."
        case ssl.SSLError():
            return "does not speak TLS as expected. Check the scheme and the port."
        case TimeoutError() | smtplib.SMTPServerDisconnected():
            return f"did not respond within {TIMEOUT_S:g} seconds."
        case ConnectionRefusedError():
            return "cannot be reached: nothing listens there."
        case _:
            return "cannot be reached."
