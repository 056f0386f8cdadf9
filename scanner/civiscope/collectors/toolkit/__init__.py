"""In-page JavaScript that scripts of rules and probes share."""
