"""Which vocabulary XML is written in, told from its text."""

from __future__ import annotations

import pytest

from civiscope.web.xml_root import SVG, XHTML, is_xml, root_namespace


@pytest.mark.parametrize(
    ("text", "namespace"),
    [
        ("<catalogue><item/></catalogue>", ""),
        (f'<html xmlns="{XHTML}">', XHTML),
        (f"<?xml version='1.0'?>\n<!-- a > b -->\n<svg\n xmlns='{SVG}'/>", SVG),
        (f'\ufeff<?xml version="1.0"?><h:html xmlns:h="{XHTML}" xmlns="urn:other">', XHTML),
        (f'<h:html xmlns="{XHTML}">', ""),
        (f'<a title="1 > 0" xmlns="{XHTML}">', XHTML),
        (f'<!DOCTYPE html [<!ENTITY x "<html>">]><html xmlns="{XHTML}">', XHTML),
        (f'<data><html xmlns="{XHTML}"/></data>', ""),
        ("", ""),
        ("no markup", ""),
        ("<!-- never closed <html>", ""),
        ("<" * 200_000, ""),
        (" " * 200_000, ""),
    ],
)
def test_the_root_s_own_declaration_counts(text: str, namespace: str) -> None:
    assert root_namespace(text) == namespace


def test_types_of_xml() -> None:
    assert all(map(is_xml, ("text/xml", "application/xml", "application/xhtml+xml")))
    assert not is_xml("text/html")
