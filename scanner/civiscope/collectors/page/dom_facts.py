"""The facts of a document as the page's own script gave them, as a value."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from civiscope.browser.cdp import Json
from civiscope.detectors.privacy_notice import notice_text
from civiscope.detectors.readability import measure_reading
from civiscope.model import Dom
from civiscope.model.adapters import adapter_of
from civiscope.web.urls import redact_url


def dom_of(read: Json) -> Dom:
    """Return the document that *read* tells of; of its text, only what rules need is kept."""
    facts, text = read["facts"], read["text"]
    words = " ".join(text.split())
    facts["text_hash"] = hashlib.sha256(words.encode()).hexdigest()[:32] if words else ""
    dom = adapter_of(Dom).validate_python(facts)
    links = tuple(replace(link, url=redact_url(link.url)) for link in dom.links)
    reading = measure_reading(read["prose"], dom.lang) if read["prose"] else None
    return replace(dom, links=links, notice=notice_text(dom, text), reading=reading)
