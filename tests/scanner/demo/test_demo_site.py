"""The demo's servers answer as its manifest says."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from civiscope.demo import DemoSite
from civiscope.demo.answers import SITE, Answers
from civiscope.demo.manifest import Defect

NOT_IN_MANIFEST = {
    "/admin/",  # robots.txt
    "/contact/thank-you/",  # only after a form was sent
}


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as running:
        yield running


def test_every_page_of_the_manifest_answers_with_html(site: DemoSite, client: httpx.Client) -> None:
    answers = {page: client.get(site.page_url(page)) for page in site.manifest.pages}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(
        site.manifest.pages, 200
    )
    assert {answer.headers["content-type"].partition(";")[0] for answer in answers.values()} == {
        "text/html"
    }


def test_every_page_that_can_be_visited_is_in_the_manifest(site: DemoSite) -> None:
    answers = Answers(site.origins)

    served = {*answers.main_pages, *(f"second:{path}" for path in answers.second_pages)}

    listed = {page.partition("?")[0] for page in site.manifest.pages}
    assert listed == served - NOT_IN_MANIFEST


def test_every_entry_of_the_manifest_is_about_an_address_that_answers(
    site: DemoSite, client: httpx.Client
) -> None:
    gone = "/services/bins/calendar-2029/"
    manifest = site.manifest
    named = {
        *(defect.page for defect in _defects_of_pages(site)),
        *(near_miss.page for near_miss in manifest.looks_like_but_is_not),
        *(left_alone.page for left_alone in manifest.not_visited),
        *manifest.traps,
    }

    found = {page: client.get(site.page_url(page)).status_code for page in named}

    assert found == {page: 404 if page == gone else 200 for page in named}


def test_the_manifest_names_no_defect_twice(site: DemoSite) -> None:
    found = [(defect.page, defect.rule, defect.where) for defect in site.manifest.defects]

    assert sorted(set(found)) == sorted(found)


def test_what_a_defect_points_at_stands_on_its_page(site: DemoSite, client: httpx.Client) -> None:
    made_by_script_or_in_a_frame = {"portrait", "open-chat", "plan", "_ga"}
    elsewhere_in_the_answer = {"unsafe-inline", "PHPSESSID"}
    missed: list[str] = []

    for defect in _defects_of_pages(site):
        if defect.where in made_by_script_or_in_a_frame:
            continue
        answer = client.get(site.page_url(defect.page))
        text = str(answer.headers) if defect.where in elsewhere_in_the_answer else answer.text
        if defect.where not in text:
            missed.append(f"{defect.page} {defect.rule}: {defect.where}")

    assert missed == []


def test_two_requests_for_an_address_give_the_same_answer(
    site: DemoSite, client: httpx.Client
) -> None:
    addresses = [
        *(site.page_url(page) for page in site.manifest.pages),
        *(site.origins.main + path for path in ("/sitemap.xml", "/sitemap-news.xml.gz")),
        site.origins.main + "/assets/photo-2.png",
        site.origins.third + "/map",
    ]

    first = [_whole(httpx.get(url, trust_env=False)) for url in addresses]
    second = [_whole(httpx.get(url, trust_env=False)) for url in addresses]

    assert first == second


def test_nothing_on_a_page_depends_on_the_day(site: DemoSite, client: httpx.Client) -> None:
    fields = {
        field for page in site.manifest.pages for field in client.get(site.page_url(page)).headers
    }

    assert fields & {"date", "last-modified", "expires", "age", "etag"} == set()


def test_a_missing_page_is_404_on_the_site_and_200_on_the_appointments_service(
    site: DemoSite, client: httpx.Client
) -> None:
    main = client.get(site.url + "no-such-page/")
    second = client.get(site.second_url + "no-such-page/")

    assert (main.status_code, second.status_code) == (404, 200)
    assert "Page not found" in main.text
    assert "Page not found" in second.text


def test_lists_have_an_end(site: DemoSite, client: httpx.Client) -> None:
    addresses = ("/news/?page=3", "/news/?page=0", "/news/?page=x", "/events/?month=2030-13")

    assert [client.get(site.origins.main + a).status_code for a in addresses] == [404] * 4


def test_every_filter_and_month_has_a_title_of_its_own(
    site: DemoSite, client: httpx.Client
) -> None:
    addresses = [
        "/planning/",
        "/planning/?sort=street",
        "/planning/?sort=street&status=open",
        "/planning/?status=open&ward=Heath",
        "/events/",
        "/events/?month=2030-06",
        "/events/?month=2031-06",
    ]

    titles = [_title(client.get(site.origins.main + address).text) for address in addresses]

    assert len(set(titles)) == len(addresses), titles


def test_robots_txt_keeps_the_staff_area_out_and_names_the_sitemap(
    site: DemoSite, client: httpx.Client
) -> None:
    text = client.get(site.url + "robots.txt").text

    assert text == (
        f"User-agent: *\nDisallow: /admin/\n\nSitemap: {site.origins.main}/sitemap.xml\n"
    )


def test_the_sitemap_index_leads_to_a_plain_and_a_compressed_sitemap(
    site: DemoSite, client: httpx.Client
) -> None:
    children = _locations(client.get(site.url + "sitemap.xml").text)
    plain, packed = (client.get(child) for child in children)

    assert children == [
        site.url + "sitemap-pages.xml",
        site.url + "sitemap-news.xml.gz",
    ]
    assert packed.headers["content-type"] == "application/gzip"
    found = [*_locations(plain.text), *_locations(gzip.decompress(packed.content).decode())]
    assert set(found) == {
        site.page_url(page)
        for page in site.manifest.pages
        if not page.startswith("second:") and "?" not in page
    }


def test_old_addresses_move_to_new_ones(site: DemoSite, client: httpx.Client) -> None:
    old = client.get(site.url + "licence")
    without_slash = client.get(site.url + "services")

    assert (old.status_code, old.headers["location"]) == (301, "/services/licence-renewal/")
    assert (without_slash.status_code, without_slash.headers["location"]) == (301, "/services/")


def test_tracking_parameters_change_nothing(site: DemoSite, client: httpx.Client) -> None:
    plain = client.get(site.url + "services/council-tax/")
    tracked = client.get(site.url + "services/council-tax/?utm_source=home&utm_medium=card")

    assert tracked.content == plain.content


def test_the_report_is_a_tagged_pdf(site: DemoSite, client: httpx.Client) -> None:
    answer = client.get(site.url + "files/annual-report.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7\n")
    assert answer.content.rstrip().endswith(b"%%EOF")
    assert b"/Marked true" in answer.content


def test_photographs_are_pictures_of_their_size(site: DemoSite, client: httpx.Client) -> None:
    answer = client.get(site.url + "assets/photo-1.png")

    assert answer.headers["content-type"] == "image/png"
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert answer.content[16:24] == (1200).to_bytes(4) + (800).to_bytes(4)
    assert 2_800_000 < len(answer.content) < 3_000_000


@pytest.mark.parametrize(("choice", "kept"), [("accept", "accepted"), ("reject", "rejected")])
def test_the_cookie_banner_stands_on_every_page_until_a_choice_is_made(
    site: DemoSite, choice: str, kept: str
) -> None:
    with httpx.Client(trust_env=False) as visitor:
        before = {p: _asks(visitor.get(site.page_url(p))) for p in site.manifest.pages}
        form = {"choice": choice, "return": "/news/?page=2"}
        answer = visitor.post(site.url + "cookies/choice", data=form)
        after = {p: _asks(visitor.get(site.page_url(p))) for p in site.manifest.pages}

    assert answer.status_code == 303
    assert answer.headers["location"] == "/news/?page=2"
    assert answer.headers["set-cookie"].startswith(f"cookie_choice={kept};")
    assert set(before.values()) == {True}
    assert set(after.values()) == {False}


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/\\example.org/"])
def test_the_cookie_choice_leads_back_to_this_site_only(
    site: DemoSite, client: httpx.Client, elsewhere: str
) -> None:
    form = {"choice": "accept", "return": elsewhere}

    answer = httpx.post(site.url + "cookies/choice", data=form, trust_env=False)

    assert answer.headers["location"] == "/"


def test_the_contact_form_thanks(site: DemoSite, client: httpx.Client) -> None:
    answer = client.post(site.url + "contact/", data={"name": "A"}, follow_redirects=True)

    assert (str(answer.url), answer.status_code) == (site.url + "contact/thank-you/", 200)


def test_search_finds_pages_by_words_and_escapes_what_was_asked(
    site: DemoSite, client: httpx.Client
) -> None:
    found = client.get(site.url + "search/", params={"q": "Parking PERMIT"}).text
    nothing = client.get(site.url + "search/", params={"q": "<script>alert(1)</script>"}).text

    assert '<a href="/services/parking-permit/">Get a parking permit</a>' in found
    assert "<script>alert" not in nothing
    assert "&lt;script&gt;alert" in nothing


def test_planted_headers_are_as_the_manifest_says(site: DemoSite, client: httpx.Client) -> None:
    def fields(page: str) -> httpx.Headers:
        return client.get(site.page_url(page)).headers

    assert "content-security-policy" not in fields("/services/parking-permit/")
    assert "x-content-type-options" not in fields("/council/meetings/")
    assert "x-frame-options" not in fields("/login/")
    assert "frame-ancestors" not in fields("/login/")["content-security-policy"]
    assert fields("/open-data/")["referrer-policy"] == "unsafe-url"
    assert fields("/news/flood-defences/")["content-type"] == "text/html"
    assert fields("second:/book/")["server"] == "Apache/2.4.41 (Ubuntu)"
    assert fields("second:/")["set-cookie"] == "PHPSESSID=demo-session-0002; Path=/"


def test_the_third_party_serves_its_map_and_nothing_of_the_council(
    site: DemoSite, client: httpx.Client
) -> None:
    found = {
        path: client.get(site.origins.third + path).status_code
        for path in ("/map", "/assets/count.gif", "/", "/book/", "/assets/site.css")
    }

    assert found == {
        "/map": 200,
        "/assets/count.gif": 200,
        "/": 404,
        "/book/": 404,
        "/assets/site.css": 404,
    }


def test_files_outside_the_listed_folders_are_not_served(
    site: DemoSite, client: httpx.Client
) -> None:
    for path in ("assets/../layout.html", "assets/%2e%2e/layout.html", "data/content.yaml"):
        # Sent raw: a client would tidy the path.
        request = httpx.Request("GET", site.url)
        request.extensions = {"target": f"/{path}".encode()}

        assert client.send(request).status_code == 404


def test_head_answers_like_get_without_a_body(site: DemoSite, client: httpx.Client) -> None:
    got, head = client.get(site.url), client.head(site.url)

    assert (head.status_code, head.headers, head.content) == (got.status_code, got.headers, b"")


def test_the_servers_end_with_the_block_and_can_be_started_again_on_the_same_ports() -> None:
    with DemoSite() as first:
        url, ports = first.url, (_port(first.url), _port(first.second_url))
        with httpx.Client(trust_env=False) as kept_open:
            kept_open.get(url)
            first.__exit__(None, None, None)
            with pytest.raises(httpx.TransportError):
                kept_open.get(url)

    with DemoSite(*ports) as second:
        assert second.url == url
        assert httpx.get(second.url, trust_env=False).status_code == 200


def test_planted_defects_are_marked_in_the_templates_they_stand_in(site: DemoSite) -> None:
    text = "\n".join(_sources())

    axe = {d.rule for d in site.manifest.defects if d.rule.startswith("accessibility/")}

    # Those made by scripts say so in words.
    assert {rule for rule in axe if rule not in text} == set()


def _defects_of_pages(site: DemoSite) -> list[Defect]:
    """Return what is planted on pages: the states of the journey have no address to ask for."""
    states = site.manifest.states
    assert {d.page for d in site.manifest.defects if "#/journey/" in d.page} <= set(states)
    return [d for d in site.manifest.defects if d.page not in states]


def _sources() -> Iterator[str]:
    for file in sorted(Path(SITE).rglob("*.html")):
        yield file.read_text(encoding="utf-8")


def _whole(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    return answer.status_code, answer.headers.multi_items(), answer.content


def _asks(answer: httpx.Response) -> bool:
    return 'aria-labelledby="cookies-title"' in answer.text


def _title(text: str) -> str:
    found = re.search(r"<title>(.*?)</title>", text)
    assert found
    return found.group(1)


def _locations(text: str) -> list[str]:
    return re.findall(r"<loc>(.*?)</loc>", text)


def _port(url: str) -> int:
    port = httpx.URL(url).port
    assert port
    return port
