"""Lets `python -m civiscope` do what the command does."""

import sys

from civiscope.cli import main

if __name__ == "__main__":
    sys.exit(main())
