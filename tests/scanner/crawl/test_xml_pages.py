"""XML data is a document, whatever the browser shows of it; XHTML and SVG are pages."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.scan import scan

pytestmark = pytest.mark.browser

DECLARED = '<?xml version="1.0"?>'
XHTML = "http://www.w3.org/1999/xhtml"
STYLE = '<?xml-stylesheet type="text/xsl" href="/notices.xsl"?>'
SHEET = (
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:template match="/"><html><body><p>Notices</p></body></html></xsl:template>'
    "</xsl:stylesheet>"
)
DATA = {
    "/data": Answer(f"{DECLARED}<rates><rate>1</rate></rates>", type="text/xml"),
    "/map": Answer(
        f'{DECLARED}<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>',
        type="application/xml",
    ),
    "/styled": Answer(f"{DECLARED}{STYLE}<notices><n>1</n></notices>", type="text/xml"),
    "/broken": Answer(f"{DECLARED}<rates><rate></rates>", type="application/xml"),
    "/nameless": Answer("<html><head><title>No</title></head></html>", type="application/xml"),
}
PAGES = {
    "/xhtml": Answer(
        f'{DECLARED}<html xmlns="{XHTML}" lang="en"><head><title>Forms</title></head>'
        "<body><p>Forms</p></body></html>",
        type="application/xml",
    ),
    "/chart": Answer(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', type="image/svg+xml"
    ),
}


def test_the_root_element_as_served_says_what_a_page_is(tmp_path: Path) -> None:
    answers = {
        "/": page("Data", *DATA, *PAGES),
        **DATA,
        **PAGES,
        "/notices.xsl": Answer(SHEET, type="text/xsl"),
    }
    with Site(answers) as site:
        settings = ScanSettings(
            resolve={"127.0.0.1": "127.0.0.1"}, missing_page=False, sitemaps=False, tabs=2
        )
        reader: EvidenceReader = asyncio.run(scan([site.url("/")], settings, tmp_path / "out"))
        found = {entry.url: entry.kind for entry in reader.entries}
        listed = {document.url for document in reader.end.documents}

        assert listed == {site.url(path) for path in DATA}
        assert {url for url, kind in found.items() if kind == "page"} == {
            site.url(path) for path in ("/", *PAGES)
        }
