"""Rules for the source behind a site. Each stands in a page and a check beside it."""
