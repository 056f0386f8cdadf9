"""All sites at a glance, and summed by owner and tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, RowMapping
from starlette.responses import Response

from civiscope_watch.store.listing import Listing
from civiscope_watch.store.views import issues, sites
from civiscope_watch.store.views.sites import SiteFilter
from civiscope_watch.web.charts import severity_chart
from civiscope_watch.web.rendering import csv_file, page, table
from civiscope_watch.web.visit import WebVisit

_SHOWN_FIXES = 5
_SPANS = (30, 90, 365)


def wanted_sites(visit: WebVisit) -> SiteFilter:
    """Return which sites the address asks for."""
    condition, order = visit.word("condition"), visit.word("order")
    return SiteFilter(
        text=visit.word("text"),
        tag=visit.word("tag", 100),
        owner=visit.word("owner"),
        condition=condition if condition in sites.CONDITIONS else "",
        order=order if order in sites.ORDERS else "worst",
        stale_days=visit.settings.stale_days,
    )


def span_of(visit: WebVisit) -> int:
    """Return over how many days charts go."""
    days = visit.number("days", 90)
    return days if days in _SPANS else 90


def show_portfolio(visit: WebVisit) -> Response:
    """Return the page of all sites, or of those that are asked for."""
    wanted, days = wanted_sites(visit), span_of(visit)
    kind, name = _group(wanted)
    with visit.database.reading() as connection:
        summary = sites.summarise_sites(connection, wanted)
        listing = sites.site_listing(wanted, summary.sites)
        charted = bool(kind)
        rows: Sequence[RowMapping] = ()
        if charted:
            rows = sites.totals_over_time(connection, kind, name, days)
        plain = kind == "all"
        values: dict[str, Any] = {
            "sites": table(visit, connection, listing, "/sites.csv"),
            "fixes": table(
                visit, connection, issues.fix_listing(), "", limit=_SHOWN_FIXES if plain else 1
            ),
            "not_run": sites.count_not_run(connection) if plain else 0,
            **_choices(connection, wanted),
        }
    if not plain:
        values["fixes"] = _NO_TABLE

    def span(number: int) -> str:
        return _address(visit, "trend", days=str(number))

    def here(condition: str) -> str:
        return _address(visit, "sites", condition=condition)

    return page(
        visit,
        "portfolio.html",
        heading=_heading(wanted),
        wanted=wanted,
        summary=summary,
        charted=charted,
        chart=severity_chart(rows, "seen") if rows else None,
        change=_change(rows),
        days=days,
        span=span,
        here=here,
        **values,
    )


class _NoTable:
    rows = ()


_NO_TABLE = _NoTable()


def _group(wanted: SiteFilter) -> tuple[str, str]:
    """Return the group whose sums over time there are; empty for what nobody sums up."""
    if wanted.text or wanted.condition or (wanted.tag and wanted.owner):
        return "", ""
    if wanted.tag:
        return "tag", wanted.tag
    return ("owner", wanted.owner) if wanted.owner else ("all", "")


def _heading(wanted: SiteFilter) -> str:
    if wanted.owner:
        return f"Sites of {wanted.owner}"
    return f"Sites with the tag {wanted.tag}" if wanted.tag else "All sites"


def _choices(connection: Connection, wanted: SiteFilter) -> dict[str, Any]:
    tags = [("", "Any"), *((each, each) for each in sites.tags(connection))]
    owners = [("", "Any"), *((each, each) for each in sites.owners(connection))]
    for chosen, options in ((wanted.tag, tags), (wanted.owner, owners)):
        if chosen and (chosen, chosen) not in options:
            options.append((chosen, chosen))
    return {
        "tags": tags,
        "owners": owners,
        "conditions": list(sites.CONDITIONS.items()),
        "orders": list(sites.ORDERS.items()),
    }


def _address(visit: WebVisit, part: str, **changes: str) -> str:
    words = {name: value for name, value in visit.request.query_params.items() if value}
    words.pop("page", None)
    return f"/?{urlencode({**words, **changes})}#{part}"


def _change(rows: Sequence[RowMapping]) -> str:
    """Return in words how the worst problems changed; empty when nothing can be compared."""
    if len(rows) < 2:
        return ""
    first, last = rows[0], rows[-1]
    before, now = (int(row["critical"]) + int(row["serious"]) for row in (first, last))
    days = (last["day"] - first["day"]).days
    words = f"Critical and serious problems: {now:,} on {last['day']}"
    if now == before:
        return f"{words}, as many as {days} days before."
    more = f"{abs(now - before):,} {'more' if now > before else 'fewer'}"
    more += f" than {days} days before"
    if first["sites"] != last["sites"]:
        known = int(first["sites"])
        more += f", when {known:,} {'site was' if known == 1 else 'sites were'} known "
        more += f"(now {int(last['sites']):,})"
    return f"{words}, {more}."


def site_list(visit: WebVisit) -> Listing:
    """Return the sites that the address asks for."""
    return sites.site_listing(wanted_sites(visit))


def owner_list(visit: WebVisit) -> Listing:
    """Return sites summed by owner."""
    return sites.group_listing("owner", visit.settings.stale_days)


def tag_list(visit: WebVisit) -> Listing:
    """Return sites summed by tag."""
    return sites.group_listing("tag", visit.settings.stale_days)


def show_owners(visit: WebVisit) -> Response:
    """Return the page of owners."""
    about = "Who answers for the sites, those with the most critical problems first."
    return _show_list(visit, owner_list(visit), "Owners", about, "/owners.csv")


def show_tags(visit: WebVisit) -> Response:
    """Return the page of tags."""
    about = "Sites by tag, those with the most critical problems first. A site may have several."
    return _show_list(visit, tag_list(visit), "Tags", about, "/tags.csv")


def _show_list(visit: WebVisit, listing: Listing, heading: str, about: str, csv: str) -> Response:
    with visit.database.reading() as connection:
        view = table(visit, connection, listing, csv)
    return page(visit, "list.html", heading=heading, about=about, view=view)


def send_csv(visit: WebVisit, listing: Listing) -> Response:
    """Return all of a list as a file."""
    return csv_file(visit.database, listing)
