"""Rules about documents that a site links: PDF, Office, e-books."""
