"""Bring back what a page shows; decide nothing."""
