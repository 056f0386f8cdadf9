"""Make whole pages of the components of GOV.UK and USWDS, whose packages hold only pieces.

    python -m bench.design_pages NODE_MODULES OUT

NODE_MODULES holds npm `govuk-frontend` and `@uswds/uswds`. Each piece of HTML becomes a page with
the package's own style sheet and scripts, in `OUT/govuk` and `OUT/uswds`: folders for
`bench.same_as_axe --folder` and `civiscope audit`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """Where a design system keeps its pieces, and what a page needs to show them."""

    pieces: str
    """Glob for files with a piece of HTML."""
    files: Mapping[str, str]
    """Folders and files of the package, and where the page asks for them."""
    head: str
    body: str
    """What comes at the end of the body."""


PACKAGES = {
    "govuk": Package(
        "govuk-frontend/dist/govuk/components/*/*.html",
        {
            "govuk-frontend/dist/govuk/govuk-frontend.min.css": "govuk-frontend.min.css",
            "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
            "govuk-frontend/dist/govuk/assets": "assets",
        },
        '<link rel="stylesheet" href="/govuk-frontend.min.css">',
        '<script type="module">'
        'import { initAll } from "/govuk-frontend.min.js"; initAll()</script>',
    ),
    "uswds": Package(
        "@uswds/uswds/packages/*/src/**/test/*template.html",
        {
            "@uswds/uswds/dist/css": "css",
            "@uswds/uswds/dist/js": "js",
            "@uswds/uswds/dist/fonts": "fonts",
            "@uswds/uswds/dist/img": "img",
        },
        '<link rel="stylesheet" href="/css/uswds.min.css">',
        '<script src="/js/uswds.min.js"></script>',
    ),
}


def page_of(piece: str, title: str, package: Package) -> str:
    """Return a whole page that shows *piece*."""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}'
        '</title>\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{package.head}\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{piece}\n</main>\n"
        f"{package.body}\n</body>\n</html>\n"
    )


def make(modules: Path, package: Package, out: Path) -> int:
    """Write the pages of *package* below *out* and return how many there are."""
    for source, target in package.files.items():
        if (modules / source).is_dir():
            shutil.copytree(modules / source, out / target, dirs_exist_ok=True)
        else:
            out.mkdir(parents=True, exist_ok=True)
            shutil.copy(modules / source, out / target)
    root = modules / package.pieces.partition("*")[0]
    pieces = sorted(modules.glob(package.pieces))
    for piece, name in zip(pieces, _names(pieces, root), strict=True):
        html = piece.read_text(encoding="utf-8")
        if "<body" not in html:
            html = page_of(html, name.replace("-", " ").capitalize(), package)
        (out / f"{name}.html").write_text(html, encoding="utf-8")
    return len(pieces)


def _names(pieces: Iterable[Path], root: Path) -> Iterable[str]:
    for piece in pieces:
        parts = piece.relative_to(root).with_suffix("").as_posix().replace(".", "-").split("/")
        yield "-".join(part for part in parts if part not in {"src", "test"})


def main() -> int:
    """Make the pages of every package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    for name, package in PACKAGES.items():
        print(f"{make(given.modules, package, given.out / name)} pages of {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
