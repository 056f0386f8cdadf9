"""Alerts: whom they go to, what they tell, and what was sent."""

from __future__ import annotations

from sqlalchemy import case, func, select

from civiscope_watch.store.listing import ListColumn, Listing
from civiscope_watch.store.schema import site
from civiscope_watch.store.schema.alerts import alert_channel, alert_digest, alert_rule


def channel_listing() -> Listing:
    """Return channels, those that nothing can be sent by first; without their settings."""
    state = case((alert_channel.c.dead_since.is_(None), "working"), else_="dead")
    query = select(
        alert_channel.c.name,
        alert_channel.c.kind,
        state.label("state"),
        alert_channel.c.dead_since,
        alert_channel.c.last_sent,
        alert_channel.c.last_error,
    )
    return Listing(
        name="channels",
        caption="Channels",
        columns=(
            ListColumn(key="name", title="Channel"),
            ListColumn(key="kind", title="Kind"),
            ListColumn(key="state", title="State", kind="state", detail="last_error"),
            ListColumn(key="last_error"),
            ListColumn(key="dead_since", title="Dead since", kind="moment"),
            ListColumn(key="last_sent", title="Last sent", kind="moment"),
        ),
        query=query,
        order=(state, alert_channel.c.name),
        key=alert_channel.c.id,
        empty="There is no channel: nobody is told anything.",
    )


def alert_listing() -> Listing:
    """Return the rules by which alerts are sent."""
    of = func.coalesce(
        site.c.name,
        case(
            (alert_rule.c.tag != "", "Tag " + alert_rule.c.tag),
            (alert_rule.c.owner != "", "Owner " + alert_rule.c.owner),
            else_="All sites",
        ),
    )
    query = (
        select(
            alert_rule.c.name,
            alert_rule.c.event,
            of.label("of"),
            alert_channel.c.name.label("channel"),
            alert_rule.c.severity,
            alert_rule.c.days,
        )
        .join_from(alert_rule, alert_channel, alert_channel.c.id == alert_rule.c.channel)
        .outerjoin(site, site.c.id == alert_rule.c.site)
    )
    return Listing(
        name="alerts",
        caption="What is told",
        columns=(
            ListColumn(key="name", title="Alert"),
            ListColumn(key="event", title="When"),
            ListColumn(key="of", title="Of"),
            ListColumn(key="channel", title="To"),
            ListColumn(key="severity"),
            ListColumn(key="days", title="Days", kind="number"),
        ),
        query=query,
        order=(alert_rule.c.name,),
        key=alert_rule.c.id,
        empty="There is no alert: nothing is told.",
    )


def digest_listing() -> Listing:
    """Return what was sent and what is still to be, the newest first."""
    query = select(
        alert_digest.c.id.label("digest"),
        alert_rule.c.name,
        alert_digest.c.night,
        alert_digest.c.state,
        alert_digest.c.attempts,
        alert_digest.c.sent,
        alert_digest.c.error,
    ).join_from(alert_digest, alert_rule)
    return Listing(
        name="digests",
        caption="What was sent",
        columns=(
            ListColumn(key="digest"),
            ListColumn(key="name", title="Alert"),
            ListColumn(key="night", title="Night", kind="day"),
            ListColumn(key="state", title="State", kind="state", detail="error"),
            ListColumn(key="error"),
            ListColumn(key="attempts", title="Attempts", kind="number"),
            ListColumn(key="sent", title="Sent", kind="moment"),
        ),
        query=query,
        order=(alert_digest.c.id.desc(),),
        key=alert_digest.c.id,
        empty="Nothing was sent yet.",
    )
