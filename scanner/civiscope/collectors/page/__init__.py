"""Collect what a page shows while it loads and once it is there."""
