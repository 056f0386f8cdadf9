"""Find, start and drive the browser."""
