"""The languages that templates are written in: which a file is, and what its tokens look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Literal

_STRING = r""""(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+'"""
# Bounded, so that what is opened many times and never closed costs little.
_REST = r".{0,10000}?"
_BRACES = rf"\{{\{{(?:[^{{}}]|\{{[^{{}}]*+\}}){{0,5000}}+\}}\}}|\{{\{{{_REST}\}}\}}"
_PERCENT = rf"\{{%{_REST}%\}}"
_PARENS = rf"\((?:{_STRING}|[^()\"']|\((?:{_STRING}|[^()\"']|\((?:{_STRING}|[^()\"'])*+\))*+\))*+\)"

TokenKind = Literal["comment", "print", "print-html", "open", "middle", "close", "code"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a template language is told from the HTML around it."""

    name: str
    token: re.Pattern[str] | None = None
    """Matches one piece of template syntax; None where the file is plain HTML."""
    blocks: str = ""
    """Which family of words opens and closes its blocks."""


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.DOTALL)


_JINJA: Final = _pattern(
    rf"\{{#{_REST}#\}}",
    rf"\{{%-?\s*comment\b{_REST}endcomment\s*-?%\}}",
    _PERCENT,
    _BRACES,
)
_ERB: Final = _pattern(rf"<%--{_REST}--%>", rf"<%{_REST}%>")
_PHP: Final = _pattern(r"<\?(?:php|=).*?(?:\?>|\Z)")
_BLADE: Final = _pattern(
    rf"\{{\{{--{_REST}--\}}\}}",
    rf"\{{!!{_REST}!!\}}",
    _BRACES,
    rf"@php\b{_REST}@endphp",
    r"<\?(?:php|=).*?(?:\?>|\Z)",
    # An address (`mail@host`) and an event of Alpine (`@click=`) are no directives.
    rf"(?<![\w.])@(?!click|change|input|submit|key|mouse|focus|blur|load|scroll|toggle|media|import)"
    rf"[a-zA-Z]+\b(?!\s*=|[.-])(?:\s*{_PARENS})?",
)
_HANDLEBARS: Final = _pattern(rf"\{{\{{!--{_REST}--\}}\}}", rf"\{{\{{\{{{_REST}\}}\}}\}}", _BRACES)

DIALECTS: Final = {
    each.name: each
    for each in (
        Dialect("html"),
        Dialect("jinja", _JINJA, "percent"),
        Dialect("django", _JINJA, "percent"),
        Dialect("nunjucks", _JINJA, "percent"),
        Dialect("twig", _JINJA, "percent"),
        Dialect("liquid", _JINJA, "percent"),
        Dialect("erb", _ERB, "ruby"),
        Dialect("ejs", _ERB, "braces"),
        Dialect("php", _PHP, "braces"),
        Dialect("blade", _BLADE, "blade"),
        Dialect("handlebars", _HANDLEBARS, "mustache"),
        Dialect("vue", _HANDLEBARS, ""),
        Dialect("svelte", None, "svelte"),
        Dialect("jsx", None, "jsx"),
    )
}
_ENDINGS = {
    ".jinja": "jinja", ".jinja2": "jinja", ".j2": "jinja", ".njk": "nunjucks", ".nunjucks":
    "nunjucks", ".twig": "twig", ".erb": "erb", ".rhtml": "erb", ".ejs": "ejs", ".hbs":
    "handlebars", ".handlebars": "handlebars", ".mustache": "handlebars", ".vue": "vue", ".svelte":
    "svelte", ".jsx": "jsx", ".tsx": "jsx", ".phtml": "php", ".liquid": "liquid", ".html": "html",
    ".htm": "html", ".xhtml": "html",
}  # fmt: skip
_OTHERS_J2 = re.compile(
    r"\.(?:conf|cfg|ini|ya?ml|json|sh|service|toml|txt|sql|env|py|js|css|xml|md|rst)\.(?:j2|jinja2?|erb|twig)$"
)
_PERCENT_SIGN = re.compile(r"\{%[-+]?\s*\w+|\{#")
_DJANGO_SIGN = re.compile(r"\{%\s*(?:load|url|trans|blocktrans\w*|static|csrf_token)\b")
_BRACES_SIGN = re.compile(r"\{\{")
_MUSTACHE_SIGN = re.compile(r"\{\{[#/>^]")
_ANGULAR_SIGN = re.compile(r"""\s(?:\*ng\w+|\[\w+\]|\(\w+\)|ng-\w+)\s*=""")


def dialect_of(path: str, text: str) -> Dialect | None:
    """Return the language of a template; None for a file that is none."""
    name = PurePosixPath(path).name.lower()
    if _OTHERS_J2.search(name):
        return None
    if name.endswith(".blade.php"):
        return DIALECTS["blade"]
    ending = PurePosixPath(name).suffix
    if ending == ".php":
        # A program with no HTML outside its code prints none that could be read.
        return DIALECTS["php"] if re.search(r"\?>\s*<|\A\s*<[a-z!]", text, re.IGNORECASE) else None
    form = _ENDINGS.get(ending)
    if form != "html":
        return DIALECTS[form] if form else None
    if _PERCENT_SIGN.search(text):
        return DIALECTS["django" if _DJANGO_SIGN.search(text) else "jinja"]
    if _MUSTACHE_SIGN.search(text):
        return DIALECTS["handlebars"]
    if "<%" in text:
        return DIALECTS["ejs"]
    if _ANGULAR_SIGN.search(text):
        return DIALECTS["vue"]
    return DIALECTS["jinja" if _BRACES_SIGN.search(text) else "html"]


_OPENS = {
    "percent": re.compile(
        r"\{%[-+]?\s*(if|unless|ifchanged|ifequal|ifnotequal|for|macro|call|case|switch)\b"
    ),
    "ruby": re.compile(
        r"<%-?\s*(if|unless|case|while|until|for)\b|.*\b(each|times|map|each_with_index)\b.*\bdo\b",
        re.DOTALL,
    ),
    "braces": re.compile(
        r"<[%?](?:php)?-?\s*(if|for|foreach|while|switch)\b|.*\.(forEach|map)\(", re.DOTALL
    ),
    "blade": re.compile(
        r"@(if|unless|isset|empty|auth|guest|can|cannot|env|production|hasSection|switch|for|foreach|forelse|while|error)\b"
    ),
    "mustache": re.compile(r"\{\{~?[#^]\s*(if|unless|each|with|\w[\w.]*)"),
    "svelte": re.compile(r"\{#(if|each|await|key|snippet)\b"),
}
_CLOSES = {
    "percent": re.compile(
        r"\{%[-+]?\s*end(if|unless|ifchanged|ifequal|ifnotequal|for|macro|call|case|switch)\b"
    ),
    "ruby": re.compile(r"<%-?\s*(end|\})\s*-?%>"),
    "braces": re.compile(
        r"<[%?](?:php)?-?\s*(?:\}(?!\s*else)|end(?:if|for|foreach|while|switch)\b)"
    ),
    "blade": re.compile(
        r"@end(if|unless|isset|empty|auth|guest|can|cannot|env|production|switch|for|foreach|forelse|while|error)\b"
    ),
    "mustache": re.compile(r"\{\{~?/"),
    "svelte": re.compile(r"\{/"),
}
_LOOPS = re.compile(r"\b(for|foreach|forelse|each|while|until|times|map|forEach|each_with_index)\b")
_MACRO = re.compile(r"\b(macro|call)\b")
_PRINTS = re.compile(r"^(?:\{\{|\{!!|<%[=-]|<%==|<\?=|<\?php\s+(?:echo|print|the_|e\())")
_INCLUDES = re.compile(
    r"\b(include|extends|block|yield|render|component|slot|content_for|super|section|embed|import|"
    r"partial|get_template_part|wp_head|wp_footer|wp_nav_menu|body_class|language_attributes|"
    r"post_class|the_\w+|do_action|dynamic_sidebar|echo|print|printf|_e|csrf_token|csrf_field|stack|"
    r"livewire|inject|cycle|firstof|render_\w+|include_\w+|\w+_tags?|\w+_field|\w+_form)\b"
)
_COMMENTS = re.compile(r"^(?:\{#|\{%-?\s*comment\b|<%#|<%--|\{\{--|\{\{!)")
_HTML = re.compile(r"\|\s*safe\b|\|\s*raw\b|^\{!!|^\{\{\{|^<%==|html_safe|\braw\b|\|\s*richtext")
_TRANSLATES = re.compile(r"\{%[-+]?\s*(?:trans|translate)\s+[\"'](?![^%]*\bas\s+\w+\s*%)")
_SILENT = re.compile(
    r"^(?:\{%[-+]?\s*(?:load|url\b.*\bas\b|set|with|endwith|trans|blocktrans|endblocktrans|"
    r"blocktranslate|endblocktranslate|autoescape|endautoescape|spaceless|endspaceless|get_\w+|else|"
    r"elif|elsif|elseif|empty|assign|capture|from|import|do|filter|endfilter|endblock|endset|plural|"
    r"cache|endcache|language|endlanguage|localize|endlocalize|verbatim|endverbatim|raw|endraw)\b"
    r"|@(?:else|elseif|case|break|default|php|push|endpush|endsection|endslot|lang|props|vite)\b"
    r"|\{\{~?else)"
)


def kind_of_token(token: str, dialect: Dialect) -> tuple[TokenKind, str]:
    """Return what a piece of template syntax does, and `loop`, `branch` or `macro` for blocks."""
    if _COMMENTS.match(token):
        return "comment", ""
    opens, closes = _OPENS.get(dialect.blocks), _CLOSES.get(dialect.blocks)
    if closes and closes.match(token):
        return "close", ""
    if opens and opens.match(token):
        return "open", "macro" if _MACRO.search(token) else "loop" if _LOOPS.search(
            token
        ) else "branch"
    if dialect.blocks == "svelte":
        return (
            "code" if token.startswith("{:") else "print-html" if "@html" in token else "print"
        ), ""
    if _PRINTS.match(token):
        return ("print-html" if _HTML.search(token) or _INCLUDES.search(token) else "print"), ""
    if _TRANSLATES.match(token):
        return "print", ""
    if _SILENT.match(token):
        return "code", ""
    return ("print-html" if _INCLUDES.search(token) else "code"), ""
