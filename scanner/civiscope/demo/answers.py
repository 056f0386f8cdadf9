"""Turn what was asked for into a response, for each of the demo's three parties."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from civiscope.demo import pages, photos
from civiscope.demo.headers import main_headers, third_headers
from civiscope.demo.lists import LISTERS
from civiscope.demo.messages import HTML, Answer, Ask, DemoOrigins, as_json
from civiscope.demo.pages import APPOINTMENTS, COUNCIL, PageSpec
from civiscope.demo.permits import PermitService

SITE = Path(__file__).with_name("site")
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".js": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
}
MOVED = {"/licence": "/services/licence-renewal/"}
"""Old addresses that are still linked. Known pages without their last slash move too."""
PHOTOS = {f"/assets/photo-{number}.png": number for number in range(1, photos.COUNT + 1)}
CHOICES = {"accept": "accepted", "reject": "rejected"}
FOREVER = "public, max-age=3600"
OF_A_FILE = {"Content-Type", "Cache-Control"}


class Answers:
    """Everything the demo can say, for one set of origins."""

    def __init__(self, origins: DemoOrigins) -> None:
        self.origins = origins
        self.main_pages = pages.main_pages(origins)
        self.second_pages = pages.second_pages()
        self.permits = PermitService(self._permit_page, self._lead_on)
        self._templates = Environment(
            loader=FileSystemLoader(SITE),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def main(self, ask: Ask) -> Answer:
        """Answer for the council's site."""
        common = self._common(ask, self.main_pages)
        if common:
            return common
        service = self.permits.answer(ask)
        if service is not None:
            return service
        if ask.method == "POST":
            return self._post(ask)
        made = {
            "/robots.txt": ("text/plain; charset=utf-8", self._robots),
            "/sitemap.xml": ("application/xml", self._sitemap_index),
            "/sitemap-pages.xml": ("application/xml", self._sitemap_pages),
            "/sitemap-news.xml.gz": ("application/gzip", self._sitemap_news),
            "/council/councillors.json": (
                "application/json",
                lambda: as_json(self._content["councillors"]),
            ),
        }
        if ask.path in made:
            media_type, make = made[ask.path]
            return self._file(make(), media_type)
        page = self.main_pages.get(ask.path)
        context: dict[str, Any] | None = {"title": page.title} if page else None
        if page and ask.path in LISTERS:
            context = LISTERS[ask.path](ask, self.main_pages, self._content)
        if page is None or context is None:
            missing = PageSpec("main/not_found.html", "Page not found")
            return self._page(ask, missing, {"site_name": COUNCIL}, status=404)
        return self._page(ask, page, {"title": page.title, "site_name": COUNCIL, **context})

    def second(self, ask: Ask) -> Answer:
        """Answer for the appointments service."""
        common = self._common(ask, self.second_pages)
        if common:
            return common
        if ask.path == "/robots.txt":
            return self._file(b"User-agent: *\nDisallow:\n", "text/plain; charset=utf-8")
        if ask.method == "POST":
            return self._redirect("/", 303)
        page = self.second_pages.get(ask.path)
        if page is None:
            # Planted: an address that does not exist answers 200.
            page = PageSpec("second/not_found.html", "Page not found")
        return self._page(ask, page, {"site_name": APPOINTMENTS, "home": self.origins.main})

    def third(self, ask: Ask) -> Answer:
        """Answer for the map and the counter that belong to somebody else."""
        if ask.path == "/map":
            body = self._templates.get_template("third/map.html").render()
            headers = third_headers(self.origins, {"Content-Type": HTML})
            return Answer(200, headers, body.encode())
        if ask.path in {"/assets/count.gif", "/assets/map.css"}:
            asset = self._assets[ask.path]
            kind = {name: value for name, value in asset.headers if name in OF_A_FILE}
            return Answer(200, third_headers(self.origins, kind), asset.body)
        kind = {"Content-Type": "text/plain; charset=utf-8"}
        return Answer(404, third_headers(self.origins, kind), b"There is nothing here.\n")

    def _common(self, ask: Ask, known: Mapping[str, PageSpec]) -> Answer | None:
        """Answer what both the site and the appointments service have."""
        if ask.method == "POST" and ask.path == "/cookies/choice":
            return self._cookie_choice(ask)
        if ask.path in self._assets:
            return self._assets[ask.path]
        if ask.path in PHOTOS:
            return self._file(photos.photo(PHOTOS[ask.path]), "image/png")
        if ask.path in MOVED and known is self.main_pages:
            return self._redirect(MOVED[ask.path], 301)
        if ask.path + "/" in known:
            return self._redirect(ask.path + "/", 301)
        return None

    def _post(self, ask: Ask) -> Answer:
        if ask.path in {"/contact/", "/report-a-problem/"}:
            return self._redirect("/contact/thank-you/", 303)
        if ask.path == "/login/":
            return self._redirect("/login/", 303)
        body = b"This address takes no forms.\n"
        kind = {"Content-Type": "text/plain; charset=utf-8", "Allow": "GET, HEAD"}
        return Answer(405, main_headers(self.origins, kind), body)

    def _permit_page(self, ask: Ask, page: PageSpec, context: Mapping[str, object]) -> Answer:
        return self._page(ask, page, {"site_name": COUNCIL, **context})

    def _lead_on(self, to: str, cookie: str) -> Answer:
        return self._redirect(to, 303, {"Set-Cookie": cookie} if cookie else None)

    def _cookie_choice(self, ask: Ask) -> Answer:
        choice = CHOICES.get(ask.form.get("choice", ""), "rejected")
        back = ask.form.get("return", "/")
        # Only a path of this site: two slashes would be another host.
        safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
        kept = f"cookie_choice={choice}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax"
        return self._redirect(quote(safe, safe="/?=&%-_.~"), 303, {"Set-Cookie": kept})

    def _page(
        self, ask: Ask, page: PageSpec, context: Mapping[str, Any], status: int = 200
    ) -> Answer:
        plain = {
            "title": page.title,
            "origins": self.origins,
            # Links to the council's site carry its address on the appointments service.
            "home": "",
            "path": ask.path,
            "canonical": ask.path,
            "chosen_cookies": ask.cookies.get("cookie_choice", ""),
            "pages": self.main_pages,
            "help_script": pages.HELP_SCRIPT,
            "statement_date": _statement_date(datetime.now(UTC).date()),
        }
        text = self._templates.get_template(page.template).render({**plain, **context})
        fields = main_headers(self.origins, {"Content-Type": HTML, **page.headers})
        cookies = tuple(("Set-Cookie", cookie) for cookie in page.cookies)
        return Answer(status, (*fields, *cookies), text.encode())

    def _redirect(
        self, to: str, status: int, more: Mapping[str, str | None] | None = None
    ) -> Answer:
        return Answer(status, main_headers(self.origins, {"Location": to, **(more or {})}))

    def _file(self, body: bytes, media_type: str) -> Answer:
        kind = {"Content-Type": media_type, "Cache-Control": FOREVER}
        return Answer(200, main_headers(self.origins, kind), body)

    @cached_property
    def _assets(self) -> Mapping[str, Answer]:
        """Files as they stand on disk. They are listed once, so no path leads elsewhere."""
        return {
            f"/{folder}/{file.name}": self._file(file.read_bytes(), MEDIA_TYPES[file.suffix])
            for folder in ("assets", "files")
            for file in sorted((SITE / folder).iterdir())
        }

    @cached_property
    def _content(self) -> Mapping[str, Any]:
        text = (SITE / "data" / "content.yaml").read_text(encoding="utf-8")
        content: Mapping[str, Any] = yaml.safe_load(text)
        return content

    def _robots(self) -> bytes:
        return (
            f"User-agent: *\nDisallow: /admin/\n\nSitemap: {self.origins.main}/sitemap.xml\n"
        ).encode()

    def _sitemap_index(self) -> bytes:
        children = ("/sitemap-pages.xml", "/sitemap-news.xml.gz")
        return self._sitemap("sitemapindex", "sitemap", children)

    def _sitemap_pages(self) -> bytes:
        left_out = {"/admin/", "/contact/thank-you/"}
        listed = [p for p, page in self.main_pages.items() if not page.date and p not in left_out]
        return self._sitemap("urlset", "url", listed)

    def _sitemap_news(self) -> bytes:
        articles = [path for path, page in self.main_pages.items() if page.date]
        # No time in the gzip header: the same bytes every time.
        return gzip.compress(self._sitemap("urlset", "url", articles), mtime=0)

    def _sitemap(self, root: str, item: str, paths: list[str] | tuple[str, ...]) -> bytes:
        lines = [
            f"  <{item}><loc>{escape(self.origins.main + path)}</loc></{item}>" for path in paths
        ]
        return "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
                *lines,
                f"</{root}>",
                "",
            ]
        ).encode()


def _statement_date(today: date) -> str:
    """Return the day on which the council says it looked at its statement: New Year's Day.

    The rest of its calendar is in a year that is far ahead, but a statement from there is a fault.
    """
    return f"1 January {today.year}"
