"""The templates of pages: what they print is escaped, bounded and shown as what it is."""

from __future__ import annotations

from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from civiscope_reports.text.plain import cut, is_web_link, visible

_MAX_VALUE_CHARACTERS = 2000


def safe_templates(package: str, **filters: object) -> Environment:
    """Return the templates of *package*, with *filters* beside `cut` and the test `web_link`.

    Whatever they print comes from strangers: text is escaped, cut at 2,000 characters, and
    characters that act on a reader are made visible. A name that is not given is an error.
    """
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Jinja does not say so, but both take any function.
    cast("dict[str, object]", environment.filters).update(filters, cut=cut)
    cast("dict[str, object]", environment.tests)["web_link"] = is_web_link
    return environment


def _finalize(value: object) -> object:
    """Bound and defuse whatever a template prints, so that no template has to remember to."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(cut(value, _MAX_VALUE_CHARACTERS))
    return value
