"""What is to be scanned, is being scanned, and came to an end; by which schedules; and changes
that people made."""

from __future__ import annotations

from sqlalchemy import Connection, case, func, select

from civiscope_watch.store.listing import ListColumn, Listing
from civiscope_watch.store.schema import account, audit_log, job, schedule, site

STATES: dict[str, str] = {
    "open": "Waiting and running",
    "failed": "Failed and missed",
    "inconclusive": "Saw no page",
    "done": "Done",
    "": "All",
}
"""What jobs can be picked out by, with the words for it."""
_OF_STATE = {
    "open": ("running", "cancelling", "queued"),
    "failed": ("failed", "missed"),
    "inconclusive": ("inconclusive",),
    "done": ("done", "cancelled"),
}


def job_listing(state: str = "open") -> Listing:
    """Return jobs in a *state*: those that run, then those that wait, or the newest ended."""
    query = select(
        job.c.id.label("job"),
        job.c.site,
        site.c.name,
        site.c.url,
        job.c.state,
        job.c.attempt,
        job.c.priority,
        job.c.begins,
        job.c.started,
        job.c.ended,
        job.c.why,
        job.c.run,
    ).join_from(job, site)
    if state:
        query = query.where(job.c.state.in_(_OF_STATE[state]))
    rank = case((job.c.state == "running", 0), (job.c.state == "cancelling", 1), else_=2)
    order = (rank, job.c.begins, job.c.id) if state == "open" else (job.c.id.desc(),)
    return Listing(
        name="queue",
        caption=STATES[state],
        columns=(
            ListColumn(key="job"),
            ListColumn(key="site"),
            ListColumn(key="name", title="Site", link="/sites/{site}", detail="url"),
            ListColumn(key="url"),
            ListColumn(key="state", title="State", kind="state", detail="why"),
            ListColumn(key="why"),
            ListColumn(key="attempt", title="Attempt", kind="number"),
            ListColumn(key="priority", kind="number"),
            ListColumn(key="begins", title="To begin", kind="moment"),
            ListColumn(key="started", title="Begun", kind="moment"),
            ListColumn(key="ended", title="Ended", kind="moment"),
            ListColumn(key="run", kind="number"),
        ),
        query=query,
        order=order,
        key=job.c.id,
        empty="No scan is like that.",
    )


def count_jobs(connection: Connection) -> dict[str, int]:
    """Return how many jobs wait and run now."""
    asked = (
        select(job.c.state, func.count())
        .where(job.c.state.in_(_OF_STATE["open"]))
        .group_by(job.c.state)
    )
    return {state: int(number) for state, number in connection.execute(asked)}


def schedule_listing() -> Listing:
    """Return all schedules."""
    query = select(
        schedule.c.id.label("schedule"),
        schedule.c.site,
        func.coalesce(
            site.c.name,
            case((schedule.c.tag != "", "Tag " + schedule.c.tag), else_="All sites"),
        ).label("of"),
        schedule.c.tag,
        schedule.c.cron,
        schedule.c.zone,
        schedule.c.spread_s,
        schedule.c.window_s,
        schedule.c.priority,
        schedule.c.missed,
        schedule.c.enabled,
        schedule.c.next_due,
        schedule.c.last_slot,
    ).outerjoin_from(schedule, site)
    return Listing(
        name="schedules",
        caption="Schedules",
        columns=(
            ListColumn(key="schedule"),
            ListColumn(key="site", kind="number"),
            ListColumn(key="of", title="Of"),
            ListColumn(key="tag"),
            ListColumn(key="cron", title="Cron", detail="zone"),
            ListColumn(key="zone"),
            ListColumn(key="spread_s", title="Spread (s)", kind="number"),
            ListColumn(key="window_s", title="Window (s)", kind="number"),
            ListColumn(key="priority", title="Priority", kind="number"),
            ListColumn(key="missed"),
            ListColumn(key="enabled", title="On", kind="flag"),
            ListColumn(key="last_slot", title="Last", kind="moment"),
            ListColumn(key="next_due", title="Next", kind="moment"),
        ),
        query=query,
        order=(schedule.c.id,),
        key=schedule.c.id,
        empty="There is no schedule: nothing is scanned by itself.",
    )


def user_listing() -> Listing:
    """Return all accounts, without what proves them."""
    names = ("name", "role", "origin", "created", "seen")
    return Listing(
        name="users",
        caption="Users",
        columns=(
            ListColumn(key="name", title="Name"),
            ListColumn(key="role", title="Role"),
            ListColumn(key="origin"),
            ListColumn(key="created", title="Since", kind="moment"),
            ListColumn(key="seen", title="Last signed in", kind="moment"),
        ),
        query=select(*(account.c[name] for name in names)),
        order=(account.c.name,),
        key=account.c.id,
    )


def change_listing() -> Listing:
    """Return what people changed, the newest first."""
    return Listing(
        name="changes",
        caption="What was changed",
        columns=(
            ListColumn(key="at", title="When", kind="moment"),
            ListColumn(key="who", title="Who"),
            ListColumn(key="what", title="What", detail="about"),
            ListColumn(key="about"),
        ),
        query=select(audit_log.c.at, audit_log.c.who, audit_log.c.what, audit_log.c.about),
        order=(audit_log.c.id.desc(),),
        key=audit_log.c.id,
        empty="Nobody has changed anything yet.",
    )
