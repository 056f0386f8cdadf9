# ruff: noqa: E501 - lines of templates
"""Small sites with templates, and what each element of their pages came from.

The templates are rendered by Jinja2; before, a mark with file and line is put into each start tag.
The marks are taken off again before anything is matched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import jinja2
from lxml import etree, html

from civiscope.judge.page_tree import PageElement, PageTree
from civiscope.model import Source
from civiscope.model.source import DYNAMIC
from civiscope.source.lines import LineIndex
from civiscope.source.read import read_files

MARK = "data-truth"
BASE = """<!doctype html>
<html lang="{{ lang }}">
<head>
  <title>{% block title %}{% endblock %} - Town of Example</title>
  <link rel="stylesheet" href="/static/site.css">
</head>
<body class="page">
  <a class="skip" href="#main">Skip to content</a>
  <header class="banner">
    <a class="banner__logo" href="/"><img src="/static/logo.svg"></a>
    {% include "partials/search.html" %}
    <nav aria-label="Main">
      <ul class="menu">
        {% for item in menu %}
        <li class="menu__item{% if item.here %} menu__item--here{% endif %}"><a href="{{ item.url }}">{{ item.name }}</a></li>
        {% endfor %}
      </ul>
    </nav>
  </header>
  <main id="main">
    {% block content %}{% endblock %}
  </main>
  <footer>
    <p>Town of Example, 1 High Street</p>
    <ul class="links">
      <li><a href="/privacy">Privacy</a></li>
      <li><a href="/contact">Contact</a></li>
      <li><a href="/accessibility">Accessibility</a></li>
    </ul>
  </footer>
</body>
</html>
"""
SEARCH = """<form class="search" action="/search">
  <input name="q" class="search__field">
  <button type="submit">Search</button>
</form>
"""
HOME = """{% extends "base.html" %}
{% block title %}Home{% endblock %}
{% block content %}
<h1>Services of the town</h1>
<p class="lead">Welcome, {{ name }}.</p>
{% for card in cards %}
<section class="card" id="card-{{ loop.index }}">
  <h2>{{ card.title }}</h2>
  <p>{{ card.text }}</p>
  {% if card.link %}<a class="more" href="{{ card.link }}">Read more</a>{% else %}<span class="more">Soon</span>{% endif %}
</section>
{% endfor %}
<div class="notice">
  <img src="/static/notice.png" alt="">
  <p>The office is closed on Monday.</p>
</div>
<div class="editorial">{{ free|safe }}</div>
{% endblock %}
"""
FORM = """{% extends "base.html" %}
{% from "macros.html" import field %}
{% block title %}Apply{% endblock %}
{% block content %}
<h1>Apply for a permit</h1>
<form method="post" class="form">
  {{ field("Name", "name") }}
  {{ field("Street", "street") }}
  <p class="hint">All fields are needed.</p>
  <select name="kind"><option value="a">Stall</option><option value="b">Street party</option></select>
  <button class="button" type="submit">Send application</button>
</form>
<table class="fees">
  <tr><th>Permit</th><th>Fee</th></tr>
  {% for fee in fees %}<tr><td>{{ fee.name }}</td><td>{{ fee.price }}</td></tr>{% endfor %}
</table>
{% endblock %}
"""
MACROS = """{% macro field(label, name) %}
<div class="field">
  <label for="f-{{ name }}">{{ label }}</label>
  <input id="f-{{ name }}" name="{{ name }}" class="field__input">
</div>
{% endmacro %}
"""
FREE = '<p>The office is closed on Monday.</p><p><img src="/media/map.png"></p><a class="more" href="/x">Read more</a>'
MENU = (("/", "Home", True), ("/services", "Services", False), ("/contact", "Contact", False))
STATIC_HEAD = """<!doctype html>
<html lang="en">
<head><title>{title}</title><link rel="stylesheet" href="/site.css"></head>
<body>
<header class="top"><a href="/" class="home">Office of Examples</a>
<nav><ul><li><a href="/index.html">Start</a></li><li><a href="/about.html">About</a></li></ul></nav></header>
<main>
{body}
</main>
<footer><p>Office of Examples</p><a href="/imprint.html">Imprint</a></footer>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page of a made site, with the truth about each of its elements."""

    url: str
    tree: PageTree
    truth: Mapping[int, str]
    """`file:line` by the number of the element; elements that no template printed are not in it."""


@dataclass(frozen=True, slots=True)
class MadeSite:
    """A made site: its templates as they are read, and its pages."""

    name: str
    sources: tuple[Source, ...]
    pages: tuple[MadePage, ...]


def made_sites() -> Iterator[MadeSite]:
    """Yield a Django, a Flask, an Express and a static site."""
    templates = {
        "base.html": BASE,
        "partials/search.html": SEARCH,
        "home.html": HOME,
        "form.html": FORM,
        "macros.html": MACROS,
    }
    for name, folder in (("django", "site/templates/"), ("flask", "app/templates/")):
        yield _rendered(name, folder, templates)
    express = {key.replace(".html", ".njk"): _as_nunjucks(text) for key, text in templates.items()}
    yield _rendered("express", "views/", express)
    yield _static()


def _as_nunjucks(text: str) -> str:
    text = text.replace('.html"', '.njk"').replace('class="', 'class="x-')
    return text.replace("<section", "<article").replace("</section", "</article")


def _rendered(name: str, folder: str, templates: Mapping[str, str]) -> MadeSite:
    sources = read_files((folder + file, text) for file, text in templates.items())
    marked = {
        each.path.removeprefix(folder): _marked(each, templates[each.path.removeprefix(folder)])
        for each in sources
    }
    engine = jinja2.Environment(loader=jinja2.DictLoader(marked), autoescape=True)
    ending = ".njk" if name == "express" else ".html"
    values = {
        "lang": "en",
        "name": "Ada",
        "menu": [{"url": url, "name": told, "here": here} for url, told, here in MENU],
        "free": FREE.replace('class="', 'class="x-') if name == "express" else FREE,
        "cards": [
            {"title": "Waste", "text": "Bins are emptied on Tuesday.", "link": "/waste"},
            {"title": "Parking", "text": "Permits from May on.", "link": ""},
            {"title": "Contact", "text": "Write to us.", "link": "/contact"},
        ],
        "fees": [{"name": "Stall", "price": "10"}, {"name": "Street party", "price": "25"}],
    }
    pages = [
        _page(f"https://www.example.gov/{page}", engine.get_template(page + ending).render(values))
        for page in ("home", "form")
    ]
    return MadeSite(name, tuple(sources), tuple(pages))


def _static() -> MadeSite:
    files = {
        "public/index.html": STATIC_HEAD.format(
            title="Start",
            body='<h1>Start</h1>\n<p>What we do.</p>\n<img src="/a.png">\n<ul><li>One</li><li>Two</li></ul>',
        ),
        "public/about.html": STATIC_HEAD.format(
            title="About", body='<h1>About us</h1>\n<p>Who we are.</p>\n<img src="/b.png" alt="Us">'
        ),
        "public/imprint.html": STATIC_HEAD.format(
            title="Imprint", body="<h1>Imprint</h1>\n<p>Who we are.</p>"
        ),
    }
    sources = read_files(files.items())
    pages = [
        _page(
            f"https://www.example.gov/{each.path.rpartition('/')[2]}",
            _marked(each, files[each.path]),
        )
        for each in sources
    ]
    return MadeSite("static", tuple(sources), tuple(pages))


def _marked(source: Source, text: str) -> str:
    """Return a template with a mark in each start tag."""
    lines = LineIndex(text)
    for element in reversed(source.facts.elements):
        if DYNAMIC in element.tag:
            continue
        place = lines.offset(element.line, element.column - 1) + 1 + len(element.tag)
        text = f'{text[:place]} {MARK}="{source.path}:{element.line}"{text[place:]}'
    return text


def _page(url: str, text: str) -> MadePage:
    """Return a page as the browser's script tells it, and the truth about it."""
    root = html.document_fromstring(text)
    numbers: dict[object, int] = {}
    elements: list[PageElement] = []
    truth: dict[int, str] = {}
    for element in root.iter(etree.Element):
        number = len(elements)
        numbers[element] = number
        parent = element.getparent()
        given = {name: _kept(name, value) for name, value in element.attrib.items() if name != MARK}
        pieces = [element.text, *(child.tail for child in element)]
        texts = tuple(" ".join((piece or "").split()) for piece in pieces if (piece or "").strip())
        above = numbers[parent] if parent is not None else -1
        elements.append(PageElement(number, str(element.tag), above, given, texts))
        if element.get(MARK):
            truth[number] = str(element.get(MARK))
    return MadePage(url, PageTree(elements), truth)


def _kept(name: str, value: str) -> str | None:
    if name == "value":
        return None
    return value.partition("#")[0] if name == "href" else value
