"""Turn a page into the blocks of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element  # pyright: ignore[reportPrivateUsage] # the name stubs use

from civiscope.detectors.statement.folding import clean
from civiscope.detectors.statement.plain_text import (
    MAX_BLOCKS,
    MAX_CHARACTERS,
    joined_row,
    without_addresses,
)
from civiscope.model.statement import BlockKind, StatementBlock, StatementLink, StatementText
from civiscope.web.urls import redact_url, resolve

MAX_BLOCK_CHARACTERS = 4_000
_MIN_WORDS = 25
"""Words of a main element, at least, for the statement to be in it."""
_SILENT = frozenset(
    {"script", "style", "template", "svg", "head", "select", "datalist", "textarea", "object"}
)
_FURNITURE = frozenset({"header", "nav", "footer", "aside"})
_FURNITURE_ROLES = frozenset(
    {"banner", "navigation", "contentinfo", "search", "dialog", "alertdialog", "complementary"}
)
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
        ),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1"),
        *("h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "label", "legend", "li", "main"),
        *("nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    }
)
_COOKIES = re.compile(r"cookie|consent|gdpr-banner", re.IGNORECASE)


def read_html(html: str, base_url: str = "") -> StatementText:
    """Return the statement that *html* shows; broken HTML is read as far as it goes."""
    root = _parse(html[:MAX_CHARACTERS])
    if root is None:
        return StatementText()
    main = _main(root)
    reader = _TreeReader(base_url)
    reader.read(main)
    footer = _TreeReader(base_url, footer=True)
    for element in _footers(root, main):
        footer.read(element)
    return StatementText(
        blocks=(*reader.blocks[:MAX_BLOCKS], *footer.blocks[:200]),
        lang=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        frames=tuple(reader.frames),
        pictures=reader.pictures,
        forms=reader.forms,
    )


def _parse(html: str) -> _Element | None:
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True)
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _main(root: _Element) -> _Element:
    """Return the element that holds the statement: the main content, else the body."""
    body = next(root.iter("body"), root)
    for each in root.iter():
        is_main = isinstance(each.tag, str) and (each.tag == "main" or each.get("role") == "main")
        if is_main and (_has_words(each) or each.find(".//iframe") is not None):
            return each
    return body


def _has_words(element: _Element) -> bool:
    return len(" ".join(element.itertext()).split()) >= _MIN_WORDS


def _footers(root: _Element, main: _Element) -> Iterator[_Element]:
    inside = set(main.iter()) if main.tag != "body" else set[_Element]()
    for each in root.iter("footer"):
        if each not in inside:
            yield each


@dataclass
class _TreeReader:
    """Walks a tree and collects its blocks."""

    base_url: str
    footer: bool = False
    blocks: list[StatementBlock] = field(default_factory=list[StatementBlock])
    frames: list[str] = field(default_factory=list[str])
    pictures: int = 0
    forms: int = 0
    _text: list[str] = field(default_factory=list[str])
    _links: list[StatementLink] = field(default_factory=list[StatementLink])
    _hooks: list[str] = field(default_factory=list[str])
    _kind: BlockKind = "text"
    _level: int = 0
    _term: str = ""

    def read(self, top: _Element) -> None:
        """Take in what *top* holds. Without recursion: hostile pages nest deeper than Python."""
        stack: list[tuple[_Element, bool]] = [(top, True)]
        while stack:
            element, entering = stack.pop()
            if not entering:
                self._leave(element)
                self._add(element.tail if element is not top else None)
                continue
            if element is not top and self._is_skipped(element):
                self._add(element.tail)
                continue
            if element.tag == "table" and self._table(element):
                self._add(element.tail)
                continue
            stack.append((element, False))
            self._enter(element)
            self._add(element.text)
            stack.extend((child, True) for child in reversed(element))
        self._flush()

    def _is_skipped(self, element: _Element) -> bool:
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            return True
        names = f"{element.get('id') or ''} {element.get('class') or ''}"
        if element.get("role") in {"dialog", "alertdialog"} or (
            element.tag in {"div", "section", "aside"} and _COOKIES.search(names)
        ):
            return True
        if self.footer:
            return False
        return (
            element.tag in _FURNITURE - {"header", "aside"}
            or element.get("role") in _FURNITURE_ROLES
            or (element.tag == "header" and element.find(".//nav") is not None)
        )

    def _enter(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._kind, self._level = "heading", int(tag[1])
        elif element.get("role") == "heading":
            level = element.get("aria-level") or "2"
            self._kind, self._level = "heading", int(level) if level.isdigit() else 2
        elif tag == "li":
            self._kind = "item"
        hook = " ".join(filter(None, (element.get("id"), element.get("class"))))
        if hook and ("a11y-" in hook or "mr-" in hook or "conformance-output" in hook):
            self._hooks.append(hook)
        self._note(element)

    def _note(self, element: _Element) -> None:
        match element.tag:
            case "a":
                self._link(element)
            case "br":
                self._flush(keep=True)
            case "iframe" | "frame":
                src = element.get("src") or ""
                self.frames.append(redact_url(resolve(self.base_url, src)) if src else "")
            case "img":
                if not (element.get("alt") or "").strip():
                    self.pictures += 1
                else:
                    self._add(f" {element.get('alt')} ")
            case "input":
                self._input(element)
            case "form":
                self.forms += _takes_messages(element)
            case "time":
                self._time(element)
            case _:
                pass

    def _input(self, element: _Element) -> None:
        if element.get("type") in {"checkbox", "radio"}:
            self._flush()
            self._add("[x] " if element.get("checked") is not None else "[ ] ")

    def _time(self, element: _Element) -> None:
        when = (element.get("datetime") or "")[:10]
        if when and not re.search(r"\d{4}", "".join(element.itertext())):
            self._add(f" {when} ")

    def _link(self, element: _Element) -> None:
        href = (element.get("href") or "").strip()
        scheme = href.partition(":")[0].lower()
        if scheme in {"mailto", "tel"}:
            url = f"{scheme}:"
        elif href and not href.startswith("#"):
            url = redact_url(resolve(self.base_url, href) if self.base_url else href)
        else:
            return
        text = without_addresses(clean(" ".join(element.itertext())))[:300]
        self._links.append(StatementLink(url, text))

    def _leave(self, element: _Element) -> None:
        tag = element.tag
        if tag == "dt":
            self._term = clean("".join(self._text))
            self._text.clear()
        if tag in _BLOCKS or element.get("role") == "heading":
            self._flush()
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6", "li"} or element.get("role") == "heading":
            self._kind, self._level = "text", 0
        hook = " ".join(filter(None, (element.get("id"), element.get("class"))))
        if self._hooks and self._hooks[-1] == hook:
            self._hooks.pop()

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(text)

    def _flush(self, *, keep: bool = False) -> None:
        text = clean("".join(self._text))
        links = tuple(self._links)
        self._text.clear()
        self._links.clear()
        if self._term and text:
            text, self._term = f"{self._term.rstrip(' :')}: {text}", ""
        if text in {"[x]", "[ ]"} and not keep:
            self._text.append(text + " ")
            return
        if text or links:
            self._append(text, links, self._kind, self._level)

    def _append(
        self, text: str, links: Sequence[StatementLink], kind: BlockKind, level: int
    ) -> None:
        self.blocks.append(
            StatementBlock(
                text=without_addresses(text)[:MAX_BLOCK_CHARACTERS],
                kind=kind,
                level=level,
                links=tuple(links),
                hook=self._hooks[-1][:100] if self._hooks else "",
                footer=self.footer,
            )
        )

    def _table(self, table: _Element) -> bool:
        """Read a table of data row by row; False for one that only lays out a page."""
        if table.find(".//table") is not None or table.find(".//h2") is not None:
            return False
        rows = [row for row in table.iter("tr")]
        cells = [[c for c in row if c.tag in {"td", "th"}] for row in rows]
        if max((len(row) for row in cells), default=0) < 2:
            return False
        self._flush()
        texts = [[clean(" ".join(c.itertext())) for c in row] for row in cells]
        heads = texts[0] if cells and all(c.tag == "th" for c in cells[0]) else []
        if (
            not heads
            and len(texts) > 1
            and len(texts[0]) > 2
            and not any(re.search(r"\d", t) for t in texts[0])
        ):
            heads = texts[0]
        for row, named in zip(cells, texts, strict=True):
            if named is heads:
                continue
            for each in row:
                for link in each.iter("a"):
                    self._link(link)
            links = tuple(self._links)
            self._links.clear()
            self._append(joined_row(named, heads), links, "row", 0)
        return True


def _takes_messages(form: _Element) -> bool:
    return next(form.iter("textarea"), None) is not None
