"""The rules that a report of conformance is held to."""
