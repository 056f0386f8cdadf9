"""The API: lists as JSON, page by page; acceptances; results taken in; its own description."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from civiscope.results.file import from_bytes
from civiscope_watch.store import accounts
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.importing import site_address
from civiscope_watch.store.listing import Listing
from civiscope_watch.store.record import record
from civiscope_watch.store.schema.overview import COUNTS
from civiscope_watch.store.sites import NewSite, add_site, read_site
from civiscope_watch.store.views import issues, sites
from civiscope_watch.web.endpoints import EndpointMaker
from civiscope_watch.web.openapi import ApiList, describe
from civiscope_watch.web.pages import portfolio, rules, site, work
from civiscope_watch.web.rendering import json_response, json_value
from civiscope_watch.web.visit import NotFound, WebVisit

BASE = "/api/v1"
MAX_ROWS = 500
MAX_RESULTS_BYTES = 128 * 1024 * 1024
_OF_SITES = ("text", "tag", "owner", "condition")

LISTS = (
    ApiList("/sites", "Sites with their newest figures", portfolio.site_list, _OF_SITES),
    ApiList("/owners", "Sites summed by owner", portfolio.owner_list),
    ApiList("/tags", "Sites summed by tag", portfolio.tag_list),
    ApiList("/sites/{site}/days", "Figures of a site by day", site.day_list),
    ApiList("/sites/{site}/issues", "Issues of a site", site.issue_list, ("state",)),
    ApiList("/sites/{site}/runs", "Runs of a site", site.run_list),
    ApiList("/rules", "Rules that sites fail", rules.rule_list),
    ApiList("/fixes", "What one fix may clear on several sites", rules.fix_list),
    ApiList("/rules/{rule}/sites", "Sites that fail a rule", rules.rule_site_list),
    ApiList("/jobs", "Scans that wait, run or ended", work.job_list, ("state",)),
    ApiList("/schedules", "Schedules", work.schedule_list),
)


def api_routes(endpoints: EndpointMaker) -> list[BaseRoute]:
    """Return the routes of the API."""
    api = endpoints.api
    one = f"{BASE}/sites/{{site:int}}"
    acceptance = f"{one}/issues/{{issue:int}}/acceptance"
    return [
        Route(f"{BASE}/openapi.json", api(send_description)),
        *(
            Route(_route(each.path), api(_send_list(each.listing)), methods=["GET"])
            for each in LISTS
        ),
        Route(f"{BASE}/sites", api(post_site, "editor"), methods=["POST"]),
        Route(one, api(send_site)),
        Route(f"{one}/issues/{{issue:int}}", api(send_issue)),
        Route(acceptance, api(put_acceptance, "editor"), methods=["PUT"]),
        Route(acceptance, api(delete_acceptance, "editor"), methods=["DELETE"]),
        Route(f"{BASE}/totals", api(send_totals)),
        Route(f"{BASE}/results", api(post_results, "editor", MAX_RESULTS_BYTES), methods=["POST"]),
        Route(f"{BASE}/{{rest:path}}", api(_send_nothing, None)),
    ]


def _route(path: str) -> str:
    return BASE + path.replace("{site}", "{site:int}").replace("{rule}", "{rule:path}")


def _send_nothing(_visit: WebVisit) -> Response:
    raise NotFound


def send_description(_visit: WebVisit) -> Response:
    """Return the description of the API as OpenAPI 3.1."""
    return json_response(describe(LISTS))


def _send_list(listing: Callable[[WebVisit], Listing]) -> Callable[[WebVisit], Response]:
    def send(visit: WebVisit) -> Response:
        asked = listing(visit)
        limit = visit.number("limit", 100, 1, MAX_ROWS)
        with visit.database.reading() as connection:
            if "site" in visit.request.path_params:
                site.the_site(visit, connection)
            rows = asked.after(connection, visit.number("after", 0), limit + 1)
        return json_response(_page_of(visit, asked, [dict(row) for row in rows], limit))

    return send


def _page_of(
    visit: WebVisit, asked: Listing, rows: list[dict[str, Any]], limit: int
) -> dict[str, object]:
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        words = dict(visit.request.query_params)
        # Where rows have no key of their own, it is how many there were before.
        key = asked.columns[0].key
        last = shown[-1][key] if asked.key is not None else visit.number("after", 0) + limit
        following = f"{visit.request.url.path}?{urlencode({**words, 'after': last})}"
    keys = [column.key for column in asked.columns]
    return {
        "items": [{key: json_value(row[key]) for key in keys} for row in shown],
        "next": following,
    }


def send_site(visit: WebVisit) -> Response:
    """Return a site with its newest figures and counts of issues."""
    with visit.database.reading() as connection:
        found = site.the_site(visit, connection)
        now = site.newest_figures(connection, found.id)
        counts = issues.count_states(connection, found.id)
    names = ("day", "pages", "failing_since", *COUNTS)
    counts["all"] = counts.pop("")
    return json_response(
        {
            "site": found.id,
            "url": found.url,
            "name": found.name,
            "owner": found.owner,
            "tags": list(found.tags),
            "targets": list(found.targets),
            "now": {name: json_value(now[name]) for name in names},
            "issues": counts,
        }
    )


def send_issue(visit: WebVisit) -> Response:
    """Return an issue with its places and its history."""
    with visit.database.reading() as connection:
        number = site.the_site(visit, connection).id
        found = issues.find_issue(connection, number, visit.part("issue"))
    if found is None:
        raise NotFound
    names = (*issues.ISSUE_KEYS, "note", "places", "fixed", "since")
    events = [{key: json_value(value) for key, value in row.items()} for row in found.events]
    return json_response(
        {**{name: json_value(found.row[name]) for name in names}, "events": events}
    )


def send_totals(visit: WebVisit) -> Response:
    """Return the sums of days, of all sites, of an owner or of a tag."""
    owner, tag = visit.word("owner"), visit.word("tag")
    kind, name = ("owner", owner) if owner else ("tag", tag) if tag else ("all", "")
    with visit.database.reading() as connection:
        rows = sites.totals_over_time(connection, kind, name, visit.number("days", 90, 1, 3_660))
    items = [
        {key: json_value(value) for key, value in row.items() if key not in {"kind", "name"}}
        for row in rows
    ]
    return json_response({"items": items, "next": None})


def _read_json(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise HistoryError("What was sent is not JSON.") from error
    if not isinstance(value, dict):
        raise HistoryError("What was sent is not a JSON object.")
    return cast("dict[str, Any]", value)


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name) or ""
    if not isinstance(found, str):
        raise HistoryError(f"{name!r} is not a text.")
    return found


def put_acceptance(visit: WebVisit) -> Response:
    """Accept an issue. Raises HistoryError."""
    value = _read_json(visit.body)
    note, until = _text(value, "note"), site.read_day(_text(value, "until"))
    with visit.database.writing() as connection:
        found = _the_issue(visit, connection)
        issues.accept_issue(
            connection, visit.part("issue"), note=note, until=until, who=visit.account.name
        )
        accounts.log_change(connection, visit.account.name, "issue accepted", found)
    return json_response({"accepted": True})


def delete_acceptance(visit: WebVisit) -> Response:
    """End the acceptance of an issue."""
    with visit.database.writing() as connection:
        found = _the_issue(visit, connection)
        issues.end_acceptance(connection, visit.part("issue"), visit.account.name)
        accounts.log_change(connection, visit.account.name, "acceptance ended", found)
    return json_response({"accepted": False})


def _the_issue(visit: WebVisit, connection: Any) -> str:  # noqa: ANN401 - a connection
    one = site.the_site(visit, connection)
    found = issues.find_issue(connection, one.id, visit.part("issue"))
    if found is None:
        raise NotFound
    return f"{one.url}: {found.row['title']} ({found.row['fingerprint']})"


def post_site(visit: WebVisit) -> Response:
    """Add a site, or bring one up to date. Raises HistoryError."""
    value = _read_json(visit.body)
    tags: list[Any] = value.get("tags", [])
    if type(tags) is not list or not all(isinstance(tag, str) for tag in tags):
        raise HistoryError("'tags' is not a list of texts.")
    new = NewSite(
        url=_text(value, "url"),
        name=_text(value, "name"),
        owner=_text(value, "owner"),
        tags=tuple(tags),
    )
    with visit.database.writing() as connection:
        number, added = add_site(connection, new)
        accounts.log_change(connection, visit.account.name, "site added", new.url)
    return json_response({"site": number, "added": added}, 201 if added else 200)


def post_results(visit: WebVisit) -> Response:
    """Take results of a scan in, as CI systems send them. Raises CiviscopeError."""
    results = from_bytes(visit.body, "what was sent")
    number = visit.number("site", 0)
    with visit.database.writing() as connection:
        if number:
            if read_site(connection, number) is None:
                raise NotFound
        else:
            url = site_address(results)
            number, _ = add_site(connection, NewSite(url=url, targets=(url,)))
    done = record(visit.database, visit.history.archive, number, results)
    return json_response(
        {"site": number, "run": done.run, "state": done.state, **dict(done.changes)},
        200 if done.state == "known" else 201,
    )
