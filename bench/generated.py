"""A site of many small pages, made up as they are asked for: the same page for the same number."""

from __future__ import annotations

import random
import re

_PAGE = re.compile(r"/page/(\d+)\.html")
_WORDS = re.findall(
    r"\w+",
    """council service bus road school library permit tax form health water election budget notice
    office appointment waste parking housing family work permit licence meeting report plan park""",
)
_STYLE = b"body{font:1rem/1.5 sans-serif;margin:2rem;max-width:60rem}nav a{margin-right:1rem}"


def generated_page(path: str, pages: int) -> tuple[bytes, str] | None:
    """Return body and media type of what is at *path* on a site of *pages* pages."""
    if path == "/style.css":
        return _STYLE, "text/css"
    if path == "/index.html":
        return _html(0, pages).encode(), "text/html"
    number = _PAGE.fullmatch(path)
    if number is None or not 0 < int(number[1]) < pages:
        return None
    return _html(int(number[1]), pages).encode(), "text/html"


def _html(number: int, pages: int) -> str:
    pick = random.Random(number)  # noqa: S311 - made-up text, no secret
    # A tree of ten branches reaches every page; the others are links sideways, as sites have them.
    below = [n for n in range(number * 10 + 1, number * 10 + 11) if n < pages]
    beside = [pick.randrange(pages) for _ in range(10)]
    links = "".join(f'<li><a href="{_path(n)}">Page {n}: {_text(pick, 3)}</a></li>' for n in below)
    more = "".join(f'<li><a href="{_path(n)}">{_text(pick, 4)}</a></li>' for n in beside)
    parts = "".join(
        f"<h2>{_text(pick, 4)}</h2><p>{_text(pick, 60)}</p>" for _ in range(pick.randrange(2, 6))
    )
    return (
        f'<!doctype html><html lang="en"><head><title>Page {number}: {_text(pick, 3)}</title>'
        f'<link rel="stylesheet" href="/style.css"></head><body><header><nav aria-label="Main">'
        f'<a href="/">Home</a><a href="/page/1.html">Services</a></nav></header>'
        f"<main><h1>Page {number}</h1>{parts}<ul>{links}</ul>"
        f'<form action="/"><label for="q">Search</label><input id="q" name="q">'
        f"<input type=text name=unlabelled><button>Go</button></form></main>"
        f'<aside aria-label="More"><ul>{more}</ul></aside>'
        f"<footer><p>{_text(pick, 10)}</p></footer></body></html>"
    )


def _path(number: int) -> str:
    return f"/page/{number}.html" if number else "/"


def _text(pick: random.Random, words: int) -> str:
    return " ".join(pick.choices(_WORDS, k=words)).capitalize()
