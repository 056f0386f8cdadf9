"""Read the XMP metadata of a PDF."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from civiscope.collectors.documents.xml import XmlElement

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PDFUA = "http://www.aiim.org/pdfua/ns/id/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Xmp:
    """What the metadata says."""

    readable: bool = False
    title: str | None = None
    """None when there is no `dc:title`."""
    part: str | None = None
    """Of PDF/UA; None when the file does not claim it."""
    revision: str | None = None
    default_texts: bool = False
    """Whether there are texts whose language is not told."""
    prefixes: tuple[str, ...] = ()
    """Prefixes of the properties that identify PDF/UA."""


def read_xmp(data: bytes) -> Xmp:
    """Return what *data* says; nothing when it is not XML."""
    if len(data) > _MAX_BYTES:
        return Xmp()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(_trimmed(data), parser)
    except (etree.XMLSyntaxError, ValueError):
        return Xmp()
    title: str | None = None
    values: dict[str, str] = {}
    prefixes: set[str] = set()
    for node in root.iter(f"{{{RDF}}}Description"):
        for key, value in node.attrib.items():
            name = etree.QName(key)
            if name.namespace == PDFUA:
                values.setdefault(name.localname, str(value))
                prefixes.add(_prefix(node, PDFUA))
            elif name.namespace == DC and name.localname == "title":
                title = title or str(value)
        for child in node.iterchildren(tag=etree.Element):
            name = etree.QName(child)
            if name.namespace == PDFUA:
                values.setdefault(name.localname, (child.text or "").strip())
                prefixes.add(child.prefix or "")
            elif name.namespace == DC and name.localname == "title":
                title = title or _alternative(child)
    default = any(
        {item.get(_XML_LANG) for item in node.iterchildren(f"{{{RDF}}}li")} == {"x-default"}
        for node in root.iter(f"{{{RDF}}}Alt")
    )
    return Xmp(True, title, values.get("part"), values.get("rev"), default, tuple(sorted(prefixes)))


def _trimmed(data: bytes) -> bytes:
    # Packets are padded behind, and some writers put bytes of another encoding before.
    start = data.find(b"<")
    return data[start:].rstrip(b"\x00 \t\r\n") if start >= 0 else data


def _prefix(node: XmlElement, url: str) -> str:
    found = [prefix or "" for prefix, uri in node.nsmap.items() if uri == url]
    return "pdfuaid" if "pdfuaid" in found else next(iter(found), "")


def _alternative(node: XmlElement) -> str:
    """Return the text of an `rdf:Alt`: the default one, or the first."""
    items = list(node.iter(f"{{{RDF}}}li"))
    for item in items:
        if item.get(_XML_LANG) == "x-default":
            return (item.text or "").strip()
    return ((items[0].text if items else node.text) or "").strip()
