"""Which pages of an earlier scan need no visit, because nothing they were made from has changed."""
