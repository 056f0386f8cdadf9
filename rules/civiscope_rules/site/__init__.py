"""Rules about a site as a whole: its links, titles, signposts, error pages and weight."""
