"""Read the text and tables of a tagged PDF, in a process of its own; needs pikepdf."""
