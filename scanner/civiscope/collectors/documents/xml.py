"""The type of XML elements, which lxml keeps to itself."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

XmlElement: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage] # it has no other name
