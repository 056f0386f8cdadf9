"""A whole crawl with a real browser: what is visited, in which order, and what of the rest."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from tests.scanner.crawl.site import Answer, Answers, Asked, Site, page, redirect

from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.model import Page
from civiscope.scan import scan

pytestmark = pytest.mark.browser

SHOWN_TWICE = "<p>Opening hours, fees and the way to the town hall, told at some length.</p>"
ELSEWHERE = "http://elsewhere.invalid/"


def town(site: Site) -> dict[str, Answer]:
    """Return a site with one of everything that a crawl has to tell apart."""
    feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title></channel></rss>'
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><title>Map</title><a href="/b"/></svg>'
    canonical = f'<link rel="canonical" href="{site.url("/")}">'
    added = "<script>document.write('<a href=\"/added-by-script\">More</a>')</script>"
    removed = (
        '<p id="old"><a href="/in-html-only">Old</a></p>'
        "<script>document.getElementById('old').remove()</script>"
    )
    parts = (
        '<img src="/photo" alt="Town hall"><script src="/app"></script>'
        '<iframe src="/frame" title="Map"></iframe>'
    )
    found = {
        "/": page(
            "Home",
            *("/b?utm_source=home", "/a#part", "/b", "/moved", "/hours?sort=2", "/hours?sort=1"),
            *("/wrong-1", "/wrong-2", "/script", "/html", "/deep/1", "/plan.pdf", "/report"),
            *("/offer", "/feed", "/data", "/notes", "/drawing", "/listing", "/gone", "/broken"),
            *(
                "/empty",
                "/away",
                "/my",
                "/private/x",
                "/to-private",
                "/to-file",
                "/to-ftp",
                "/to-chrome",
            ),
            *(
                "/to-data",
                "/to-script",
                "/to-mail",
                "/refresh-file",
                "/start",
                ELSEWHERE,
                "mailto:clerk@example.gov",
            ),
            body=parts,
        ),
        "/robots.txt": Answer("User-agent: *\nDisallow: /private/\n", type="text/plain"),
        "/sitemap.xml": Answer(
            f"<urlset><url><loc>{site.url('/listed')}</loc></url><url><loc>{site.url('/a')}</loc>"
            f"</url><url><loc>{ELSEWHERE}listed</loc></url></urlset>",
            type="application/xml",
        ),
        "/a": page("A", "/"),
        "/b": page("B", "/a", "/c"),
        "/c": page("C", "/"),
        "/listed": page("Listed"),
        "/moved": redirect("/a", 301),
        "/hours": page("Hours", body=SHOWN_TWICE, head='<link rel="canonical" href="/hours">'),
        "/wrong-1": page("Wrong one", head=canonical, body="<p>The first of two pages.</p>"),
        "/wrong-2": page("Wrong two", head=canonical, body="<p>The second of two pages.</p>"),
        "/script": page("Script", body=added),
        "/added-by-script": page("Added by script"),
        "/html": page("HTML", body=removed),
        "/in-html-only": page("In HTML only"),
        "/deep/1": page("Deep one", "/deep/2"),
        "/deep/2": page("Deep two", "/deep/3"),
        "/deep/3": page("Deep three"),
        "/plan.pdf": Answer("%PDF-1.7", type="application/pdf", headers={"X-Robots-Tag": "none"}),
        "/report": Answer("%PDF-1.7", type="application/pdf"),
        "/offer": Answer("PK", type="text/html", headers={"Content-Disposition": "attachment"}),
        "/feed": Answer(feed, type="application/rss+xml"),
        "/data": Answer('{"a": 1}', type="application/json"),
        "/notes": Answer("Plain notes", type="text/plain; charset=utf-8"),
        "/drawing": Answer(drawing, type="image/svg+xml"),
        "/listing": Answer('<?xml version="1.0"?><list><item/></list>', type="text/xml"),
        "/gone": replace(page("Not here"), status=404),
        "/broken": replace(page("Broken"), status=500),
        "/empty": Answer("", status=404),
        "/away": redirect(ELSEWHERE),
        "/my": redirect(f"{ELSEWHERE}idp/authorize?client=portal"),
        "/private/x": page("Private"),
        "/to-private": redirect("/private/x"),
        "/to-file": redirect("file:///etc/passwd"),
        "/to-ftp": redirect("ftp://127.0.0.1/x"),
        "/to-chrome": redirect("chrome://version/"),
        "/to-data": redirect("data:text/html,<h1>data</h1>"),
        "/to-script": redirect("javascript:alert(1)"),
        "/to-mail": redirect("mailto:clerk@example.gov"),
        "/refresh-file": page(
            "Refresh", head='<meta http-equiv="refresh" content="0;url=file:///etc/passwd">'
        ),
        "/start": redirect("/login?next=%2Fstart"),
        "/login": page(
            "Sign in", body='<form method="post"><input type="password" name="p"></form>'
        ),
        "/photo": Answer("", type="image/png"),
        "/app": Answer("", type="text/javascript"),
        "/frame": Answer("<!doctype html><title>Frame</title>"),
    }
    return found


@dataclass(frozen=True)
class Scanned:
    """A finished scan and the site as it was asked."""

    site: Site
    reader: EvidenceReader
    asked: tuple[Asked, ...]

    @property
    def pages(self) -> dict[str, Page]:
        return {found.url.removeprefix(self.site.url("")): found for found in self.reader.pages()}

    @property
    def skipped(self) -> dict[str, tuple[str, str]]:
        root = self.site.url("")
        return {
            one.url.removeprefix(root): (one.reason, one.detail) for one in self.reader.end.skipped
        }

    @property
    def kinds(self) -> dict[str, str]:
        root = self.site.url("")
        return {entry.url.removeprefix(root): entry.kind for entry in self.reader.entries}


def crawl(site: Site, folder: Path, *words: str, **settings: object) -> Scanned:
    before = len(site.asked)
    chosen = replace(ScanSettings(tabs=2, missing_page=True), **settings)  # type: ignore[arg-type] # as in the tests below
    reader = asyncio.run(scan(words or (site.url("/"),), chosen, folder / "evidence"))
    return Scanned(site, reader, tuple(site.asked[before:]))


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Scanned]]:
    """The same site scanned by one tab and by four, answering in another rhythm each time."""
    done: list[Scanned] = []
    with Site({}) as site:
        for tabs in (1, 4):
            chance = random.Random(tabs)  # noqa: S311 - no secret hangs on it
            site.answers = {
                path: replace(answer, delay=chance.random() * 0.2 if tabs > 1 else 0.0)
                for path, answer in town(site).items()
            }
            done.append(crawl(site, tmp_path_factory.mktemp("scan"), tabs=tabs))
        yield done


@pytest.fixture(scope="module")
def scanned(scans: list[Scanned]) -> Scanned:
    return scans[0]


def test_order_and_outcomes_do_not_depend_on_tabs_and_the_rhythm_of_answers(
    scans: list[Scanned],
) -> None:
    one, four = scans

    indexes = [(each.reader.folder / "index.jsonl").read_bytes() for each in scans]
    assert indexes[0] == indexes[1]
    assert list(one.pages) == list(four.pages)
    assert one.reader.end.skipped == four.reader.end.skipped
    assert [doc.url for doc in one.reader.end.documents] == [
        doc.url for doc in four.reader.end.documents
    ]
    assert one.reader.end.templates == four.reader.end.templates


def test_what_is_seen_is_what_the_site_shows(scanned: Scanned) -> None:
    seen = [path for path, found in scanned.pages.items() if found.visit.state == "complete"]

    assert seen == [
        *("/", "/b", "/a", "/hours?sort=2", "/wrong-1", "/wrong-2", "/script", "/html", "/deep/1"),
        *("/drawing", "/refresh-file", "/listed", "/c", "/added-by-script"),
        *("/in-html-only", "/deep/2", "/deep/3"),
        next(path for path in seen if path.endswith("-not-there")),
    ]
    assert scanned.reader.end.stopped == ""


def test_failures_are_named(scanned: Scanned) -> None:
    failed = {
        path: (found.visit.reason, found.visit.detail)
        for path, found in scanned.pages.items()
        if found.visit.state == "failed"
    }

    assert failed["/gone"] == ("http-error", "The server answers 404.")
    assert failed["/broken"] == ("http-error", "The server answers 500.")
    assert failed["/empty"][0] == "http-error"
    assert failed["/start"][0] == "login"
    assert failed["/start"][1].startswith("The site leads to its login page instead (/login);")
    assert {path: failed[path] for path in failed if path.startswith("/to-")} == {
        path: ("redirects", f"The server redirects to {to}, which is not an address to visit.")
        for path, to in (
            ("/to-file", "file:///etc/passwd"),
            ("/to-ftp", "ftp://127.0.0.1/x"),
            ("/to-chrome", "chrome://version/"),
            ("/to-data", "data:text/html,<h1>data</h1>"),
            ("/to-script", "javascript:alert(1)"),
            ("/to-mail", "mailto:clerk@example.gov"),
        )
    }
    assert set(failed) == {
        *("/gone", "/broken", "/empty", "/start", "/to-script", "/to-mail"),
        *("/to-file", "/to-ftp", "/to-chrome", "/to-data"),
    }


def test_the_page_behind_a_refusal_is_kept_for_its_status(scanned: Scanned) -> None:
    assert [scanned.pages[path].status for path in ("/gone", "/broken")] == [404, 500]


def test_addresses_not_visited_are_named_with_the_reason(scanned: Scanned) -> None:
    home, root = scanned.site.url("/a"), scanned.site.url("")

    assert scanned.skipped == {
        "/moved": ("duplicate", f"It shows the same page as {home}."),
        "/hours?sort=1": ("duplicate", f"It shows the same page as {root}/hours?sort=2."),
        "/away": (
            "out-of-scope",
            "The address leads to http://elsewhere.invalid, which is not scanned.",
        ),
        "/my": (
            "out-of-scope",
            "The address leads to a login at http://elsewhere.invalid, which is not scanned; give "
            "civiscope a session with --storage-state, --cookie or --header to see behind it.",
        ),
        "/private/x": ("robots", "The site's robots.txt asks not to visit this address."),
        "/to-private": ("robots", "The site's robots.txt asks not to visit this address."),
    }


def test_what_robots_txt_forbids_is_not_asked_for_even_by_redirect(scans: list[Scanned]) -> None:
    assert not [asked for each in scans for asked in each.asked if "/private/" in asked.path]


def test_files_are_documents_with_their_headers(scanned: Scanned) -> None:
    root = scanned.site.url("")
    documents = {doc.url.removeprefix(root): doc for doc in scanned.reader.end.documents}

    assert {path: doc.headers.get("content-type") for path, doc in documents.items()} == {
        "/plan.pdf": "application/pdf",
        "/report": "application/pdf",
        "/offer": "text/html",
        "/feed": "application/rss+xml",
        "/data": "application/json",
        "/notes": "text/plain; charset=utf-8",
        "/listing": "text/xml",
    }
    assert documents["/plan.pdf"].headers.get("x-robots-tag") == "none"
    assert {doc.found_on for doc in documents.values()} == {root + "/"}
    assert [scanned.kinds.get(path) for path in ("/plan.pdf", "/report")] == [None, "document"]


def test_only_what_is_kept_as_a_page_has_a_file(scanned: Scanned) -> None:
    files = {path.name for path in (scanned.reader.folder / "pages").iterdir()}

    pages = {f"{e.number:06d}.json.gz" for e in scanned.reader.entries if e.kind == "page"}
    assert files == pages


def test_parts_of_pages_and_other_sites_are_not_crawled(scanned: Scanned) -> None:
    taken_up = [entry.url for entry in scanned.reader.entries]

    assert not [url for url in taken_up if url.endswith(("/photo", "/app", "/frame"))]
    assert not [url for url in taken_up if url.startswith(ELSEWHERE)]


def test_each_page_is_visited_once(scans: list[Scanned]) -> None:
    for each in scans:
        asked = [one.path for one in each.asked if one.method == "GET"]
        visited = [path for path, kind in each.kinds.items() if kind == "page"]
        assert {path: asked.count(path) for path in visited if path not in {"/a", "/"}} == {
            path: 1 for path in visited if path not in {"/a", "/"}
        }


def test_the_error_page_is_looked_at_once_a_host(scanned: Scanned) -> None:
    (probe,) = [found for found in scanned.pages.values() if found.kind == "missing"]

    assert (probe.visit.state, probe.status, probe.depth) == ("complete", 404, 0)
    assert probe.order == max(entry.number for entry in scanned.reader.entries)


def test_depth_and_finder_of_a_page_are_known(scanned: Scanned) -> None:
    root, pages = scanned.site.url(""), scanned.pages

    assert [(pages[p].depth, pages[p].found_on) for p in ("/", "/deep/3", "/listed")] == [
        (0, ""),
        (3, f"{root}/deep/2"),
        (1, root),
    ]
    assert [path for path, found in pages.items() if found.target] == ["/"]


def test_the_number_of_pages_found_leaves_files_out(scanned: Scanned) -> None:
    # Every address of the site that is taken up, and not plan.pdf, which is known by its name.
    taken_up = [e for e in scanned.reader.entries if not e.url.endswith("-not-there")]

    assert scanned.reader.end.found == len(taken_up)


CHAIN = {
    "/": page("Start", "/1", "/2", "/3", "/4", "/5"),
    **{f"/{n}": page(f"Page {n}", f"/{n}{n}") for n in range(1, 6)},
    **{f"/{n}{n}": page(f"Page {n}{n}", f"/{n}{n}{n}") for n in range(1, 6)},
    "/2": redirect("/1"),
}


@pytest.fixture(scope="module")
def chain() -> Iterator[Site]:
    with Site(CHAIN) as site:
        yield site


def test_as_many_pages_are_kept_as_were_asked_for(chain: Site, tmp_path: Path) -> None:
    done = crawl(chain, tmp_path, max_pages=4, missing_page=False)

    # The redirect to a page that is kept already does not count.
    assert list(done.pages) == ["/", "/1", "/3", "/4"]
    assert {path: reason for path, (reason, _) in done.skipped.items()} == {
        "/2": "duplicate",
        "/5": "limit",
        "/11": "limit",
        "/33": "limit",
        "/44": "limit",
    }
    assert done.skipped["/5"][1] == "The limit of 4 pages was reached."
    assert not [asked.path for asked in done.asked if asked.path in {"/5", "/11", "/33"}]


def test_links_are_followed_as_deep_as_was_asked_for(chain: Site, tmp_path: Path) -> None:
    done = crawl(chain, tmp_path, max_depth=1, missing_page=False)

    assert list(done.pages) == ["/", "/1", "/3", "/4", "/5"]
    assert done.skipped["/11"] == ("depth", "It is more than 1 link away from a target.")


def test_a_sample_is_the_same_every_time(chain: Site, tmp_path: Path) -> None:
    first = crawl(chain, tmp_path / "1", sample=5, missing_page=False, tabs=1)
    again = crawl(chain, tmp_path / "2", sample=5, missing_page=False, tabs=3)

    assert list(first.pages) == list(again.pages)
    assert len(first.pages) == 5


def test_when_the_time_is_up_no_page_is_begun_and_that_is_said(tmp_path: Path) -> None:
    answers = {
        "/": page("Start", *(f"/{n}" for n in range(40))),
        **{f"/{n}": replace(page(f"Page {n}"), delay=0.3) for n in range(40)},
    }
    with Site(answers) as site:
        done = crawl(site, tmp_path, max_time=1.5)

    asked = [one.path for one in done.asked if one.path.strip("/").isdigit()]
    assert done.reader.end.stopped == "The time allowed (1.5 seconds) was up."
    assert len(asked) < 20
    assert set(done.skipped) == {f"/{n}" for n in range(40)} - set(asked)
    assert {reason for reason, _ in done.skipped.values()} == {"time"}


def test_where_a_target_moves_to_is_the_site_also_for_links_found_before(tmp_path: Path) -> None:
    def by_host(asked: Asked) -> Answer:
        if asked.headers["host"].startswith("www."):
            return page("Home", "/a", f"http://www.third.example.gov:{site.port}/deeper")
        return redirect(f"http://www.example.gov:{site.port}/")

    def third(asked: Asked) -> Answer:
        if asked.headers["host"].startswith("www."):
            return page("Third")
        return redirect(f"http://www.third.example.gov:{site.port}/x")

    hosts = ("example.gov", "www.example.gov", "third.example.gov", "www.third.example.gov")
    with Site({}, host="example.gov") as site:
        site.answers = {"/": by_host, "/a": page("A"), "/x": third, "/deeper": page("Deeper")}
        words = (site.url("/"), f"http://third.example.gov:{site.port}/x")
        done = crawl(
            site, tmp_path, *words, resolve=dict.fromkeys(hosts, "127.0.0.1"), missing_page=False
        )

    ends = [found.final_url.replace(f":{site.port}", "") for found in done.reader.pages()]
    assert ends == [
        "http://www.example.gov/",
        "http://www.third.example.gov/x",
        "http://www.example.gov/a",
        "http://www.third.example.gov/deeper",
    ]


def test_a_slow_site_is_visited_slowly_and_one_that_has_enough_is_left_alone(
    tmp_path: Path,
) -> None:
    refusals: list[str] = []

    def busy(asked: Asked) -> Answer:
        refusals.append(asked.path)
        first = len(refusals) == 1
        return Answer(status=429, headers={"Retry-After": "1"}) if first else page("Busy")

    answers: Answers = {
        "/robots.txt": Answer("User-agent: *\nCrawl-delay: 0.4\n", type="text/plain"),
        "/": page("Start", "/busy", "/full", "/down", "/a", "/b", "/x.pdf"),
        "/busy": busy,
        "/full": Answer("Enough", status=429, headers={"Retry-After": "3600"}),
        "/down": Answer("Down", status=503, headers={"Retry-After": "7200"}),
        "/a": page("A"),
        "/b": page("B"),
        "/x.pdf": Answer("%PDF-", type="application/pdf"),
    }
    with Site(answers) as site:
        done = crawl(site, tmp_path, tabs=3)

    asked = [one for one in done.asked if one.path not in {"/robots.txt", "/sitemap.xml"}]
    gaps = [later.when - earlier.when for earlier, later in pairwise(asked)]
    states = {path: found.visit for path, found in done.pages.items() if found.kind == "page"}
    assert min(gaps) >= 0.39
    again = [one.when for one in asked if one.path == "/busy"]
    assert again[1] - again[0] >= 1
    assert {path: visit.reason for path, visit in states.items()} == {
        "/": "",
        "/busy": "",
        "/full": "rate-limited",
        "/down": "rate-limited",
        "/a": "",
        "/b": "",
    }
    assert states["/full"].detail == (
        "The server answers 429, and asks to come back later (Retry-After: 3600); scan it more "
        "slowly with --delay, or ask its operator to let civiscope through."
    )


def test_a_site_whose_robots_cannot_be_read_is_not_visited(tmp_path: Path) -> None:
    with Site({"/": page("Home"), "/robots.txt": Answer("", status=503)}) as site:
        done = crawl(site, tmp_path)

    assert done.pages == {}
    assert {one.path for one in done.asked} == {"/robots.txt", "/sitemap.xml"}
    assert done.skipped["/"][0] == "robots"
    assert "cannot be read (it answers 503)" in done.skipped["/"][1]


def test_the_probe_for_the_error_page_obeys_robots_txt(tmp_path: Path) -> None:
    rules = "User-agent: *\nDisallow: /civiscope-\n"
    with Site({"/": page("Home"), "/robots.txt": Answer(rules, type="text/plain")}) as site:
        done = crawl(site, tmp_path)

    assert list(done.pages) == ["/"]
    assert not [one.path for one in done.asked if "civiscope" in one.path]
