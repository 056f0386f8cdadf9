"""The options of the commands that visit a site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TARGET…", help="URL, @file with a URL a line, sitemap, or folder of built HTML."
    ),
]
MaxPages = Annotated[
    int | None,
    typer.Option(
        "--max-pages", min=1, help="Pages to visit (100 in a crawl, all of a list or folder)."
    ),
]
MaxDepth = Annotated[
    int | None, typer.Option("--max-depth", min=0, help="Links away from a target.")
]
MaxTime = Annotated[
    float | None,
    typer.Option("--max-time", min=0.1, metavar="SECONDS", help="Begin no page after this time."),
]
Sample = Annotated[
    int | None,
    typer.Option(
        "--sample", min=1, metavar="N", help="Visit N pages, spread over the kinds of page."
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", help="Which sample to take.")]
ScopeOption = Annotated[
    str | None,
    typer.Option("--scope", metavar="host|domain|path", help="What belongs to the site (host)."),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="PATTERN",
        help="Visit only matching addresses, e.g. '/en/*' (repeatable).",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude", metavar="PATTERN", help="Never visit matching addresses (repeatable)."
    ),
]
DepthOption = Annotated[
    str | None,
    typer.Option(
        "--depth",
        metavar="quick|standard|deep",
        help="Where to check behaviour (keyboard, small windows, …): nowhere, on a page of each "
        "template and every listed page, or everywhere.",
    ),
]
PrivacyOption = Annotated[
    str | None,
    typer.Option(
        "--privacy",
        metavar="off|start|templates",
        help="Where to visit again, choosing nothing, rejecting, accepting and asking for privacy: "
        "nowhere, on the first page of each host, or on a page of each template and every page "
        "with a form, too.",
    ),
]
PrivacyPagesOption = Annotated[
    int | None,
    typer.Option(
        "--privacy-pages", min=1, metavar="N", help="Pages to visit again for privacy at most (6)."
    ),
]
IgnoreRobots = Annotated[
    bool, typer.Option("--ignore-robots", help="Pass over robots.txt; on this machine only.")
]
Delay = Annotated[
    float | None,
    typer.Option("--delay", min=0, metavar="SECONDS", help="Between two pages of a host."),
]
Tabs = Annotated[
    int | None,
    typer.Option("--tabs", min=1, max=64, help="Pages at the same time (by cores and memory)."),
]
PageTimeout = Annotated[
    float | None,
    typer.Option("--page-timeout", min=0.1, metavar="SECONDS", help="For a page to load (20)."),
]
ScriptTimeout = Annotated[
    float | None,
    typer.Option("--script-timeout", min=0.1, metavar="SECONDS", help="For a page to answer (30)."),
]
HeaderOption = Annotated[
    list[str] | None,
    typer.Option("--header", metavar="'NAME: VALUE'", help="Send this header (repeatable)."),
]
CookieOption = Annotated[
    list[str] | None,
    typer.Option("--cookie", metavar="NAME=VALUE", help="Set this cookie (repeatable)."),
]
User = Annotated[
    str | None, typer.Option("--user", metavar="NAME:PASSWORD", help="For HTTP authentication.")
]
StorageState = Annotated[
    Path | None,
    typer.Option(
        "--storage-state", metavar="FILE", help="A signed-in session in Playwright's format."
    ),
]
ResolveOption = Annotated[
    list[str] | None,
    typer.Option(
        "--resolve", metavar="HOST=ADDRESS", help="Pin a host name to an address (repeatable)."
    ),
]
Ca = Annotated[
    Path | None,
    typer.Option("--ca", metavar="FILE", help="Trust these certificate authorities too, in PEM."),
]
Browser = Annotated[
    Path | None, typer.Option("--browser", metavar="FILE", help="The browser to drive.")
]
UserAgent = Annotated[str | None, typer.Option("--user-agent", help="Send this as User-Agent.")]
Viewport = Annotated[
    str | None, typer.Option("--viewport", metavar="WxH", help="Size of the window (1280x900).")
]
Screenshots = Annotated[bool, typer.Option("--screenshots", help="Keep a picture of every page.")]
Dns = Annotated[
    bool, typer.Option("--dns", help="Ask the name system, too: DNSSEC, CAA, mail, IPv6.")
]
Resolver = Annotated[
    str | None,
    typer.Option("--resolver", metavar="ADDRESS", help="Resolver for --dns (the system's)."),
]
NoSitemaps = Annotated[bool, typer.Option("--no-sitemaps", help="Do not read the site's sitemaps.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a scan that was cut off.")]
