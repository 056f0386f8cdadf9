"""Rules about security: what a site's header fields and cookies make browsers do."""
