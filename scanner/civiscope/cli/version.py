"""What `civiscope --version` prints."""

from __future__ import annotations

import platform
from importlib.metadata import version as installed_version


def show_version(*, verbose: bool) -> None:
    """Print the version; with *verbose*, that of everything that takes part."""
    print(f"civiscope {installed_version('civiscope')}")
    if verbose:
        _show_parts()


def _show_parts() -> None:
    from civiscope.browser.find import candidates
    from civiscope.engines import engines
    from civiscope.rulebook import load_rulebooks

    print(f"Python {platform.python_version()}")
    for engine in engines():
        print(f"{engine.name} {engine.version} ({engine.licence})")
    for book in load_rulebooks():
        print(f"rulebook {book.name} {book.version} ({len(book.rules)} rules)")
    for name in ("playwright", "httpx", "lxml", "publicsuffixlist"):
        print(f"{name} {installed_version(name)}")
    found = next(candidates(), None)
    print(f"browser {found.path} ({found.where})" if found else "browser: none found")
