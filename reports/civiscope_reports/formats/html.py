"""Write the report for people: one HTML file that needs no network and no script, or a folder."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from jinja2 import Environment
from markupsafe import Markup

from civiscope.atomic_write import write_whole
from civiscope.results import Results
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.pictures import ElementPictures
from civiscope_reports.content.report_values import values
from civiscope_reports.content.rule_text import to_html
from civiscope_reports.content.template_words import template_words
from civiscope_reports.planning.for_report import plan_for_report
from civiscope_reports.planning.view import plan_view
from civiscope_reports.text.language import language
from civiscope_reports.text.plain import cut, host_and_path, visible
from civiscope_reports.text.templates import safe_templates

MAX_PRINTED = 30
"""Issues of each kind in the summary for paper."""
_FIRST_TAG = re.compile(r"\s*<[^<>]{1,600}>")


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the report on *results* to *path*, whole or not at all. Raises CannotWriteError."""
    write_whole(path, [_bytes(render(results, context))])


def prepare() -> None:
    """Compile the templates of the report, which takes longer than to fill them for a page."""
    templates = environment()
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)


def write_folder(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the report as a page at *path* with its style and script beside it.

    For servers whose policy blocks what stands in the page itself, as that of Jenkins does.
    Raises CannotWriteError.
    """
    for name in ("report.css", "report.js"):
        write_whole(path.parent / name, [_bytes(file_part(name))])
    page, shown = _render(results, context, in_folder=True)
    for picture in shown.all:
        write_whole(path.parent / "pictures" / picture.name, [picture.content])
    write_whole(path, [_bytes(page)])


def render(results: Results, context: Context = NOTHING) -> str:
    """Return the report on *results* as one HTML document."""
    return _render(results, context, in_folder=False)[0]


def _render(results: Results, context: Context, *, in_folder: bool) -> tuple[str, ElementPictures]:
    style, script = file_part("report.css"), file_part("report.js")
    words = language(context.language)
    told = values(results, context, words)
    shown = cast("ElementPictures", told["pictures"])
    policy = _FOLDER_POLICY if in_folder else policy_for(style, script)
    if shown.all:
        policy += "; img-src 'self'" if in_folder else "; img-src data:"
    template = environment().get_template("base.html")
    rendered = template.render(
        **template_words(words),
        **told,
        **plan_view(plan_for_report(results, context, words), context.planning, words, links=False),
        policy=policy,
        in_folder=in_folder,
        style=style,
        script=script,
    )
    return rendered, shown


def render_printed(results: Results, context: Context = NOTHING) -> str:
    """Return the report on *results* as an HTML document for paper, one problem a block."""
    style = file_part("report.css")
    words = language(context.language)
    told = values(results, context, words, MAX_PRINTED)
    policy = policy_for(style, "")
    if cast("ElementPictures", told["pictures"]).all:
        policy += "; img-src data:"
    template = environment().get_template("printed.html")
    return template.render(
        **template_words(words),
        **told,
        policy=policy,
        style=style,
    )


@cache
def environment() -> Environment:
    """Return the templates of pages, with what they need to show snippets and Markdown."""
    return safe_templates(
        "civiscope_reports",
        host_and_path=host_and_path,
        markdown=to_html,
        marked=_mark_tag,
        toml=_toml,
        whole=_whole,
    )


def _mark_tag(snippet: str) -> Markup:
    """Return *snippet* with the tag that it is about marked; what the tag holds stays plain."""
    snippet = visible(snippet)
    tag = _FIRST_TAG.match(snippet)
    end = tag.end() if tag else 0
    return Markup("<mark>{}</mark>{}").format(snippet[:end], snippet[end:])


def _whole(address: str) -> Markup:
    """Return an *address* of our own making, which is not to be cut however long it is."""
    return Markup("{}").format(address)


def _toml(value: str) -> str:
    """Return *value* as a string of TOML."""
    escaped = visible(cut(value, 300)).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'


@cache
def file_part(name: str) -> Markup:
    """Return the style or the script of pages, by its file name."""
    source = files("civiscope_reports") / "templates" / name
    return Markup(source.read_text(encoding="utf-8"))  # noqa: S704 # nosec B704 # our own file


def _bytes(text: str) -> bytes:
    # Half of a surrogate pair is named by `visible`; this is for one in the rulebook's own text.
    return text.encode("utf-8", "replace")


_REST = (
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_FOLDER_POLICY = f"default-src 'none'; style-src 'self'; script-src 'self'; {_REST}"


def policy_for(style: str, script: str) -> str:
    """Return a content security policy that allows exactly our style and our script."""
    return f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; {_REST}"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
