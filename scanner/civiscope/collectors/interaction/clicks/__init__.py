"""Find what acts on a click, and whether keys do the same."""
