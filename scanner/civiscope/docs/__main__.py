"""Write the generated pages, or with --check say which are stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from civiscope.docs.files import generated, stale, write
from civiscope.errors import CiviscopeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when the pages are as they must be, 1 when --check found some that are not."""
    parser = argparse.ArgumentParser(prog="python -m civiscope.docs", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs"))
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    given = parser.parse_args(arguments)
    try:
        wanted = generated()
    except CiviscopeError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if not given.check:
        write(given.folder, wanted)
        return 0
    found = stale(given.folder, wanted)
    for sentence in found:
        print(sentence)
    if found:
        print("Run `make docs`.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
