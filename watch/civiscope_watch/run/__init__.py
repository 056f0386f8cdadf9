"""Run scans as child processes, store what they find, and survive what goes wrong meanwhile."""
