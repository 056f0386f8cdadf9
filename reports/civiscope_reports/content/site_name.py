"""What a report calls the site: as it was told, or as the site calls itself, and where it is."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from civiscope.results import Results
from civiscope.web.urls import host_of
from civiscope_reports.text.language import ENGLISH, Language

_SEPARATOR = re.compile(r"\s+[-–—|·:»]\s+")  # noqa: RUF001 - dashes of titles
_MAX_NAME_CHARACTERS = 80
_SHARE = 0.6
"""Share of the pages whose titles must end, or begin, with the same words to be the site's name."""
_MIN_PAGES = 3


def site_name(results: Results, words: Language = ENGLISH) -> str:
    """Return what the report is on: the site's name and its hosts, or its hosts alone."""
    hosts = site_hosts(results, words)
    name = str(results.scan.settings.get("name") or "") or _own_name(results)
    return f"{name} ({hosts})" if name and name != hosts else hosts


def site_hosts(results: Results, words: Language = ENGLISH) -> str:
    """Return the targets' hosts, with their ports, or the targets when they have none."""
    names = list(dict.fromkeys(_place(target) for target in results.scan.targets))
    if len(names) > 3:
        return words.listed([names[0], words.count(len(names) - 1, "other site")])
    return words.listed(names)


def _place(target: str) -> str:
    host = host_of(target)
    if not host:
        return target
    try:
        port = urlsplit(target).port
    except ValueError:
        port = None
    return f"{host}:{port}" if port else host


def _own_name(results: Results) -> str:
    """Return the words that nearly all titles end or begin with; empty when there are none."""
    titles = [page.title for page in results.pages if page.kind == "page" and page.title]
    if len(set(titles)) < _MIN_PAGES:
        return ""
    parts = [_SEPARATOR.split(title) for title in titles]
    ends = [Counter(part[at].strip() for part in parts if len(part) > 1) for at in (-1, 0)]
    for counted in ends:
        name, often = next(iter(counted.most_common(1)), ("", 0))
        if name and often >= _SHARE * len(titles) and len(name) <= _MAX_NAME_CHARACTERS:
            return name
    return ""
