"""The tables of the history. A change here needs a migration; a test compares the two."""

from civiscope_watch.store.schema.base import metadata
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

__all__ = [
    "duty",
    "figure_day",
    "host_lease",
    "host_pause",
    "issue",
    "issue_event",
    "job",
    "known_site",
    "metadata",
    "rule",
    "run",
    "schedule",
    "site",
    "site_tag",
    "target",
    "worker",
]
