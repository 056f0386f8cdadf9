"""Walk a page by keyboard: focus order, focus indicators, traps, shortcuts."""
