"""Run by alembic: bring the database of the connection that it is given to a version."""

from __future__ import annotations

from alembic import context

from civiscope_watch.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes tables by making them anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
