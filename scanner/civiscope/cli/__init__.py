"""The command line: the one part that knows all others."""

from civiscope.cli.main import main

__all__ = ["main"]
