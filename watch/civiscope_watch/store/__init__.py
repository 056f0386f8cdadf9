"""The history: a database of sites, runs, figures and issues, and an archive of results."""
