"""Sites: all of them with their newest figures, summed by owner and tag, and one over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, func, or_, select

from civiscope_watch.store.listing import ListColumn, Listing
from civiscope_watch.store.schema import figure_day, job, run, site, site_now, site_tag, total_day
from civiscope_watch.store.schema.overview import COUNTS

Order = Literal["worst", "stale", "name"]
ORDERS: dict[str, str] = {"worst": "Worst first", "stale": "Longest not seen first", "name": "Name"}
CONDITIONS: dict[str, str] = {
    "": "Any",
    "problems": "With critical or serious problems",
    "stale": "Not seen lately",
    "never": "Never seen",
    "failing": "Last run saw no page",
    "not-run": "Did not run when it was due",
}
"""What sites can be picked out by, with the words for it."""
_NOT_RUN_FOR = timedelta(hours=36)
_SEVERITIES = tuple(
    ListColumn(key=name, title=name.capitalize(), kind="number")
    for name in ("critical", "serious", "moderate", "minor")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFilter:
    """Which sites are asked for, and in what order."""

    text: str = ""
    tag: str = ""
    owner: str = ""
    condition: str = ""
    order: str = "worst"
    stale_days: int = 7

    @property
    def stale_before(self) -> date:
        """The day before which a site counts as not seen lately."""
        return datetime.now(UTC).date() - timedelta(days=self.stale_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesSummary:
    """What all sites that were asked for come to."""

    sites: int
    critical: int
    serious: int
    moderate: int
    minor: int
    review: int
    clear: int
    """Sites without critical and serious problems."""
    stale: int
    never: int
    failing: int


def site_listing(wanted: SiteFilter, total: int | None = None) -> Listing:
    """Return the sites that are *wanted*."""
    query = (
        select(
            site.c.id.label("site"),
            site.c.name,
            site.c.url,
            site.c.owner,
            *(site_now.c[name] for name in COUNTS),
            site_now.c.pages,
            site_now.c.day,
            site_now.c.failing_since,
            _condition_of(wanted).label("seen"),
        )
        .join_from(site, site_now)
        .where(*_conditions(wanted))
    )
    return Listing(
        name="sites",
        caption="Sites",
        columns=(
            ListColumn(key="site"),
            ListColumn(key="name", title="Site", link="/sites/{site}", detail="url"),
            ListColumn(key="url"),
            ListColumn(key="owner", title="Owner"),
            *_SEVERITIES,
            ListColumn(key="info", kind="number"),
            ListColumn(key="review", title="To check", kind="number"),
            ListColumn(key="advice", kind="number"),
            ListColumn(key="pages", kind="number"),
            ListColumn(key="day", title="Last seen", kind="day"),
            ListColumn(key="failing_since", kind="day"),
            ListColumn(key="seen", title="State", kind="state"),
        ),
        query=query,
        order=_order(wanted.order),
        key=site.c.id,
        total=total,
        empty="No site is like that.",
    )


def _conditions(wanted: SiteFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.tag:
        tagged = select(site_tag.c.site).where(site_tag.c.tag == wanted.tag)
        found.append(site.c.id.in_(tagged))
    if wanted.owner:
        found.append(site.c.owner == wanted.owner)
    if wanted.text:
        found.append(
            or_(
                *(
                    func.lower(column).contains(wanted.text.lower(), autoescape=True)
                    for column in (site.c.url, site.c.name)
                )
            )
        )
    match wanted.condition:
        case "problems":
            found.append(or_(site_now.c.critical > 0, site_now.c.serious > 0))
        case "stale":
            found.append(site_now.c.day < wanted.stale_before)
        case "never":
            found.append(site_now.c.day.is_(None))
        case "failing":
            found.append(site_now.c.failing_since.is_not(None))
        case "not-run":
            found.append(site.c.id.in_(_not_run()))
        case _:
            pass
    return found


def _not_run() -> Any:  # noqa: ANN401 - a question
    since = datetime.now(UTC) - _NOT_RUN_FOR
    return select(job.c.site).where(job.c.ended >= since, job.c.state.in_(("missed", "failed")))


def _condition_of(wanted: SiteFilter) -> ColumnElement[str]:
    return case(
        (site_now.c.day.is_(None), "never"),
        (site_now.c.failing_since.is_not(None), "failing"),
        (site_now.c.day < wanted.stale_before, "stale"),
        else_="seen",
    )


def _order(name: str) -> tuple[ColumnElement[Any], ...]:
    match name:
        case "name":
            return (func.lower(site.c.name), site.c.id)
        case "stale":
            # Neither database says by itself where nothing stands.
            return (case((site_now.c.day.is_(None), 0), else_=1), site_now.c.day, site.c.id)
        case _:
            return (site_now.c.weight.desc(), site_now.c.site.desc())


def summarise_sites(connection: Connection, wanted: SiteFilter) -> SitesSummary:
    """Return what the sites that are *wanted* come to."""
    clear = and_(site_now.c.day.is_not(None), site_now.c.critical + site_now.c.serious == 0)
    names = ("critical", "serious", "moderate", "minor", "review")
    asked = (
        select(
            func.count().label("sites"),
            *(func.coalesce(func.sum(site_now.c[name]), 0).label(name) for name in names),
            _count_if(clear).label("clear"),
            _count_if(site_now.c.day < wanted.stale_before).label("stale"),
            _count_if(site_now.c.day.is_(None)).label("never"),
            _count_if(site_now.c.failing_since.is_not(None)).label("failing"),
        )
        .join_from(site, site_now)
        .where(*_conditions(wanted))
    )
    row = connection.execute(asked).mappings().one()
    return SitesSummary(**{name: int(value) for name, value in row.items()})


def count_not_run(connection: Connection) -> int:
    """Return how many sites did not run in the last day and a half though they were due."""
    asked = select(func.count(job.c.site.distinct())).where(
        job.c.ended >= datetime.now(UTC) - _NOT_RUN_FOR, job.c.state.in_(("missed", "failed"))
    )
    return int(connection.execute(asked).scalar_one())


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def group_listing(kind: Literal["owner", "tag"], stale_days: int = 7) -> Listing:
    """Return the sums of sites by owner or by tag, the worst first."""
    stale = SiteFilter(stale_days=stale_days).stale_before
    name = site.c.owner if kind == "owner" else site_tag.c.tag
    source: Any = site.join(site_now)
    if kind == "tag":
        source = source.join(site_tag)
    sums = {
        each: func.sum(site_now.c[each])
        for each in ("critical", "serious", "moderate", "minor", "review")
    }
    query = (
        select(
            name.label("name"),
            func.count().label("sites"),
            *(value.label(each) for each, value in sums.items()),
            _count_if(site_now.c.day < stale).label("stale"),
            _count_if(site_now.c.day.is_(None)).label("never"),
            _count_if(site_now.c.failing_since.is_not(None)).label("failing"),
        )
        .select_from(source)
        .group_by(name)
    )
    return Listing(
        name=f"{kind}s",
        caption=f"Sites by {kind}",
        columns=(
            ListColumn(key="name", title=kind.capitalize(), link=f"/?{kind}={{name}}"),
            ListColumn(key="sites", title="Sites", kind="number"),
            *_SEVERITIES,
            ListColumn(key="review", title="To check", kind="number"),
            ListColumn(key="stale", title="Not seen lately", kind="number"),
            ListColumn(key="never", title="Never seen", kind="number"),
            ListColumn(key="failing", title="Last run saw nothing", kind="number"),
        ),
        query=query,
        order=(sums["critical"].desc(), sums["serious"].desc(), func.count().desc(), name),
        empty=f"No site has {'an owner' if kind == 'owner' else 'a tag'} yet.",
    )


def owners(connection: Connection, limit: int = 500) -> list[str]:
    """Return the names of owners."""
    asked = select(site.c.owner).where(site.c.owner != "").distinct().order_by(site.c.owner)
    return list(connection.execute(asked.limit(limit)).scalars())


def tags(connection: Connection, limit: int = 500) -> list[str]:
    """Return all tags that sites have."""
    asked = select(site_tag.c.tag).distinct().order_by(site_tag.c.tag)
    return list(connection.execute(asked.limit(limit)).scalars())


def totals_over_time(
    connection: Connection, kind: str, name: str, days: int
) -> Sequence[RowMapping]:
    """Return the sums of days, the oldest first."""
    since = datetime.now(UTC).date() - timedelta(days=days)
    asked = select(total_day).where(
        total_day.c.kind == kind, total_day.c.name == name, total_day.c.day >= since
    )
    return connection.execute(asked.order_by(total_day.c.day)).mappings().all()


def day_listing(number: int, days: int = 0) -> Listing:
    """Return the figures of a site by day, the newest first; of the last *days*, or all."""
    names = ("complete", *COUNTS, "opened", "fixed", "regressed")
    query = select(figure_day.c.day, figure_day.c.run, *(figure_day.c[each] for each in names))
    query = query.where(figure_day.c.site == number)
    if days:
        since = datetime.now(UTC).date() - timedelta(days=days)
        query = query.where(figure_day.c.day >= since)
    return Listing(
        name="days",
        caption="Figures by day",
        columns=(
            ListColumn(key="day", title="Day", kind="day"),
            ListColumn(key="complete", title="Pages seen", kind="number"),
            *_SEVERITIES,
            ListColumn(key="info", kind="number"),
            ListColumn(key="review", title="To check", kind="number"),
            ListColumn(key="advice", kind="number"),
            ListColumn(key="opened", title="New", kind="number"),
            ListColumn(key="fixed", title="Fixed", kind="number"),
            ListColumn(key="regressed", title="Back again", kind="number"),
        ),
        query=query,
        order=(figure_day.c.day.desc(),),
        empty="No run has given figures yet.",
    )


def run_listing(number: int) -> Listing:
    """Return the runs of a site, the newest first."""
    query = select(
        run.c.id.label("run"),
        run.c.site,
        run.c.started,
        run.c.ended,
        run.c.state,
        run.c.why,
        run.c.pages,
        run.c.depth,
        (run.c.archived != "").label("kept"),
    ).where(run.c.site == number)
    return Listing(
        name="runs",
        caption="Runs",
        columns=(
            ListColumn(key="run"),
            ListColumn(key="started", title="Begun", kind="moment", link="/runs/{run}"),
            ListColumn(key="ended", kind="moment"),
            ListColumn(key="state", title="State", kind="state", detail="why"),
            ListColumn(key="why"),
            ListColumn(key="pages", title="Pages", kind="number"),
            ListColumn(key="depth", title="Depth"),
            ListColumn(key="kept", title="Results kept", kind="flag"),
        ),
        query=query,
        order=(run.c.started.desc(), run.c.id.desc()),
        key=run.c.id,
        empty="There was no run yet.",
    )
