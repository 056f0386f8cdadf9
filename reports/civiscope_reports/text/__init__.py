"""Words, languages and escaping of reports."""
