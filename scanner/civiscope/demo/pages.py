"""The table of the demo's pages: address, template, title, and what is unusual in the headers."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from civiscope.demo.headers import Changes, policy
from civiscope.demo.messages import DemoOrigins

COUNCIL = "Larkmere District Council"
APPOINTMENTS = "Larkmere appointments"

HELP_SCRIPT = "document.documentElement.dataset.scripts = 'on';"
"""The inline script of the help page. Its hash in the policy makes browsers ignore
`'unsafe-inline'`, so the page looks unsafe and is not."""


def _no_changes() -> Changes:
    return {}


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the demo."""

    template: str
    title: str
    summary: str = ""
    """Shown in lists and search results; pages without one are not found by search."""
    headers: Changes = field(default_factory=_no_changes)
    cookies: tuple[str, ...] = ()
    """Set-Cookie values."""
    date: str = ""
    """Of a news article."""


def main_pages(origins: DemoOrigins) -> Mapping[str, PageSpec]:
    """Return the pages of the council's site by path, the home page first."""
    return {
        "/": PageSpec("main/home.html", COUNCIL),
        "/services/": PageSpec(
            "main/services.html", "Services", "Everything you can apply for, pay or report."
        ),
        "/services/licence-renewal/": PageSpec(
            "main/licence_renewal.html",
            "Renew a taxi licence",
            "Renew a taxi or private hire licence before it runs out.",
        ),
        "/services/council-tax/": PageSpec(
            "main/council_tax.html",
            "Pay council tax",
            "Bands, amounts and ways to pay your council tax.",
        ),
        "/services/bins/": PageSpec(
            "main/bins.html",
            "Bins and recycling",
            "Collection days and what goes in which bin.",
            # As the field's predecessor was written; browsers throw it away.
            headers={"Permissions-Policy": "camera 'none'; geolocation 'none'"},
        ),
        "/services/parking-permit/": PageSpec(
            "main/parking_permit.html",
            "Get a parking permit",
            "Resident and visitor permit prices and how to apply for a permit.",
            headers={"Content-Security-Policy": None},
        ),
        "/report-a-problem/": PageSpec(
            "main/report_a_problem.html",
            "Report a problem in your street",
            "Tell us about potholes, broken lights and rubbish.",
        ),
        "/contact/": PageSpec(
            "main/contact.html",
            "Contact us",
            "Write to us, call us or visit us.",
            # The page's scripts may have to read it, so it is not HttpOnly.
            cookies=("csrftoken=demo-token-0003; Path=/; SameSite=Lax",),
        ),
        "/contact/thank-you/": PageSpec("main/thank_you.html", "We have your message"),
        "/search/": PageSpec("main/search.html", "Search"),
        "/news/": PageSpec(
            "main/news.html",
            "News",
            "What the council has been doing.",
            headers={
                "Content-Security-Policy": policy(origins, script="'self' 'unsafe-inline'"),
            },
        ),
        **_articles(origins),
        "/accessibility-statement/": PageSpec(
            "main/accessibility_statement.html",
            "Accessibility statement",
            "How accessible this website is and how to tell us about problems.",
        ),
        "/privacy/": PageSpec(
            "main/privacy.html",
            "Privacy notice",
            "What we do with information about you.",
            # The policy forbids framing; the older field would say it again.
            headers={"X-Frame-Options": None},
        ),
        "/cookies/": PageSpec(
            "main/cookies.html",
            "Cookies",
            "The cookies this website uses.",
            # Browsers then do of their own accord what the other pages ask for.
            headers={"Referrer-Policy": None},
        ),
        "/visit-us/": PageSpec(
            "main/visit_us.html",
            "Visit us",
            "Opening hours and how to get to the council offices.",
            headers={"Content-Security-Policy": policy(origins, frame=origins.third)},
        ),
        "/visit-us/photos/": PageSpec("main/photos.html", "Visit us"),
        "/council/councillors/": PageSpec(
            "main/councillors.html", "Your councillors", "Find the councillors for your ward."
        ),
        "/council/meetings/": PageSpec(
            "main/meetings.html",
            "Council meetings",
            "Dates, agendas and minutes of meetings.",
            headers={"X-Content-Type-Options": None},
        ),
        "/open-data/": PageSpec(
            "main/open_data.html",
            "Open data",
            "Data sets and the permit interface for developers.",
            headers={"Referrer-Policy": "unsafe-url"},
        ),
        "/help/": PageSpec(
            "main/help.html",
            "Help with online services",
            "How to use our forms, and who can help you.",
            headers={
                "Content-Security-Policy": policy(
                    origins, script=f"'self' 'unsafe-inline' '{_hash_source(HELP_SCRIPT)}'"
                ),
            },
        ),
        "/bienvenue/": PageSpec("main/bienvenue.html", "Bienvenue à Larkmere"),
        "/login/": PageSpec(
            "main/login.html",
            "Sign in",
            headers={
                "Content-Security-Policy": policy(origins, ancestors=""),
                "X-Frame-Options": None,
                "Cache-Control": "no-store",
            },
            cookies=("sessionid=demo-session-0001; Path=/; HttpOnly; SameSite=Lax",),
        ),
        "/planning/": PageSpec(
            "main/planning.html", "Planning applications", "Look at planning applications."
        ),
        "/events/": PageSpec("main/events.html", "Events", "What is on in the district."),
        "/admin/": PageSpec("main/admin.html", "Staff area"),
    }


def _articles(origins: DemoOrigins) -> Mapping[str, PageSpec]:
    return {
        "/news/library-reopens/": PageSpec(
            "main/news/library_reopens.html",
            "Central library opens again",
            "After eight months of work the library is open, with a lift to every floor.",
            headers={
                "Content-Security-Policy": policy(origins, more_images=origins.third),
            },
            date="14 May 2030",
        ),
        "/news/budget-consultation/": PageSpec(
            "main/news/budget_consultation.html",
            "Have your say on the budget",
            "Tell us which services matter most to you before the council decides.",
            date="2 May 2030",
        ),
        "/news/flood-defences/": PageSpec(
            "main/news/flood_defences.html",
            "New flood defences on the Lark",
            "Work on the river bank between the mill and the bridge starts in June.",
            headers={"Content-Type": "text/html"},
            date="23 April 2030",
        ),
        "/news/bus-timetable/": PageSpec(
            "main/news/bus_timetable.html",
            "More buses in the evening",
            "Two routes run until midnight from the first of May.",
            date="9 April 2030",
        ),
        "/news/twin-town/": PageSpec(
            "main/news/twin_town.html",
            "Twenty years with our twin town",
            "Guests from across the sea join us for a week of music and food.",
            date="27 March 2030",
        ),
    }


def second_pages() -> Mapping[str, PageSpec]:
    """Return the pages of the appointments service by path."""
    return {
        "/": PageSpec(
            "second/home.html",
            "Book an appointment",
            # Neither HttpOnly nor SameSite: planted.
            cookies=("PHPSESSID=demo-session-0002; Path=/",),
        ),
        "/book/": PageSpec(
            "second/book.html",
            "Choose a time",
            headers={
                "Server": "Apache/2.4.41 (Ubuntu)",
                "Access-Control-Allow-Origin": "null",
                "Access-Control-Allow-Credentials": "true",
            },
        ),
    }


def _hash_source(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
