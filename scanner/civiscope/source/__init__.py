"""Read the repository behind a site: its templates, its settings, and what bandit says of it."""
