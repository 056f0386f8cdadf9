"""The tables of the history. A change here needs a migration; a test compares the two."""

from civiscope_watch.store.schema.accounts import (
    account,
    api_token,
    audit_log,
    login_attempt,
    web_session,
)
from civiscope_watch.store.schema.alerts import (
    alert_channel,
    alert_digest,
    alert_item,
    alert_rule,
)
from civiscope_watch.store.schema.base import metadata
from civiscope_watch.store.schema.figures import roll_month, site_fact, site_month
from civiscope_watch.store.schema.history import (
    figure_day,
    issue,
    issue_event,
    known_site,
    rule,
    run,
    site,
    site_tag,
    target,
)
from civiscope_watch.store.schema.jobs import (
    duty,
    host_lease,
    host_pause,
    job,
    schedule,
    worker,
)
from civiscope_watch.store.schema.overview import (
    fix_now,
    rule_now,
    site_now,
    site_rule,
    total_day,
    total_state,
)

__all__ = [
    "account",
    "alert_channel",
    "alert_digest",
    "alert_item",
    "alert_rule",
    "api_token",
    "audit_log",
    "duty",
    "figure_day",
    "fix_now",
    "host_lease",
    "host_pause",
    "issue",
    "issue_event",
    "job",
    "known_site",
    "login_attempt",
    "metadata",
    "roll_month",
    "rule",
    "rule_now",
    "run",
    "schedule",
    "site",
    "site_fact",
    "site_month",
    "site_now",
    "site_rule",
    "site_tag",
    "target",
    "total_day",
    "total_state",
    "web_session",
    "worker",
]
