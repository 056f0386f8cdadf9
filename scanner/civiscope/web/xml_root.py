"""Read which vocabulary an XML document is written in, from its text as served."""

from __future__ import annotations

import re

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
_XML_TYPES = {"text/xml", "application/xml"}
_MAX_PROLOG = 100_000
_PROLOG = re.compile(r"﻿?(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*>)*", re.DOTALL)
_START_TAG = re.compile(
    r"""<(?:([\w.-]+):)?[\w.-]+((?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?)>""", re.DOTALL
)
_DECLARED = re.compile(r"""\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def is_xml(media_type: str) -> bool:
    """Say whether documents of *media_type* are XML."""
    return media_type in _XML_TYPES or media_type.endswith("+xml")


def root_namespace(text: str) -> str:
    """Return the namespace of the root element of the XML *text*; empty when it has none.

    What is not well-formed is read as far as its root's start tag.
    """
    head = text[:_MAX_PROLOG]
    prolog = _PROLOG.match(head)
    root = _START_TAG.match(head, prolog.end() if prolog else 0)
    if root is None:
        return ""
    prefix, attributes = root.groups()
    for match in _DECLARED.finditer(attributes):
        if (match[1] or "") == (prefix or ""):
            return match[2] if match[2] is not None else match[3]
    return ""
