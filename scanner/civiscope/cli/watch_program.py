"""The command `civiscope watch` on its own, without what scans need."""

from __future__ import annotations

from civiscope.cli.watch import watch_app
from civiscope.cli.watch_alerts import alerts_app
from civiscope.cli.watch_db import db_app
from civiscope.cli.watch_demo import demo
from civiscope.cli.watch_figures import figures
from civiscope.cli.watch_run import cancel, jobs, run, serve, worker
from civiscope.cli.watch_schedule import schedule_app
from civiscope.cli.watch_sites import sites_app
from civiscope.cli.watch_users import users_app

__all__ = ["watch_app"]

for command in (run, jobs, cancel, serve, worker, figures, demo):
    watch_app.command()(command)
watch_app.add_typer(sites_app, name="sites")
watch_app.add_typer(schedule_app, name="schedule")
watch_app.add_typer(db_app, name="db")
watch_app.add_typer(alerts_app, name="alerts")
watch_app.add_typer(users_app, name="users")
