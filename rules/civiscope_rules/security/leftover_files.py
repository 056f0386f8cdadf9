"""Judge links to files that were left on the server. Why is told in leftover_files.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from civiscope.headers import printable
from civiscope.model import (
    Document,
    Missing,
    Outcome,
    Page,
    Place,
    Site,
    cannot_tell,
    failed,
    passed,
)
from civiscope.web.urls import redact_url, same_site

_ARCHIVE = r"[-_\d]{0,20}\.(?:zip|tar|tgz|tar\.gz|rar|7z)$"
_COPY = r"\.(?:bak|old|orig|save|swp|swo)$|~$"
# Data that is published on purpose comes as .mdb or .sqlite, and a .key may be a presentation.
_KINDS = (
    ("version control", r"/\.(?:git|svn|hg|bzr)(?:/|$)"),
    ("settings with passwords", r"/\.env(?:\.[\w-]+)?$|/\.ht(?:passwd|access)$|/\.(?:npm|pyp)irc$"),
    (
        "settings with passwords",
        r"/(?:wp-config|configuration|settings|web|config)\.(?:php|config|yml|inc)[.~_-]\w*$",
    ),
    ("keys", r"/id_(?:rsa|dsa|ecdsa|ed25519)$|\.(?:pfx|p12|jks|keystore)$"),
    ("a copy of a database", r"\.(?:sql|dump)(?:\.(?:gz|zip|bz2|xz|7z))?$"),
    ("a backup", _COPY),
    ("a backup", r"/(?:(?:db|sql|site|www|full)[-_]?)?(?:backups?|dump)" + _ARCHIVE),
    ("a backup", r"/(?:public_html|htdocs|wwwroot)" + _ARCHIVE),
    ("a list of the folder's files", r"/\.DS_Store$|/Thumbs\.db$"),
    ("a log", r"/(?:error|access|debug|laravel|php_errors?)[\w-]{0,20}\.log$"),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)


def check(site: Site) -> Iterator[Outcome]:
    """Apply to the links of the site's pages to files of the site; each file once."""
    seen: set[str] = set()
    any_links = False
    for page in site.visited:
        for url in _links(page):
            any_links = True
            kind = _kind(url)
            if not kind or url in seen:
                continue
            seen.add(url)
            outcome = _judge(site, page, url, kind)
            if outcome is not None:
                yield outcome
    if any_links and not seen:
        yield passed("links")


def _judge(site: Site, page: Page, url: str, kind: str) -> Outcome | None:
    plain = redact_url(url)
    name = printable(urlsplit(plain).path.rstrip("/").rpartition("/")[2] or plain, 80)
    place = Place(printable(plain), url=page.url, snippet=printable(plain))
    there = site.at(url)
    status = there.status if isinstance(there, Document) else None
    if isinstance(there, Page) and there.visit.state != "failed":
        status = there.status
    if status is None:
        return cannot_tell(place, "linked", name=name, kind=kind)
    return failed(place, "served", name=name, kind=kind) if status == 200 else None


def _links(page: Page) -> Iterator[str]:
    dom, raw = page.evidence.dom, page.evidence.raw_html
    if not isinstance(dom, Missing):
        yield from (link.url for link in dom.links if same_site(link.url, page.final_url))
    if not isinstance(raw, Missing):
        yield from (url for url in raw.links if same_site(url, page.final_url))


# Menus come again on every page.
@lru_cache(maxsize=16384)
def _kind(url: str) -> str:
    path = unquote(urlsplit(url).path)
    return next((kind for kind, pattern in _PATTERNS if pattern.search(path)), "")
