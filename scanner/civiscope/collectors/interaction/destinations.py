"""Follow links that are called the same, to see whether they lead to the same content."""

from __future__ import annotations

import hashlib
import json
import re
import time
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.probe import Answer, NotShown, Probe, Probing
from civiscope.model import Dom
from civiscope.web.actions import action_of_address
from civiscope.web.urls import redact_url

_MAX_ADDRESSES = 8
"""Addresses that are followed from one page."""
_TIMEOUT_S = 20.0
_MAX_WORDS = 400
_DOES_SOMETHING = re.compile(
    r"log-?_?(?:out|off)|sign-?_?(?:out|off)|delete|remove|unsubscribe|cancel|pay\b|buy|cart|basket"
    r"|checkout|download|\.(?:pdf|docx?|xlsx?|pptx?|zip|mp[34]|csv|od[st]|epub|ics)$",
    re.IGNORECASE,
)
_READ = (
    "JSON.stringify({url: document.URL, text: ((document.querySelector('main,[role=main i]')"
    " || document.body || document.documentElement).innerText || '').slice(0, 20000)})"
)


async def follow_twins(probing: Probing) -> Answer:
    """Return links of one name with different addresses, and what stands at some of those."""
    if not _has_twins(probing.page.dom):
        return {"links": [], "found": {}}
    script = f"civiscope.ask([{{id: 'twins', run: ({_script()}\n), options: {{}}}}])"
    answered = json.loads(await probing.tab.evaluate(script))["twins"]
    if "error" in answered:
        raise ValueError(answered["error"])
    links: list[dict[str, Any]] = answered["answer"]
    home = urlsplit(probing.page.final_url).netloc
    found: dict[str, Any] = {}
    end = time.monotonic() + _TIMEOUT_S
    for address in dict.fromkeys(urldefrag(str(link["address"])).url for link in links):
        parts = urlsplit(address)
        asks = unquote(f"{parts.query} {parts.path}")
        if len(found) >= _MAX_ADDRESSES or time.monotonic() > end or parts.netloc != home:
            continue
        if not _DOES_SOMETHING.search(asks) and action_of_address(address) is None:
            found[_hash(address)] = await _content(probing, address)
    for link in links:
        address = urldefrag(str(link["address"])).url
        link |= {"key": _hash(address), "address": redact_url(address)}
    return {"links": links, "found": found}


def _has_twins(dom: Dom) -> bool:
    # Most pages have none, and need not be gone through again; links that only a script makes one
    # are looked for there, and so are those whose difference evidence does not keep.
    seen: dict[str, str] = {}
    for link in dom.links:
        name, address = link.text.casefold(), urldefrag(link.url).url
        if name and name in seen and ("?" in address or seen[name] != address):
            return True
        seen.setdefault(name, address)
    return dom.handlers > 0


async def _content(probing: Probing, address: str) -> dict[str, Any]:
    try:
        await probing.show(address)
        read = json.loads(await probing.tab.evaluate(_READ))
    except (NotShown, PageLeft):
        return {"url": "", "words": [], "numbers": [], "text": ""}
    words = re.findall(r"\w+", str(read["text"]).lower())
    return {
        "url": _hash(urldefrag(str(read["url"])).url),
        "words": sorted({_hash(word) for word in words})[:_MAX_WORDS],
        "numbers": sorted({_hash(word) for word in words if len(re.findall(r"\d", word)) > 3}),
        "text": _hash(" ".join(words)),
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def _script() -> str:
    folder = files("civiscope.collectors.interaction")
    return (folder / "destinations.js").read_text(encoding="utf-8")


PROBE = Probe("destinations", follow_twins, seconds=40, tidy=True)
