"""A site of pages that fade in, load late and never rest, with faults that are always the same."""

# ruff: noqa: E501 - a piece of a page stands on one line

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGES = 30
MAX_DELAY_S = 0.6
"""Late data take between nothing and this, another time at each request."""
_PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='120' height='80'%3E%3Crect width='120' height='80' fill='%23357'/%3E%3C/svg%3E"
_STYLE = """
body { font: 16px/1.5 sans-serif; margin: 0 auto; max-width: 60em; padding: 1em; color: #0b0c0c; background: #fff; }
nav a { margin-right: 1em; } .pale { color: #999; } .off { position: absolute; left: -999em; }
@keyframes rise { from { opacity: 0; transform: translateY(20px); } }
@keyframes pale { from { color: #eee; background: #eee; } }
@keyframes turn { to { transform: rotate(1turn); } }
@keyframes glow { 50% { color: #bbb; } }
.rise { animation: rise .9s ease both; } .rise.second { animation-delay: .4s; } .pales { animation: pale 1.6s ease-out; }
.spinner { width: 1em; height: 1em; border: 3px solid #357; border-top-color: #fff; border-radius: 50%; animation: turn 1s linear infinite; }
.glow { animation: glow 1s infinite; } .fade { opacity: 0; transition: opacity .8s, transform .8s; transform: translateY(30px); } .fade.in { opacity: 1; transform: none; }
.slide { transition: opacity .5s; opacity: 0; position: absolute; inset: 0; } .slide.on { opacity: 1; } .slides { position: relative; height: 4em; }
.skeleton { background: linear-gradient(90deg, #eee, #ddd, #eee); color: transparent; } .toast { background: #114; color: #fff; padding: .5em; }
"""
_SCRIPT = """
const seen = new IntersectionObserver((all) => all.forEach((one) => { if (one.isIntersecting) one.target.classList.add("in"); }));
document.querySelectorAll(".fade").forEach((one) => seen.observe(one));
for (const box of document.querySelectorAll("[data-late]")) {
  fetch(box.dataset.late).then((reply) => reply.json()).then((rows) => {
    box.classList.remove("skeleton");
    box.innerHTML = rows.map((row) => `<div class="rise"><h3>${row.name}</h3><p${row.pale ? " class='pale'" : ""}>${row.text}</p>${row.button || ""}</div>`).join("");
  });
}
for (const box of document.querySelectorAll(".slides")) {
  let at = 0;
  const slides = [...box.children];
  setInterval(() => { slides[at].classList.remove("on"); at = (at + 1) % slides.length; slides[at].classList.add("on"); }, 2500);
}
for (const box of document.querySelectorAll("[data-count]")) {
  const end = Number(box.dataset.count), began = performance.now();
  const step = () => { const part = Math.min(1, (performance.now() - began) / 1200); box.textContent = Math.round(part * end); if (part < 1) requestAnimationFrame(step); };
  step();
}
for (const box of document.querySelectorAll("[data-steps]")) {
  let dark = 0;
  const timer = setInterval(() => { dark += 0.05; box.style.opacity = String(Math.min(1, dark)); if (dark >= 1) clearInterval(timer); }, 40);
}
for (const button of document.querySelectorAll("[aria-controls]")) button.onclick = () => { const part = document.getElementById(button.getAttribute("aria-controls")); part.hidden = !part.hidden; button.setAttribute("aria-expanded", String(!part.hidden)); };
"""


def _faded(number: int) -> str:
    return f'<div class="rise"><h2>Plastics</h2><p>Bottles go into the green bin, {number} a week.</p></div><div class="rise second"><h2>Metals</h2><p class="pale">Tins go into the green bin.</p><p>Cans do, too.</p></div>'


def _late(number: int) -> str:
    return f'<section aria-label="Dates" class="skeleton" data-late="/data/{number}.json">Loading the dates of your street.</section>'


def _scrolled(number: int) -> str:
    return (
        "".join(
            f'<div class="fade"><h2>Part {n}</h2><p>Text of part {n} of page {number}, which fades in when it is scrolled to.</p></div><div style="height: 300px"></div>'
            for n in range(4)
        )
        + f'<img loading="lazy" src="/picture/{number}.svg" width="120" height="80">'
    )


def _framed(number: int) -> str:
    return f'<p>A map of the town.</p><div style="height: 1200px"></div><iframe loading="lazy" title="Map {number}" src="/frame/{number}" width="400" height="200"></iframe>'


def _slides(number: int) -> str:
    return f'<div class="slides"><p class="slide on">Offer {number}: swim for half the price.</p><p class="slide">Offer: read for nothing.</p><p class="slide pale">Offer: park by the sea.</p></div><p>Visitors: <span data-count="{number * 37}">0</span></p>'


def _restless(number: int) -> str:
    return f'<div class="spinner" role="img" aria-label="Loading"></div><p class="glow">Sale ends soon.</p><p data-steps="{number}" style="opacity: 0">This text is shown step by step.</p><p class="pales">This line was pale at first.</p>'


def _folded(number: int) -> str:
    return f'<details><summary>How to appeal</summary><p class="pale">Write to us within {number + 5} days.</p></details><button type="button" aria-expanded="false" aria-controls="more">More help</button><div id="more" hidden class="rise"><p>Call us.</p><img src="{_PICTURE}"></div><div role="dialog" aria-label="Survey" hidden><p>Tell us more.</p></div>'


_KINDS: tuple[Callable[[int], str], ...] = (
    _faded,
    _late,
    _scrolled,
    _framed,
    _slides,
    _restless,
    _folded,
)


def page(number: int) -> str:
    """Return the page of that number: two kinds of unrest, and faults that do not change."""
    kinds = [_KINDS[number % len(_KINDS)], _KINDS[(number * 3 + 1) % len(_KINDS)]]
    parts = "".join(kind(number) for kind in dict.fromkeys(kinds))
    links = "".join(f'<a href="/page/{n}">Page {n}</a>' for n in range(PAGES))
    faults = (
        f'<p><input type="text" name="q{number}"> <a href="/page/0"></a></p>'
        if number % 3 == 0
        else ""
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Page {number} of the restless town</title><style>{_STYLE}</style></head>'
        f'<body><header><a class="off" href="#main">Skip to content</a><nav aria-label="Pages">{links}</nav></header>'
        f'<main id="main"><h1>Page {number} of the restless town</h1>{parts}{faults}</main><script>{_SCRIPT}</script></body></html>'
    )


def _rows(number: int) -> list[dict[str, object]]:
    return [
        {
            "name": f"Street {n}",
            "text": "Collected on Mondays.",
            "pale": n == 1,
            "button": "<button></button>" if n == number % 3 else "",
        }
        for n in range(3)
    ]


class _Restless(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer at once for pages, late for what they ask for."""
        kind, _, rest = self.path.split("?")[0].strip("/").partition("/")
        number = int("".join(filter(str.isdigit, rest)) or 0)
        if kind in {"data", "picture", "frame"}:
            time.sleep(random.uniform(0, MAX_DELAY_S))  # noqa: S311 - no secret
        texts = {
            "": ("text/html", page(0)),
            "page": ("text/html", page(number)),
            "data": ("application/json", json.dumps(_rows(number))),
            "picture": (
                "image/svg+xml",
                '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="#357"/></svg>',
            ),
            "frame": (
                "text/html",
                f'<!doctype html><html lang="en"><title>Map</title><style>{_STYLE}</style><body><h1 class="rise">Map {number}</h1><p class="rise pale">The town hall is in the middle.</p></body></html>',
            ),
        }
        self._answer(*texts.get(kind, ("", "")))

    def _answer(self, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", f"{kind or 'text/plain'}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve_restless_site() -> Generator[str, None, None]:
    """Serve the site on loopback while the block runs; yields its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Restless) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
