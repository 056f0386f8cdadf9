"""A site done right, served for real: no security rule has anything certain or firm against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from tests.nginx.serving import CONFIGURATION, NGINX, reference_site
from tests.scanner.collectors.hosts.certificates import HOST, Authority

from civiscope import ScanSettings, audit
from civiscope.fetch.tls import trusting_context
from civiscope.rulebook import all_rules, load_rulebooks

_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{0}</title>'
    '<link rel="icon" href="data:,"><link rel="stylesheet" href="/site.css">'
    '<script src="/site.js" defer></script></head><body><main><h1>{0}</h1>'
)
_PAGES = {
    "index": '<p>Welcome.</p><ul><li><a href="/contact">Contact</a></li>'
    '<li><a href="/sign-in">Sign in</a></li>'
    '<li><a href="https://www.example.org/" target="_blank">Neighbours</a></li></ul>',
    "contact": '<form method="post" action="/sent"><label>E-mail <input type="email" name="email" '
    'autocomplete="email"></label><button>Send</button></form>',
    "sign-in": '<form method="post" action="/session"><label>Name <input name="user" '
    'autocomplete="username"></label><label>Password <input type="password" name="password" '
    'autocomplete="current-password"></label><button>Sign in</button></form>',
    "not-found": "<p>There is no such page.</p>",
    "vulnerability-disclosure-policy": "<p>Tell us of holes, and we thank you.</p>",
}
_SCRIPT = """/*! jQuery v3.7.1 | (c) OpenJS Foundation */
document.documentElement.dataset.ready = "yes";
addEventListener("message", (event) => { if (event.origin === location.origin) print(); });
"""


def _write(site: Path, origin: str) -> None:
    site.mkdir()
    for name, body in _PAGES.items():
        (site / f"{name}.html").write_text(_HEAD.format(name.title()) + body + "</main></body>")
    (site / "site.js").write_text(_SCRIPT)
    (site / "site.css").write_text("body { color: #222; background: #fff }\n")
    (site / "robots.txt").write_text("User-agent: *\nDisallow:\n")
    expires = (datetime.now(UTC) + timedelta(days=200)).strftime("%Y-%m-%dT%H:%M:%SZ")
    known = site / ".well-known"
    known.mkdir()
    (known / "security.txt").write_text(
        f"Contact: mailto:security@example.gov\nExpires: {expires}\nPreferred-Languages: en\n"
        f"Canonical: {origin}/.well-known/security.txt\n"
        f"Policy: {origin}/vulnerability-disclosure-policy\n"
    )


@pytest.mark.browser
def test_nothing_certain_or_firm_is_said_of_a_site_done_right(tmp_path: Path) -> None:
    authority = Authority()
    pem = authority.issue(HOST, days=90).write(tmp_path, "leaf")
    ca = authority.write(tmp_path)
    rules = [rule for rule in all_rules(load_rulebooks()) if rule.area == "security"]
    with reference_site(tmp_path, pem, HOST) as (http, https):
        origin = f"https://{HOST}:{https}"
        _write(tmp_path / "site", origin)

        results = audit(
            f"{origin}/",
            f"http://{HOST}:{http}/contact",
            settings=ScanSettings(resolve={HOST: "127.0.0.1"}, ca=ca, max_pages=10, sitemaps=False),
            only=[rule.id for rule in rules if NGINX or rule.id != "security/transport-http2"],
        )

    seen = {page.final_url.removeprefix(origin) for page in results.pages if page.status == 200}
    assert seen >= {"/", "/contact", "/sign-in"}
    assert [page.kind for page in results.pages if page.status == 404] != []
    sure = [each for each in results.findings if not each.needs_review]
    assert [(each.rule, each.message, each.page) for each in sure] == []
    assert results.coverage.rules_crashed == ()


def test_without_nginx_the_same_fields_are_sent(tmp_path: Path) -> None:
    authority = Authority()
    pem = authority.issue(HOST).write(tmp_path, "leaf")
    trust = trusting_context(authority.write(tmp_path), system=False)
    with reference_site(tmp_path, pem, HOST, nginx=False) as (http, https):
        _write(tmp_path / "site", f"https://{HOST}:{https}")

        with httpx.Client(verify=trust, headers={"Host": HOST}) as client:
            told = {"sni_hostname": HOST}
            page = client.get(f"https://127.0.0.1:{https}/contact", extensions=told)
            lost = client.get(f"https://127.0.0.1:{https}/nowhere", extensions=told)
            moved = client.get(f"http://127.0.0.1:{http}/contact")

    assert (page.status_code, lost.status_code, moved.status_code) == (200, 404, 301)
    assert moved.headers["location"] == f"https://{HOST}:{https}/contact"
    written = CONFIGURATION.read_text(encoding="utf-8").count("add_header ")
    for answer in (page, lost):
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        assert len(answer.headers) == written + len(("server", "date", "type", "length"))
