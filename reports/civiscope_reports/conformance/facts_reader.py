"""Read what stands before the tables of a report: product, version, date, methods, contact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from civiscope_reports.conformance.levels import flow
from civiscope_reports.conformance.tables import (
    SourceBlock,
    SourceParagraph,
    SourceTable,
    grid_of,
    texts_of,
)
from civiscope_reports.conformance.words import fact_words, plain_words

_LABEL = re.compile(r"^\W*([^:\n]{2,70}?)\s*:\s*(.*)$", re.S)
_EDITION = re.compile(r"\bVPAT\W{0,3}\s*(?:Version|version|V|v)?\s*(2\.[0-9])", re.I)
_VERSION = re.compile(
    r"^(.*?)[\s,/(]+(?:version|ver\.?|v\.?)?\s*(\d+(?:\.[\dx]+)*[\w.-]*)\)?$", re.I
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MAX_FACT_CHARACTERS = 8_000
_MAX_LABEL_WORDS = 9


@dataclass(slots=True)
class ReportFacts:
    """What stands before the tables."""

    title: str = ""
    edition: str = ""
    values: dict[str, str] = field(default_factory=dict[str, str])
    """By the names in terms.yaml: `product`, `date`, `methods`, …"""

    @property
    def product(self) -> tuple[str, str]:
        """Name and version of the product, where the version stands at the end of the name."""
        stated = " ".join(self.values.get("product", "").split())
        version = " ".join(self.values.get("version", "").split())
        return (stated, version) if version else name_and_version(stated)

    @property
    def email(self) -> str:
        """The first e-mail address of the contact."""
        found = _EMAIL.search(
            " ".join((self.values.get("contact", ""), self.values.get("author", "")))
        )
        return found[0] if found else ""


def name_and_version(stated: str) -> tuple[str, str]:
    """Return the name of a product, and the version that stands at its end; empty without one."""
    found = _VERSION.match(stated)
    if not found or not found[1].strip():
        return stated, ""
    return found[1].strip(" ,/-"), found[2]


class FactsReader:
    """Gathers facts block by block."""

    def __init__(self) -> None:
        self.facts = ReportFacts()
        self._name = ""
        """Label that the next paragraphs belong to."""
        self.products: list[str] = []
        """Every product that a label names."""

    def read(self, block: SourceParagraph) -> bool:
        """Read a paragraph; say whether it names a product."""
        named = False
        for part in self._parts(block.text.strip()):
            named = self._read_part(SourceParagraph(part, block.heading)) or named
        return named

    def _parts(self, text: str) -> Iterator[str]:
        """Yield *text* in parts: lines that begin with a label are facts of their own."""
        part: list[str] = []
        for line in text.split("\n"):
            if part and self._labelled(line, heading=False)[0]:
                yield "\n".join(part)
                part = []
            part.append(line)
        yield "\n".join(part)

    def _read_part(self, block: SourceParagraph) -> bool:
        text = block.text.strip()
        if not self.facts.edition and (edition := _EDITION.search(text)):
            self.facts.edition = edition[1]
        label, value = self._labelled(text, block.heading)
        if label:
            self._name = label
            if value:
                self._add(label, value)
            return label == "product"
        if not self.facts.title and ("conformance report" in text.lower() or block.heading):
            self.facts.title = flow(text)[:300]
            return False
        if block.heading:
            self._name = ""
        elif self._name:
            self._add(self._name, text)
            return self._name == "product"
        return False

    def pass_claims(self) -> None:
        """Note that a table of claims stands here: what follows it belongs to no label before."""
        self._name = ""

    def read_table(self, table: SourceTable) -> None:
        """Read a table of labels and values, as some reports have it before the others."""
        for row in grid_of(table):
            texts = texts_of(row)
            if len(texts) == 2:
                name = fact_words().get(plain_words(texts[0]))
                if name and name != "end":
                    self._add(name, texts[1])
        self._name = ""

    def _labelled(self, text: str, heading: bool) -> tuple[str, str]:
        found = _LABEL.match(text)
        label, value = (found[1], found[2]) if found else (text, "")
        words = plain_words(label)
        if len(words.split()) > _MAX_LABEL_WORDS:
            return "", ""
        name = fact_words().get(words, "")
        if not name or (not found and not heading and len(words.split()) < 2):
            return "", ""
        return name, value.strip()

    def _add(self, name: str, value: str) -> None:
        if name == "end":
            return
        if name == "product":
            self.products.append(" ".join(value.split()))
        before = self.facts.values.get(name, "")
        # The first one holds; what follows it in the same place goes on.
        if not before:
            self.facts.values[name] = value[:_MAX_FACT_CHARACTERS]
        elif name == self._name and name not in {"product", "version", "date"}:
            self.facts.values[name] = f"{before}\n{value}"[:_MAX_FACT_CHARACTERS]


def edition_in(blocks: Iterable[SourceBlock]) -> str:
    """Return the edition of the template that *blocks* name first."""
    for block in blocks:
        if isinstance(block, SourceParagraph) and (found := _EDITION.search(block.text)):
            return found[1]
    return ""
