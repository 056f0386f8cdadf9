"""Make a plan of results: what to do first, for whom, and how it is known to work."""
