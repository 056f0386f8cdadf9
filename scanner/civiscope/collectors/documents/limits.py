"""How much of a document is read, and how long that may take."""

from __future__ import annotations

MAX_FILE_BYTES = 100_000_000
"""A larger file is not read."""
MAX_MEMORY_BYTES = 1_000_000_000
"""Address space of the child process."""
CPU_TIMEOUT_S = 30
"""Of the child process."""
PAGES_TIMEOUT_S = 16.0
"""CPU time after which no further page of a PDF file is read; what was read is judged."""
READ_TIMEOUT_S = 300.0
"""By the clock, however little the child does."""
MAX_ELEMENTS = 500_000
"""Elements of the structure, and objects of any other kind."""
MAX_DEPTH = 200
"""Of the structure tree."""
MAX_FORM_DEPTH = 12
"""Of content inside content."""
MAX_PAGES = 10_000
MAX_INSTRUCTIONS = 5_000_000
"""Instructions of content, all pages together."""
MAX_CONTRAST_RUNS = 2_000
"""Pieces of text of a page whose contrast is looked at."""
MAX_CONTRAST_CHARACTERS = 20_000
"""Characters of a page whose contrast is looked at."""
MEASURE_TIMEOUT_S = 3.0
"""CPU time after which no further page is drawn for its contrast."""
MAX_PLACES = 20
"""Places that are kept of one kind."""
MAX_TEXT = 200
"""Characters that are kept of a text."""
MAX_CMAP_ENTRIES = 70_000
MAX_UNPACKED_BYTES = 200_000_000
"""Of an office file, all parts together."""
MAX_RATIO = 200
"""By how much a part of an office file may grow when it is unpacked."""
MAX_PARTS = 20_000
"""Parts of an office file."""
