"""Judge keys and tokens that a page's source gives away. Why: secret_in_source.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.detectors.secret_formats import NAMES
from civiscope.headers import printable
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope_rules.shared.leaked import Leaked, leaks


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page whose source was read; one outcome for each kind and file."""
    groups: dict[tuple[str, str], list[Leaked]] = {}
    for found in leaks(page, NAMES):
        groups.setdefault((found.leak.kind, found.url), []).append(found)
    if not groups:
        yield passed("page source")
    for (kind, url), group in sorted(groups.items()):
        first = group[0]
        # The same key on every page is one thing to fix; a file names itself.
        component = kind if url == page.final_url else f"{kind} in {printable(url)}"
        facts: dict[str, Any] = {
            "kind": NAMES[kind],
            "masked": first.leak.masked,
            "where": printable(first.where),
            "line": first.leak.line,
        }
        place = Place(component, url=url, snippet=f"{NAMES[kind]}: {first.leak.masked}")
        if first.leak.sure == "secret":
            yield failed(place, "secret", count=len(group), **facts)
        else:
            yield cannot_tell(place, first.leak.sure, **facts)
