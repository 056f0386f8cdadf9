"""Know a page again that was seen under another address."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from civiscope.model import Dom, Page
from civiscope.web.urls import canonical_url

_INDEX = re.compile(
    r"/(?:index|default|home)\.(?:x?html?|shtml?|php\d?|aspx?|jspx?|cfm|cgi|pl)$", re.IGNORECASE
)
"""The file that a server answers with when a folder is asked for."""


class DuplicateIndex:
    """The pages kept so far, by where they ended and by what they show."""

    def __init__(self) -> None:
        self._finals: dict[str, str] = {}
        self._contents: dict[tuple[str, str], str] = {}

    def of(self, page: Page) -> str:
        """Return the page kept earlier that *page* shows again; empty when it is new, and known
        from now on."""
        if page.visit.state == "failed":
            return ""
        final = canonical_url(page.final_url)
        known = self._finals.get(final)
        if known is None and isinstance(page.evidence.dom, Dom):
            known = self._same_content(page, page.evidence.dom)
        if known is not None:
            return known
        self._finals[final] = page.url
        self._finals[canonical_url(page.url)] = page.url
        return ""

    def _same_content(self, page: Page, dom: Dom) -> str | None:
        """A canonical link alone proves nothing (whole sites point it at their home page by
        mistake): the text has to be the same, too."""
        if not dom.text_hash:
            return None
        content = hashlib.sha256(f"{dom.text_hash} {dom.title}".encode()).hexdigest()[:32]
        final = urlsplit(page.final_url)
        keys = [(content, f"{final.netloc}{_INDEX.sub('/', final.path).rstrip('/')}")]
        if dom.canonical:
            keys.append((content, canonical_url(dom.canonical)))
            keys.append((content, canonical_url(page.final_url)))
        known = next((self._contents[key] for key in keys if key in self._contents), None)
        if known is None:
            self._contents.update(dict.fromkeys(keys, page.url))
        return known
