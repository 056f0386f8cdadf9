"""Send a digest over HTTP: to a webhook, Slack, Teams or Matrix."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from civiscope.web.urls import host_of, is_web_url
from civiscope_watch.alerts.channels import ChannelSettings, read_secret
from civiscope_watch.alerts.errors import AlertNotSentError
from civiscope_watch.alerts.messages import matrix_body, slack_body, teams_body, webhook_body
from civiscope_watch.alerts.places import bracketed, find_addresses
from civiscope_watch.store.outbox import AlertDigest

TIMEOUT_S = 20.0
"""For a whole exchange, however steadily it drips."""
_KEY_MARK = "whsec_"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRequest:
    """A request that carries a digest."""

    url: str
    body: Mapping[str, Any]
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    key: bytes = b""
    """What it is signed with."""
    secret_url: bool = False
    """Whether more of its address than the host must not be shown."""

    @property
    def place(self) -> str:
        """How messages call where it goes."""
        parts = urlsplit(self.url)
        return host_of(self.url) if self.secret_url else f"{parts.netloc}{parts.path}"


def send_webhook(
    settings: ChannelSettings, digest: AlertDigest, now: datetime, tls: ssl.SSLContext
) -> str:
    """Send *digest* to a webhook, signed. Raises AlertNotSentError and HistoryError."""
    key = _signing_key(read_secret(settings))
    request = AlertRequest(url=settings.server, body=webhook_body(digest), key=key)
    return _send(settings, digest, request, now, tls)


def send_slack(
    settings: ChannelSettings, digest: AlertDigest, now: datetime, tls: ssl.SSLContext
) -> str:
    """Send *digest* to Slack. Raises AlertNotSentError and HistoryError."""
    request = AlertRequest(url=_secret_address(settings), body=slack_body(digest), secret_url=True)
    return _send(settings, digest, request, now, tls)


def send_teams(
    settings: ChannelSettings, digest: AlertDigest, now: datetime, tls: ssl.SSLContext
) -> str:
    """Send *digest* to a workflow of Teams. Raises AlertNotSentError and HistoryError."""
    request = AlertRequest(url=_secret_address(settings), body=teams_body(digest), secret_url=True)
    return _send(settings, digest, request, now, tls)


def send_matrix(
    settings: ChannelSettings, digest: AlertDigest, now: datetime, tls: ssl.SSLContext
) -> str:
    """Send *digest* to a room of Matrix. Raises AlertNotSentError and HistoryError."""
    room, number = quote(settings.to[0], safe=""), quote(f"civiscope-{digest.key}", safe="")
    request = AlertRequest(
        # Matrix knows by the number at the end what it was sent already.
        url=f"{settings.server.rstrip('/')}/_matrix/client/v3/rooms/{room}/send/m.room.message/"
        f"{number}",
        method="PUT",
        body=matrix_body(digest),
        headers={"authorization": f"Bearer {read_secret(settings)}"},
    )
    return _send(settings, digest, request, now, tls)


def sign(key: bytes, number: str, moment: int, body: bytes) -> str:
    """Return the signature of a webhook, as Standard Webhooks define it."""
    signed = f"{number}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _signing_key(text: str) -> bytes:
    if not text.startswith(_KEY_MARK):
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix(_KEY_MARK), validate=True)
    except (binascii.Error, ValueError) as error:
        raise AlertNotSentError(
            "The key of the webhook begins with whsec_, and what follows is not base64."
        ) from error


def _secret_address(settings: ChannelSettings) -> str:
    url = read_secret(settings)
    if not is_web_url(url) or not host_of(url):
        raise AlertNotSentError(f"{settings.secret} does not hold an address on the web.")
    return url


def _send(
    settings: ChannelSettings,
    digest: AlertDigest,
    request: AlertRequest,
    now: datetime,
    tls: ssl.SSLContext,
) -> str:
    addresses = find_addresses(host_of(request.url), private=settings.private)
    body = json.dumps(request.body, ensure_ascii=True).encode()
    headers = {**request.headers, "content-type": "application/json"}
    if request.key:
        number, moment = f"civiscope-{digest.key}", int(now.timestamp())
        headers |= {
            "webhook-id": number,
            "webhook-timestamp": str(moment),
            "webhook-signature": sign(request.key, number, moment, body),
        }
    try:
        status = asyncio.run(_exchange(request, addresses, headers, body, tls))
    except TimeoutError as error:
        raise AlertNotSentError(
            f"{request.place} did not respond within {TIMEOUT_S:g} seconds."
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        # What the client says may hold the address.
        cause = "cannot be reached" if isinstance(error, httpx.ConnectError) else "broke off"
        raise AlertNotSentError(f"{request.place} {cause} ({type(error).__name__}).") from error
    if not 200 <= status < 300:
        raise AlertNotSentError(f"{request.place} responded with status {status}{_hint(status)}.")
    return ""


async def _exchange(
    request: AlertRequest,
    addresses: tuple[str, ...],
    headers: Mapping[str, str],
    body: bytes,
    tls: ssl.SSLContext,
) -> int:
    """Return the status of the response; its body is not read."""
    async with (
        asyncio.timeout(TIMEOUT_S),
        # Without proxies of the environment, which would look up the host anew.
        httpx.AsyncClient(verify=tls, timeout=TIMEOUT_S, trust_env=False) as client,
    ):
        for address in addresses[:-1]:
            try:
                return await _ask(client, request, address, headers, body)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await _ask(client, request, addresses[-1], headers, body)


async def _ask(
    client: httpx.AsyncClient,
    request: AlertRequest,
    address: str,
    headers: Mapping[str, str],
    body: bytes,
) -> int:
    parts = urlsplit(request.url)
    port = f":{parts.port}" if parts.port else ""
    name = parts.netloc.rpartition("@")[2]
    built = client.build_request(
        request.method,
        parts._replace(netloc=bracketed(address) + port).geturl(),
        headers={**headers, "host": name, "user-agent": "civiscope"},
        content=body,
        extensions={"sni_hostname": host_of(request.url)},
    )
    response = await client.send(built, stream=True)
    try:
        return response.status_code
    finally:
        await response.aclose()


def _hint(status: int) -> str:
    if status in {401, 403}:
        return ": it refused the secret"
    if status in {404, 410}:
        return ": there is no such address any more"
    return ": redirects are not followed" if 300 <= status < 400 else ""
