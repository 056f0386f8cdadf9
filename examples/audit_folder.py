"""Audit a folder of built HTML and print what has to be mended, worst first.

    python examples/audit_folder.py dist/

Exits with 1 when something critical or serious was found: enough to stop a build.
"""

from __future__ import annotations

import sys

from civiscope import CiviscopeError, audit
from civiscope.results import Results, severity_rank


def main(folder: str) -> int:
    """Audit *folder*, print its issues, and return the exit code."""
    try:
        results = audit(folder)
    except CiviscopeError as error:
        # The message says what to do; the exit code is the one the command would have.
        print(error, file=sys.stderr)
        return error.exit_code
    for issue in results.failures:
        print(f"{issue.severity}: {issue.title} ({issue.pages} pages)")
        print(f"    {issue.component}  e.g. on {issue.example_pages[0]}")
    print(f"Pages fully scanned: {results.coverage.visited}")
    return 1 if worst(results) <= severity_rank("serious") else 0


def worst(results: Results) -> int:
    """Return the rank of the worst failure; 0 is critical, and a large number says none."""
    return min((severity_rank(issue.severity) for issue in results.failures), default=99)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
