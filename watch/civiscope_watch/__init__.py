"""History of many sites: what was found when, what changed, and who has to know."""
