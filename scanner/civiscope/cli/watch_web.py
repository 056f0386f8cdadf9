"""The options of the dashboard."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import OptionGroup
from civiscope.errors import UsageError

if TYPE_CHECKING:
    from civiscope_watch.web.settings import WebSettings

_SECRET = "CIVISCOPE_WATCH_OIDC_SECRET"  # noqa: S105 # nosec B105 - a variable
_PANEL = "Dashboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions(OptionGroup):
    """How the dashboard is served."""

    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="Listen there (127.0.0.1); another one needs a user, a proxy or an issuer.",
            rich_help_panel=_PANEL,
        ),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        typer.Option(
            "--port", min=0, max=65_535, metavar="N", help="Port (8600).", rich_help_panel=_PANEL
        ),
    ] = 8600
    public_url: Annotated[
        str,
        typer.Option(
            "--public-url",
            metavar="URL",
            help="What people type, where a proxy stands before it.",
            rich_help_panel=_PANEL,
        ),
    ] = ""
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--trusted-proxy",
            metavar="ADDRESS",
            callback=o.join_values(),
            help="Proxy, or network of proxies, whose word on users and clients is believed.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    proxy_header: Annotated[
        str,
        typer.Option(
            "--proxy-header",
            metavar="NAME",
            help="Field in which the proxy says whom it has signed in, such as Remote-User.",
            rich_help_panel=_PANEL,
        ),
    ] = ""
    new_role: Annotated[
        str,
        typer.Option(
            "--new-role",
            metavar="ROLE",
            help="Of those whom a proxy or issuer signs in for the first time (viewer).",
            rich_help_panel=_PANEL,
        ),
    ] = "viewer"
    oidc_issuer: Annotated[
        str,
        typer.Option(
            "--oidc-issuer",
            metavar="URL",
            help="OpenID Connect issuer that signs people in; needs the extra oidc.",
            rich_help_panel=_PANEL,
        ),
    ] = ""
    oidc_client: Annotated[
        str,
        typer.Option(
            "--oidc-client",
            metavar="ID",
            help=f"What the issuer calls the dashboard; its secret is in {_SECRET}.",
            rich_help_panel=_PANEL,
        ),
    ] = ""
    public_badges: Annotated[
        bool,
        typer.Option(
            "--public-badges",
            help="Show badges of sites to anybody, for pages elsewhere.",
            rich_help_panel=_PANEL,
        ),
    ] = False
    stale_days: Annotated[
        int,
        typer.Option(
            "--stale-days",
            min=1,
            metavar="N",
            help="A site that was not seen for so long stands apart (7).",
            rich_help_panel=_PANEL,
        ),
    ] = 7

    def settings(self) -> WebSettings:
        """Return what they come to. Raises UsageError."""
        from civiscope_watch.store.accounts import check_role
        from civiscope_watch.web.settings import OidcSettings, WebSettings, read_network

        oidc = None
        if self.oidc_issuer or self.oidc_client:
            if not (self.oidc_issuer and self.oidc_client):
                raise UsageError("--oidc-issuer and --oidc-client need each other.")
            secret = os.environ.get(_SECRET, "")
            oidc = OidcSettings(
                issuer=self.oidc_issuer, client_id=self.oidc_client, client_secret=secret
            )
        return WebSettings(
            host=self.host,
            port=self.port,
            public_url=self.public_url,
            trusted_proxies=tuple(read_network(each) for each in self.trusted_proxy or ()),
            proxy_header=self.proxy_header,
            new_role=check_role(self.new_role),
            oidc=oidc,
            public_badges=self.public_badges,
            stale_days=self.stale_days,
        ).check()
