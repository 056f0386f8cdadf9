"""Read documents (PDF, Office, e-books) in a child process, and return facts of them."""
