"""Speculation rules: what a page asks the browser to fetch ahead."""

from __future__ import annotations

import json
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

RULES_TYPE = "application/speculationrules+json"
"""The only type of a file that browsers take for speculation rules."""
NO_RULES = "{}"
MAX_RULES = 20
"""Sets of rules that are kept of a page."""
MAX_CHARACTERS = 2000
"""Characters that are kept of each."""


def only_elsewhere(text: str, base: str, host: str) -> bool:
    """Say whether the rules *text* name addresses of other hosts than *host*, and nothing else.

    *base* is what relative addresses are resolved against. Text that browsers do not take for rules
    asks for nothing, which is elsewhere.
    """
    try:
        rules: Any = json.loads(text)
    except ValueError:
        return True
    if not isinstance(rules, dict):
        return True
    kinds = cast("dict[str, Any]", rules)
    asked: list[Any] = []
    for kind in ("prefetch", "prerender", "prerender_until_script"):
        found = kinds.get(kind, [])
        asked += found if isinstance(found, list) else [found]
    return all(_is_elsewhere(rule, base, host) for rule in asked)


def _is_elsewhere(rule: Any, base: str, host: str) -> bool:  # noqa: ANN401 - JSON of the page
    if not isinstance(rule, dict):
        return True
    found = cast("dict[str, Any]", rule)
    if "where" in found or not isinstance(found.get("urls"), list):
        return False
    try:
        hosts = [urlsplit(urljoin(base, str(url))).netloc for url in found["urls"]]
    except ValueError:
        return False
    return host.lower() not in {name.lower() for name in hosts}
