"""Judge whether templates hold code in attributes. See inline_handler.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Outcome, Place, Source, failed, passed
from civiscope.model.source import SourceElement
from civiscope_rules.shared.sources import place_of_element

_HANDLER = re.compile(
    r"on(?:abort|blur|change|click|dblclick|error|focus|input|invalid|key(?:down|press|up)|load|"
    r"mouse(?:down|enter|leave|move|out|over|up)|reset|resize|scroll|select|submit|toggle|unload|"
    r"beforeunload|touch\w+|drag\w*|drop|paste|copy|cut|contextmenu)"
)
_NOTHING = frozenset({"", "void(0)", "void 0", "return false"})
_COMPILED = frozenset({"jsx", "svelte", "vue"})
"""Languages whose handlers are no attributes on the page."""


def check(source: Source) -> Iterator[Outcome]:
    """Apply to elements of templates that are sent as they are written."""
    if source.role == "test" or source.facts.form in _COMPILED:
        return
    found = False
    for element in source.facts.elements:
        if element.component:
            continue
        for outcome in _outcomes(source, element):
            found = True
            yield outcome
    if source.facts.elements and not found:
        yield passed(Place(source.path, source.path))


def _outcomes(source: Source, element: SourceElement) -> Iterator[Outcome]:
    """Yield at most one fault of an element."""
    for name, value in element.attributes:
        if name in element.maybe:
            # Whoever uses the template decides whether there is one.
            continue
        if _HANDLER.fullmatch(name):
            yield failed(place_of_element(source, element), "handler", attribute=name)
            break
        code = value.lower().removeprefix("javascript:").strip(" ;")
        if name == "href" and value.lower().startswith("javascript:") and code not in _NOTHING:
            yield failed(place_of_element(source, element), "link")
            break
