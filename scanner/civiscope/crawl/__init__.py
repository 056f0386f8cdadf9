"""Find the pages of a site, politely, in the same order every time."""
