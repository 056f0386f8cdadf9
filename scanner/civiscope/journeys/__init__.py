"""Journeys through a service: files that say what to do, and what does it in a tab."""
