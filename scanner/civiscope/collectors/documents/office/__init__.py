"""Facts of Office files and e-books: archives of XML."""
