"""Collect facts of documents that pages link to."""
