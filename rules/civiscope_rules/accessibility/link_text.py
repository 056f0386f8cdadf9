"""Find links whose own words tell nothing of where they go. Why: link_text.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Outcome, Page, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import is_item, is_vague

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+/\S{8,}", re.IGNORECASE)
"""An address with a path; the bare name of a host can be said aloud."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to links with a short name, without regard to what stands around them."""
    for result in page.script_results("accessibility/link-text"):
        name = str(result["name"])
        if is_vague(name) and not is_item(name, result):
            if hidden := str(result.get("hidden") or ""):
                yield failed(place_of(result), "hidden", name=name, words=hidden)
            else:
                yield failed(place_of(result), "vague", name=name)
        elif _ADDRESS.fullmatch(name) and not result.get("listed"):
            yield failed(place_of(result), "address", name=name)
        else:
            yield passed(place_of(result))
