"""Workers on many machines, with PostgreSQL between them."""
