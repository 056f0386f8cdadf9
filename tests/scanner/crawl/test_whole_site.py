"""Pages that crawlers miss or should leave alone: routes, files, twins, dead links, sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Answers, Asked, Site, page, redirect

from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.scan.scan import scan

pytestmark = pytest.mark.browser

ROUTER = """<p id="view"></p><script>
const show = () => {
  const route = location.hash || '#/';
  document.title = 'Route ' + route;
  document.querySelector('#view').textContent = 'This is what the office says of ' + route;
};
addEventListener('hashchange', show); show();</script>"""
MENU = """<div tabindex="0" class="category">More</div><div id="menu"></div><script>
document.querySelector('.category').onkeydown = (event) => {
  if (event.key !== 'Enter') return;
  document.querySelector('#menu').innerHTML = '<a href="/behind-the-menu">Behind the menu</a>';
};</script>"""


def crawl(
    answers: Answers,
    folder: Path,
    *,
    words: Sequence[str] = ("/",),
    probes: Sequence[str] = (),
    **settings: object,
) -> tuple[Site, EvidenceReader]:
    """Scan a site with one tab and return it with the evidence."""
    with Site(answers) as site:
        chosen = ScanSettings(**{"tabs": 1, **settings})  # type: ignore[arg-type] # any of the settings
        targets = [site.url(word) for word in words]
        reader = asyncio.run(scan(targets, chosen, folder / "evidence", probes=probes))
    return site, reader


def seen(site: Site, reader: EvidenceReader) -> list[str]:
    """Return the pages that were kept, each as `address state`."""
    return [
        f"{one.url.removeprefix(site.url(''))} {one.visit.state}"
        for one in reader.pages()
        if one.kind == "page"
    ]


def skipped(site: Site, reader: EvidenceReader) -> dict[str, str]:
    return {one.url.removeprefix(site.url("")): one.reason for one in reader.end.skipped}


def test_routes_behind_a_hash_are_pages(tmp_path: Path) -> None:
    links = ("#/", "#/jobs", "#!/apply", "#main")

    site, reader = crawl({"/": page("Home", *links, body=ROUTER)}, tmp_path)

    assert seen(site, reader) == ["/ complete", "/#/jobs complete", "/#!/apply complete"]


def test_a_page_at_the_address_of_a_file_is_visited(tmp_path: Path) -> None:
    answers = {
        "/": page("Home", "/view/handbook.pdf", "/real.pdf", "/saved.pdf"),
        "/view/handbook.pdf": page("The handbook", "/only-here"),
        "/only-here": page("Only here"),
        "/real.pdf": Answer(b"%PDF-1.7", type="application/pdf"),
        "/saved.pdf": Answer("<p>x", headers={"Content-Disposition": "attachment"}),
    }

    site, reader = crawl(answers, tmp_path)

    assert seen(site, reader) == [
        "/ complete",
        "/view/handbook.pdf complete",
        "/only-here complete",
    ]
    documents = [one.url.removeprefix(site.url("")) for one in reader.end.documents]
    assert documents == ["/real.pdf", "/saved.pdf"]


def test_patterns_make_a_list_of_targets_shorter_and_not_one_that_is_named(tmp_path: Path) -> None:
    answers = {path: page(path[1:], "/en/more") for path in ("/en/a", "/fr/b")}

    with Site(answers) as site:
        listed = tmp_path / "listed.txt"
        listed.write_text(f"{site.url('/en/a')}\n{site.url('/fr/b')}\n", encoding="utf-8")
        settings = ScanSettings(tabs=1, include=("/en/*",))
        found = [
            asyncio.run(scan([target], settings, tmp_path / name))
            for name, target in (("list", f"@{listed}"), ("named", site.url("/fr/b")))
        ]

    assert [page.split()[0] for page in seen(site, found[0])] == ["/en/a"]
    assert skipped(site, found[0])["/fr/b"] == "excluded"
    assert seen(site, found[1])[0].startswith("/fr/b")


def test_a_page_with_and_without_its_slash_or_index_file_is_one(tmp_path: Path) -> None:
    home, news = page("Home", "/index.php", "/news", "/news/", "/news/index.html"), page("News")
    answers = {"/": home, "/index.php": home}
    answers |= dict.fromkeys(("/news", "/news/", "/news/index.html"), news)

    site, reader = crawl(answers, tmp_path)

    assert seen(site, reader) == ["/ complete", "/news complete"]
    assert set(skipped(site, reader).values()) == {"duplicate"}


def test_dead_links_take_no_page_of_the_limit(tmp_path: Path) -> None:
    dead = [f"/dead/{number}" for number in range(6)]
    good = [f"/good/{number}" for number in range(3)]
    answers = {"/": page("Home", *dead, *good)} | {path: page(path) for path in good}

    site, reader = crawl(answers, tmp_path, max_pages=4)

    assert [one for one in seen(site, reader) if one.endswith("complete")] == [
        "/ complete",
        *(f"{path} complete" for path in good),
    ]


def test_links_that_a_menu_brings_are_followed(tmp_path: Path) -> None:
    answers = {"/": page("Home", body=MENU), "/behind-the-menu": page("Behind the menu", "/next")}
    answers["/next"] = page("Next")

    site, reader = crawl(answers, tmp_path, depth="deep", privacy="off", probes=("clicks",))

    assert seen(site, reader) == ["/ complete", "/behind-the-menu complete", "/next complete"]


def portal(asked: Asked) -> Answer:
    """Answer as a site that a session is needed for."""
    if "sid=alive" not in asked.headers.get("cookie", ""):
        return redirect("/login")
    return PORTAL[asked.path]


PORTAL = {
    "/": page(
        "Account",
        *("/logout", "/d%C3%A9connexion", "/permits/7/delete", "/permits/7/cancel", "/unsubscribe"),
        "/permits",
        body='<p><a href="/bye">Log out</a> <a href="/permits">Cancel</a></p>',
    ),
    "/permits": page("Permits", "/leave"),
    "/leave": page("Leave", "/after"),
}
LOGIN = page("Sign in", body='<form method="post"><input type="password" name="p"></form>')


def test_with_a_session_nothing_is_signed_out_of_deleted_or_cancelled(tmp_path: Path) -> None:
    answers: Answers = {**dict.fromkeys(PORTAL, portal), "/login": LOGIN}

    site, reader = crawl(answers, tmp_path, cookies=("sid=alive",), max_pages=3)

    assert seen(site, reader)[:2] == ["/ complete", "/permits complete"]
    acts = {path for path, reason in skipped(site, reader).items() if reason == "acts"}
    assert acts == {
        *("/logout", "/d%C3%A9connexion", "/permits/7/delete", "/permits/7/cancel"),
        *("/unsubscribe", "/bye"),
    }
    assert not acts & set(site.paths())


def test_with_a_session_no_redirect_and_no_frame_signs_out(tmp_path: Path) -> None:
    frame = '<iframe title="Done" src="/users/sign_out"></iframe>'
    answers: Answers = {
        "/": page("Account", "/done", "/permits", body=frame),
        "/done": redirect("/users/sign_out"),
        "/permits": page("Permits"),
        "/users/sign_out": page("Signed out"),
    }

    site, reader = crawl(answers, tmp_path, cookies=("sid=alive",))

    assert seen(site, reader) == ["/ complete", "/permits complete"]
    assert skipped(site, reader) == {"/done": "acts"}
    assert "/users/sign_out" not in site.paths()


def test_without_a_session_such_addresses_are_pages(tmp_path: Path) -> None:
    answers = {"/": page("Home", "/cancel-a-permit"), "/cancel-a-permit": page("Cancel a permit")}

    site, reader = crawl(answers, tmp_path)

    assert seen(site, reader) == ["/ complete", "/cancel-a-permit complete"]


def test_the_address_that_ended_a_session_is_named(tmp_path: Path) -> None:
    alive = [True]

    def answer(asked: Asked) -> Answer:
        found = PORTAL.get(asked.path, page("After"))
        if not alive[0]:
            return redirect("/login")
        if asked.path == "/leave":
            alive[0] = False
        return found

    answers: Answers = {**dict.fromkeys((*PORTAL, "/after"), answer), "/login": LOGIN}

    site, reader = crawl(answers, tmp_path, cookies=("sid=alive",))

    (ended,) = [one for one in reader.pages() if one.visit.reason == "login"]
    assert ended.url == site.url("/after")
    assert site.url("/leave") in ended.visit.detail
    assert "give civiscope a session" not in ended.visit.detail
    assert [note for note in reader.end.notes if site.url("/leave") in note]


def test_an_answer_that_takes_the_session_away_is_noticed_at_once(tmp_path: Path) -> None:
    gone = {"Set-Cookie": "sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"}
    over = page("Over", "/after")
    answers = {
        "/": page("Home", "/over", "/more"),
        "/over": Answer(over.body, headers=gone),
        "/more": page("More"),
        "/after": page("After"),
    }

    site, reader = crawl(answers, tmp_path, cookies=("sid=alive",))

    (note,) = [note for note in reader.end.notes if "session" in note]
    assert note.startswith(f"The session that was given ended when {site.url('/over')} was visited")


def test_sitemaps_with_half_addresses_are_read_and_told_of(tmp_path: Path) -> None:
    xml = "application/xml"
    listed = "<urlset><url><loc>/listed</loc></url></urlset>"
    answers = {
        "/": page("Home"),
        "/robots.txt": Answer("Sitemap: /maps/index.xml", type="text/plain"),
        "/maps/index.xml": Answer(listed, type=xml),
        "/listed": page("Listed"),
    }

    site, reader = crawl(answers, tmp_path)

    assert seen(site, reader) == ["/ complete", "/listed complete"]
    assert [note.split(" ")[0] for note in reader.end.notes if "skip" in note] == [
        f"{site.url('/robots.txt')}",
        "The",
    ]


@pytest.mark.parametrize("site_url", ["", "https://www.example.gov"])
def test_a_sitemap_of_the_usual_host_is_told_of_or_mapped(tmp_path: Path, site_url: str) -> None:
    listed = "<url><loc>https://www.example.gov/listed</loc></url>"
    answers = {
        "/": page("Home"),
        "/sitemap.xml": Answer(f"<urlset>{listed}</urlset>", type="application/xml"),
        "/listed": page("Listed"),
    }

    site, reader = crawl(answers, tmp_path, site_url=site_url)

    told = [note for note in reader.end.notes if "1 of the 1 addresses" in note]
    assert ("/listed complete" in seen(site, reader)) is bool(site_url)
    assert bool(told) is not bool(site_url)


def test_the_made_up_page_is_left_out_on_this_machine(tmp_path: Path) -> None:
    site, reader = crawl({"/": page("Home")}, tmp_path)

    assert [one.kind for one in reader.pages()] == ["page"]
    assert not [path for path in site.paths() if "not-there" in path]


def test_speculation_rules_are_noted_and_none_acts(tmp_path: Path) -> None:
    rules = (
        '{"prefetch": [{"urls": ["/private", "/kept"], "eagerness": "immediate"}],'
        ' "prerender": [{"urls": ["/kept"], "eagerness": "immediate"}]}'
    )
    late = (
        "const rules = document.createElement('script'); rules.type = 'speculationrules';"
        f"rules.textContent = `{rules}`; document.head.append(rules);"
    )
    answers = {
        "/": page(
            "Home",
            "/next",
            head=f'<script type="speculationrules">{rules}</script><script>{late}</script>',
        ),
        "/next": Answer(page("Next").body, delay=1.0),
        "/robots.txt": Answer("User-agent: *\nDisallow: /private", type="text/plain"),
    }

    site, reader = crawl(answers, tmp_path, exclude=("/kept",))

    home = next(reader.pages())
    assert [len(text) for text in home.dom.speculation] == [len(rules), len(rules)]
    assert not {"/private", "/kept"} & set(site.paths())


def test_speculation_rules_that_a_header_names_are_noted_and_none_acts(tmp_path: Path) -> None:
    rules = '{"prefetch": [{"urls": ["/kept"], "eagerness": "immediate"}]}'
    empty = (
        "const rules = document.createElement('script'); rules.type = 'speculationrules';"
        f"document.head.append(rules); setTimeout(() => rules.textContent = `{rules}`)"
    )
    answers = {
        "/": replace(
            page("Home", "/next", head=f"<script>{empty}</script>"),
            headers={"Speculation-Rules": '"/rules.json", "/other.json"'},
        ),
        "/rules.json": Answer(rules, type="application/speculationrules+json; charset=utf-8"),
        # Not of the type that browsers take for rules.
        "/other.json": Answer(rules, type="application/json"),
        "/next": Answer(page("Next").body, delay=1.0),
    }

    site, reader = crawl(answers, tmp_path, exclude=("/kept",))

    assert next(reader.pages()).dom.speculation == (rules,)
    assert "/rules.json" in site.paths()
    assert "/kept" not in site.paths()


def test_speculation_rules_for_other_sites_act(tmp_path: Path) -> None:
    with Site({"/": page("Elsewhere")}) as other:
        other_host = other.url("/").replace("127.0.0.1", "elsewhere.localhost")
        rules = f'{{"prefetch": [{{"urls": ["{other_host}"], "eagerness": "immediate"}}]}}'
        answers = {
            "/": replace(page("Home"), headers={"Speculation-Rules": '"/rules.json"'}),
            "/rules.json": Answer(rules, type="application/speculationrules+json"),
        }
        _, reader = crawl(answers, tmp_path)
        home = next(reader.pages())

    assert home.dom.speculation == (rules,)
    assert other_host in {request.url for request in home.requests}
