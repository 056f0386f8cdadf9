"""Turn the Markdown of a rule page into HTML that cannot do anything."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from civiscope_reports.text.plain import cut, is_web_link, visible

MAX_CHARACTERS = 20_000
"""Characters of Markdown shown; no page that helps is longer."""


def to_html(markdown: str) -> Markup:
    """Return *markdown* as HTML: paragraphs, lists, code, emphasis, tables, web links.

    HTML in it is shown as text; images and links to anything but the web are left as written.
    Headings become level 5, the level below the parts of an issue.
    """
    rendered = _PARSER.render(visible(cut(markdown, MAX_CHARACTERS)))
    return Markup(rendered)  # noqa: S704 # nosec B704 # the parser escapes everything


class _SafeRenderer(RendererHTML):
    def link_open(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, object],
    ) -> str:
        tokens[idx].attrSet("rel", "noopener noreferrer")
        return self.renderToken(tokens, idx, options, env)

    def heading_open(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, object],
    ) -> str:
        return "<h5>"

    def heading_close(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, object],
    ) -> str:
        return "</h5>\n"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_SafeRenderer)
    parser.enable("table").disable("image")
    parser.validateLink = is_web_link  # type: ignore[method-assign]
    return parser


_PARSER = _parser()
