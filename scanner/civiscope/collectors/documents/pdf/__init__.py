"""Facts of a PDF file, read by pikepdf."""
