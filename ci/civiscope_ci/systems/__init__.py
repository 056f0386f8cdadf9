"""CI systems: pipelines for each, and what they are told."""
