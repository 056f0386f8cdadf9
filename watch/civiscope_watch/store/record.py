"""Take the results of a run into the history: its figures, and what became of each issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from civiscope.errors import UsageError
from civiscope.results import Results
from civiscope_ci.baseline import element_counts, engines_of
from civiscope_ci.baseline.page_keys import PageKeys
from civiscope_ci.baseline.states import Comparison, compare
from civiscope_watch.store.archive import ResultsArchive
from civiscope_watch.store.database import Database
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.facts import facts_of, replace_facts
from civiscope_watch.store.figures import CHANGES, count_figures
from civiscope_watch.store.issues import RunHead, change_issues
from civiscope_watch.store.known import KnownSite, read_known_site
from civiscope_watch.store.rollup import roll_up
from civiscope_watch.store.schema import figure_day, known_site, rule, run
from civiscope_watch.store.site_now import refresh_site_now
from civiscope_watch.store.upsert import insert_into

NOTHING_SEEN = "No page was fully scanned."
MAX_RULE_ID_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the history made of a run."""

    run: int
    state: str
    """`done`, `inconclusive`, `older` (figures only) or `known` (nothing was changed)."""
    changes: Counter[str] = field(default_factory=Counter[str])
    """How many problems were opened, fixed and regressed."""


def record(
    database: Database, archive: ResultsArchive, site: int, results: Results, *, gate: str = ""
) -> Recorded:
    """Take *results* of *site* into the history, and keep them in the archive.

    *gate* is what the site's own gate said of them; without it the default policy decides.
    Results that are known already change nothing. Those older than the newest run give figures of
    their day, and leave issues as they are: what came later is known better. When no page, document
    or source was seen, nothing is taken for fixed. Raises HistoryError and CannotWriteError; then
    nothing was recorded.
    """
    with database.writing() as connection:
        return record_in(connection, archive, site, results, gate=gate)


def record_in(
    connection: Connection,
    archive: ResultsArchive,
    site: int,
    results: Results,
    *,
    gate: str = "",
) -> Recorded:
    """Do as `record` does, within a transaction that is the caller's."""
    started = parse_moment(results.scan.started)
    known = _known_run(connection, site, results.scan.id)
    if known is not None:
        return Recorded(known, "known")
    seen_page = any(page.kind == "page" and page.state == "complete" for page in results.pages)
    # Documents and source are compared by themselves: what is known of pages stays as it is.
    seen = (
        seen_page
        or any(each.state == "read" for each in results.documents)
        or bool(results.sources)
    )
    head = _add_run(connection, site, results, started, seen)
    # Written before the transaction ends: a run without its file would be a loss, and a file
    # without its run is removed by the next pruning.
    archived = archive.keep(site, head.run, results)
    connection.execute(update(run).where(run.c.id == head.run).values(archived=archived))
    newest = _is_newest(connection, head)
    changes: Counter[str] = Counter()
    if seen and newest:
        changes, pages = _advance(connection, head, results)
        if seen_page:
            replace_facts(connection, head, facts_of(results, gate))
    else:
        pages = _page_keys(results)
    _add_figures(connection, head, results, changes)
    refresh_site_now(connection, site)
    roll_up(connection, head, results, changes, pages)
    state = "inconclusive" if not seen else "done" if newest else "older"
    return Recorded(head.run, state, changes)


def parse_moment(text: str) -> datetime:
    """Return the moment that results name. Raises HistoryError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise HistoryError(
            f"The results say {text[:40]!r} for when their scan began, which is not a time."
        ) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _known_run(connection: Connection, site: int, scan: str) -> int | None:
    asked = select(run.c.id).where(run.c.site == site, run.c.scan == scan)
    return connection.execute(asked).scalar()


def _add_run(
    connection: Connection, site: int, results: Results, started: datetime, seen: bool
) -> RunHead:
    ended = parse_moment(results.scan.finished) if results.scan.finished else None
    pages = sum(page.kind == "page" for page in results.pages)
    engines = {"civiscope": results.tool.version, **engines_of(results)}
    number = connection.execute(
        insert(run)
        .values(
            site=site,
            state="done" if seen else "inconclusive",
            scan=results.scan.id,
            started=started,
            ended=ended,
            why=results.scan.stopped if seen else results.scan.stopped or NOTHING_SEEN,
            pages=pages,
            depth=results.scan.depth[:12],
            engines=engines,
        )
        .returning(run.c.id)
    ).scalar_one()
    rules = frozenset(each.id for each in results.rules)
    return RunHead(site, number, started, rules)


def _page_keys(results: Results) -> Collection[str]:
    """Return the keys of the pages that were seen, as baselines name them."""
    keys = PageKeys.of(results)
    return {
        keys.page(page.url)
        for page in results.pages
        if page.kind == "page" and page.state == "complete"
    }


def _is_newest(connection: Connection, head: RunHead) -> bool:
    asked = select(func.max(run.c.started)).where(
        run.c.site == head.site, run.c.state == "done", run.c.id != head.run
    )
    latest = connection.execute(asked).scalar()
    return latest is None or latest <= head.at


def _advance(
    connection: Connection, head: RunHead, results: Results
) -> tuple[Counter[str], Collection[str]]:
    """Bring issues and what is known of the site to the state of *results*.

    Return what changed, and the keys of the pages that were seen.
    """
    known = read_known_site(connection, head.site)
    try:
        comparison = compare(results, known.baseline)
    except UsageError as error:
        raise HistoryError(
            f"These results cannot be compared with the last run: {error}"
        ) from error
    before = known.baseline.engines if known.baseline is not None else {}
    head = replace(head, other_engines=bool(before) and before != engines_of(results))
    changes = change_issues(connection, head, comparison, known)
    _replace_known(connection, head, results, comparison, known)
    _add_rules(connection, head, results)
    return changes, comparison.seen


def _replace_known(
    connection: Connection,
    head: RunHead,
    results: Results,
    comparison: Comparison,
    known: KnownSite,
) -> None:
    before = known.baseline
    counts = element_counts(results, comparison.keys)
    values: dict[str, Any] = {
        "site": head.site,
        "run": head.run,
        "created": head.day if before is None else datetime.fromisoformat(before.created).date(),
        "updated": head.day,
        "engines": engines_of(results),
        "rules": sorted({*head.rules, *(before.rules if before else ())}),
        "pages": sorted({*comparison.seen, *(before.pages if before else ())}),
        "elements": {**(before.elements if before else {}), **counts},
    }
    connection.execute(delete(known_site).where(known_site.c.site == head.site))
    connection.execute(insert(known_site).values(**values))


def _add_rules(connection: Connection, head: RunHead, results: Results) -> None:
    """Keep the names of rules, so that pages over many sites need no file."""
    have = {row.id: row.seen for row in connection.execute(select(rule.c.id, rule.c.seen))}
    fresh: list[dict[str, Any]] = []
    for each in sorted(results.rules, key=lambda each: each.id):
        if len(each.id) > MAX_RULE_ID_LENGTH:
            continue
        values = {"title": each.title, "fails": each.fails, "area": each.area, "seen": head.day}
        if each.id not in have:
            fresh.append({"id": each.id, **values})
        elif have[each.id] < head.day:
            connection.execute(update(rule).where(rule.c.id == each.id).values(**values))
    if fresh:
        # Another run may add the same ones at this moment; in one order, so that none waits for the
        # other in a circle.
        add = insert_into(connection, rule).on_conflict_do_nothing()
        connection.execute(add, sorted(fresh, key=itemgetter("id")))


def _add_figures(
    connection: Connection, head: RunHead, results: Results, changes: Counter[str]
) -> None:
    """Add the figures of the day; of two runs on one day the later one's stand."""
    mine = (figure_day.c.site == head.site) & (figure_day.c.day == head.day)
    before = connection.execute(
        select(figure_day, run.c.started)
        .outerjoin_from(figure_day, run, run.c.id == figure_day.c.run)
        .where(mine)
    ).first()
    added = {name: changes[name] for name in CHANGES}
    if before is not None:
        if before.started is not None and before.started > head.at:
            return
        # What happened earlier on the day did happen.
        added = {name: added[name] + getattr(before, name) for name in CHANGES}
        connection.execute(delete(figure_day).where(mine))
    values = {**count_figures(results), **added}
    connection.execute(
        insert(figure_day).values(site=head.site, day=head.day, run=head.run, **values)
    )
