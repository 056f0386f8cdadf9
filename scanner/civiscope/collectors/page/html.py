"""Read HTML as the server sent it, before any script ran."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element  # pyright: ignore[reportPrivateUsage] # the name stubs use

from civiscope.model import Missing, RawHtml
from civiscope.web.urls import is_web_url, resolve

MAX_CHARACTERS = 10_000_000
_MAX_LINKS = 5000
_MAX_WORDS = 20
_WORD = re.compile(r"[一-鿿぀-ヿ฀-๿]|\w+")
_SILENT = {"script", "style", "noscript", "template"}


def read_body(
    body: str | Missing, base_url: str, rendered: str, known: Iterable[str]
) -> RawHtml | Missing:
    """Return the facts of the HTML that came, where it did; see `read_html`."""
    return body if isinstance(body, Missing) else read_html(body, base_url, rendered, set(known))


def read_html(html: str, base_url: str, rendered: str, known: Collection[str]) -> RawHtml:
    """Return the facts of *html*.

    *rendered* is the text of the rendered main content, *known* the links of the rendered page;
    neither is kept. Broken HTML is read as far as it goes; it never raises.
    """
    html = html[:MAX_CHARACTERS]
    root = _parse(html)
    seen = _looked_into(html)
    if root is None:
        return seen
    words: set[str] = set()
    total = 0
    for text in _visible_text(root):
        found = _WORD.findall(text.lower())
        total += len(found)
        words.update(found)
    title = next((t.text or "" for t in root.iter("title")), "")
    return replace(
        seen,
        title=" ".join(title.split())[:1000],
        lang=root.get("lang"),
        words=total,
        links=tuple(_links(root, base_url, known)),
        coverage=_coverage(rendered, words),
        noscript=next(root.iter("noscript"), None) is not None,
    )


def _looked_into(html: str) -> RawHtml:
    """Return what *html* holds that should not be there."""
    # What looks into texts is loaded while the browser works.
    from civiscope.detectors import find_debugging, find_inside, find_secrets
    from civiscope.detectors.national_ids import find_exposed

    return RawHtml(
        length=len(html),
        exposed=find_exposed(html),
        leaks=(*find_secrets(html), *find_inside(html)),
        debugging=find_debugging(html),
    )


def _parse(html: str) -> _Element | None:
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True)
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _visible_text(root: _Element) -> list[str]:
    texts: list[str] = []
    # Depth first without recursion: hostile pages nest deeper than Python does.
    stack: list[_Element] = [root]
    while stack:
        element = stack.pop()
        if element.tail:
            texts.append(element.tail)
        if isinstance(element.tag, str) and element.tag not in _SILENT:
            if element.text:
                texts.append(element.text)
            stack.extend(element)
    return texts


def _links(root: _Element, base_url: str, known: Collection[str]) -> list[str]:
    base = next((b.get("href") for b in root.iter("base") if b.get("href")), None)
    base_url = resolve(base_url, base) if base else base_url
    found: dict[str, None] = {}
    for element in root.iter("a", "area"):
        href = element.get("href")
        if href and not href.startswith("#"):
            url = resolve(base_url, href)
            if url not in known and is_web_url(url):
                found[url] = None
                if len(found) >= _MAX_LINKS:
                    break
    return list(found)


def _coverage(rendered: str, raw: set[str]) -> float | None:
    wanted = set(_WORD.findall(rendered.lower()))
    if len(wanted) < _MAX_WORDS:
        return None
    return round(len(wanted & raw) / len(wanted), 3)
