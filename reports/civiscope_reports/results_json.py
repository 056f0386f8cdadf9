"""Write the results for programs; the form is described by `civiscope schema results`."""

from __future__ import annotations

from civiscope.results_file import NAME, read, schema, to_bytes, write

__all__ = ["NAME", "read", "schema", "to_bytes", "write"]
