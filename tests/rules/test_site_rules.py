"""Links, titles, signposts and weight over several pages, beyond the examples on the rule pages."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from civiscope.model import (
    Document,
    Dom,
    Evidence,
    EvidenceMissing,
    Headers,
    Link,
    Missing,
    Page,
    RawHtml,
    Request,
    Response,
    Site,
    Visit,
)
from civiscope.testing import NOT_GATHERED, make_evidence
from civiscope_rules.shared.signposts import find_signpost, knows_language
from civiscope_rules.site import (
    accessibility_statement_link,
    broken_links,
    contact_link,
    heavy_page,
    not_found_status,
    unique_titles,
    works_without_javascript,
)

HOME = "https://www.example.gov/"
UNION_AND_HINDI = {
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt"),
    *("lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv", "hi"),
}
WHOLE = Visit("complete")
NAVIGATION = tuple(Link(f"{HOME}{name}", name, "header") for name in ("services", "news"))
STATEMENT = Link(f"{HOME}accessibility-statement", "Accessibility statement", "footer")


def _page(
    url: str = HOME,
    *links: Link,
    order: int = 0,
    status: int | None = 200,
    final_url: str = "",
    title: str = "Page",
    text_hash: str = "",
    canonical: str = "",
    lang: str | None = "en",
    visit: Visit = WHOLE,
    dom: bool = True,
    missing: bool = False,
) -> Page:
    where = final_url or url
    hops = () if status is None else (Response(where, status),)
    document = Dom(title, where, lang=lang, links=links, canonical=canonical, text_hash=text_hash)
    evidence = make_evidence(
        Request(url, "document", main=True, hops=hops),
        dom=document if dom else Missing("failed", "The document could not be read."),
    )
    return Page(url, evidence, visit, kind="missing" if missing else "page", order=order)


def _site(*pages: Page, documents: tuple[Document, ...] = ()) -> Site:
    return Site(tuple(page.lean() for page in pages), documents)


def test_each_page_with_a_broken_link_is_told_and_all_share_one_component() -> None:
    gone = Link(f"{HOME}old#top", "Old page")
    site = _site(
        _page(HOME, gone, gone),
        _page(f"{HOME}news", gone, order=1),
        _page(f"{HOME}old", order=2, status=410),
    )

    outcomes = list(broken_links.check(site))

    assert [(o.message, o.place.component, o.place.url) for o in outcomes] == [
        ("gone", "/old", HOME),
        ("gone", "/old", f"{HOME}news"),
    ]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (_page(f"{HOME}x", status=200), ("passed", "")),
        (_page(f"{HOME}x", status=401), ("passed", "")),
        (_page(f"{HOME}x", status=403), ("passed", "")),
        (_page(f"{HOME}x", status=429), ("passed", "")),
        (_page(f"{HOME}x", status=404, visit=Visit("partial", "bot-wall")), ("passed", "")),
        (_page(f"{HOME}x", status=None, visit=Visit("failed", "timeout")), ("passed", "")),
        (
            _page(f"{HOME}x", status=None, visit=Visit("failed", "refused")),
            ("failed", "unreachable"),
        ),
        (_page(f"{HOME}x", status=500), ("failed", "error")),
        (_page(f"{HOME}x", status=503), ("cannot_tell", "busy")),
        (_page(f"{HOME}x", status=404, final_url=f"{HOME}y"), ("failed", "gone")),
    ],
)
def test_only_what_is_not_there_is_broken(target: Page, said: tuple[str, str]) -> None:
    site = _site(_page(HOME, Link(f"{HOME}x", "X")), target)

    assert [(o.verdict, o.message) for o in broken_links.check(site)] == [said]


def test_documents_are_followed_too() -> None:
    links = (Link(f"{HOME}a.pdf", "A"), Link(f"{HOME}b.pdf", "B"), Link(f"{HOME}c.pdf", "C"))
    documents = (
        Document(f"{HOME}a.pdf", HOME, status=200),
        Document(f"{HOME}b.pdf", HOME, status=404),
        Document(f"{HOME}c.pdf", HOME, error="It took too long to answer."),
    )

    outcomes = broken_links.check(_site(_page(HOME, *links), documents=documents))

    assert [(o.verdict, o.place.component) for o in outcomes] == [
        ("passed", "/a.pdf"),
        ("failed", "/b.pdf"),
        ("passed", "/c.pdf"),
    ]


def test_an_error_page_that_links_to_itself_has_no_broken_links() -> None:
    error = _page(f"{HOME}old", Link(f"{HOME}old#main", "Skip to content"), status=404)
    itself = _page(f"{HOME}a", Link(f"{HOME}a#main", "Skip to content"), order=1)

    assert list(broken_links.check(_site(error, itself))) == []


def test_without_a_single_document_links_are_untested() -> None:
    with pytest.raises(EvidenceMissing):
        list(broken_links.check(_site(_page(dom=False))))


def test_titles_are_compared_within_a_host_and_a_language() -> None:
    site = _site(
        _page(f"{HOME}en/contact", title="Contact", text_hash="a"),
        _page(f"{HOME}fr/contact", title="Contact", text_hash="b", lang="fr", order=1),
        _page("https://jobs.example.gov/contact", title="Contact", text_hash="c", order=2),
    )

    assert [o.verdict for o in unique_titles.check(site)] == ["passed"] * 3


@pytest.mark.parametrize(
    ("second", "verdict"),
    [
        (_page(f"{HOME}b", title=" visit  US ", text_hash="2"), "failed"),
        (_page(f"{HOME}b", title="Visit us", text_hash="1"), "passed"),
        (_page(f"{HOME}b", title="Visit us", text_hash="2", canonical=f"{HOME}a"), "passed"),
        (_page(f"{HOME}b", title="Visit us", text_hash="2", final_url=f"{HOME}a"), "passed"),
        (_page(f"{HOME}a?page=2", title="Visit us", text_hash="2"), "passed"),
        (_page(f"{HOME}a/page/2", title="Visit us", text_hash="2"), "passed"),
        (_page(f"{HOME}a?topic=2", title="Visit us", text_hash="2"), "cannot_tell"),
        (_page(f"{HOME}b", title="Visit us", text_hash="2", status=404), "passed"),
        (_page(f"{HOME}b", title="Visit us"), "passed"),
    ],
)
def test_same_titles_matter_on_pages_that_differ(second: Page, verdict: str) -> None:
    site = _site(_page(f"{HOME}a", title="Visit us", text_hash="1"), second)

    assert {o.verdict for o in unique_titles.check(site)} == {verdict}


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([_page(HOME, *NAVIGATION, STATEMENT)], ("passed", "")),
        ([_page(f"{HOME}en/index.html", *NAVIGATION)], ("failed", "missing")),
        ([_page(f"{HOME}a", *NAVIGATION)], ("cannot_tell", "home-unseen")),
        ([_page(f"{HOME}{n}", *NAVIGATION, order=n) for n in range(3)], ("failed", "missing")),
        ([_page(f"{HOME}a", *NAVIGATION, STATEMENT)], ("passed", "")),
        (
            [_page(HOME, *NAVIGATION), _page(f"{HOME}a", *NAVIGATION, STATEMENT, order=1)],
            ("failed", "not-on-home"),
        ),
        (
            [_page(HOME, *NAVIGATION, STATEMENT), _page(f"{HOME}a", *NAVIGATION, order=1)],
            ("passed", ""),
        ),
        (
            [_page(HOME, *NAVIGATION, visit=Visit("partial", "timeout"))],
            ("cannot_tell", "home-unseen"),
        ),
        ([_page(HOME, *NAVIGATION, lang="tlh")], ("cannot_tell", "unknown-language")),
    ],
)
def test_a_signpost_is_wanted_on_the_home_page_or_everywhere(
    pages: list[Page], said: tuple[str, str]
) -> None:
    (outcome,) = accessibility_statement_link.check(_site(*pages))

    assert (outcome.verdict, outcome.message) == said


def test_hosts_and_ports_are_judged_apart() -> None:
    other = "http://127.0.0.1:8001/"
    there = tuple(Link(f"{other}{name}", name, "header") for name in "ab")
    site = _site(_page(HOME, *NAVIGATION, STATEMENT), _page(other, *there, order=1))

    outcomes = accessibility_statement_link.check(site)

    assert [(o.verdict, o.place.component) for o in outcomes] == [
        ("failed", "127.0.0.1:8001"),
        ("passed", "www.example.gov"),
    ]


def test_samples_without_navigation_need_no_signposts() -> None:
    site = _site(_page(HOME, Link(f"{HOME}a", "A")), _page(f"{HOME}404", *NAVIGATION, status=404))

    assert list(contact_link.check(site)) == []


@pytest.mark.parametrize(
    ("link", "found"),
    [
        (Link("tel:+15555550100", "555 555 0100", "footer"), True),
        (Link("mailto:help@example.gov", "help@example.gov", "header"), True),
        (Link("mailto:author@example.gov", "The author", "main"), False),
        (Link(f"{HOME}kontakt.html", "Mehr", "footer"), True),
        (Link(f"{HOME}a", "Contactless payments", "nav"), False),
        (Link(f"{HOME}a", "Ota yhteyttä", "nav"), True),
        (Link(f"{HOME}a", "संपर्क करें", "footer"), True),
        (Link("javascript:contact()", "Contact", "nav"), False),
    ],
)
def test_ways_to_reach_people_are_found(link: Link, found: bool) -> None:
    assert (find_signpost([link], "contact") is link) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Accessibility", True),
        ("Web accessibility", True),
        ("Pictogrammes Accessibilité", False),
        ("Accessibility of our buildings", False),
        ("Accessibility checklist", False),
        ("Accessibility statement of the parking service", True),
        ("Dostępność architektoniczna", False),
    ],
)
def test_the_accessibility_of_another_thing_is_no_statement(text: str, found: bool) -> None:
    link = Link(f"{HOME}x", text, "nav")

    assert (find_signpost([link], "accessibility") is link) is found


def test_a_link_that_is_called_a_statement_goes_before_one_on_accessibility() -> None:
    guide = Link(f"{HOME}guide", "Guide: accessibility in our work", "nav")
    claim = Link(f"{HOME}a11y", "Accessibilité : non conforme", "footer")

    assert find_signpost([guide, claim], "accessibility") is claim
    assert find_signpost([guide], "accessibility") is guide


@pytest.mark.parametrize("topic", ["privacy", "accessibility", "contact"])
def test_phrases_cover_the_languages_of_the_european_union_and_hindi(topic: str) -> None:
    text = files("civiscope_rules.shared.signposts").joinpath("phrases.toml").read_text("utf-8")

    covered = set(tomllib.loads(text)[topic])

    assert UNION_AND_HINDI - covered == set()
    assert all(knows_language(lang) for lang in covered)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (_page(f"{HOME}x", missing=True, status=404), [("passed", "")]),
        (_page(f"{HOME}x", missing=True, status=410), [("passed", "")]),
        (_page(f"{HOME}x", missing=True), [("failed", "found")]),
        (_page(f"{HOME}x", missing=True, final_url=f"{HOME}fr/x/"), [("failed", "found")]),
        (_page(f"{HOME}x", missing=True, final_url=HOME), [("failed", "redirected")]),
        (_page(f"{HOME}x", missing=True, status=500), [("cannot_tell", "other")]),
        (_page(f"{HOME}x", status=200), []),
    ],
)
def test_addresses_that_do_not_exist_have_to_say_so(
    page: Page, said: list[tuple[str, str]]
) -> None:
    assert [(o.verdict, o.message) for o in not_found_status.check(page)] == said


def _weighing(*weights: int, visit: Visit = WHOLE, folder: bool = False) -> Page:
    fields = Headers((("x-civiscope-folder", "1"),)) if folder else Headers()
    main = Request(HOME, "document", main=True, hops=(Response(HOME, 200, fields),))
    files_ = tuple(Request(f"{HOME}{n}.png", "image", transferred=w) for n, w in enumerate(weights))
    evidence = Evidence((main, *files_), (), (), NOT_GATHERED, NOT_GATHERED, NOT_GATHERED)
    return Page(HOME, evidence, visit)


def test_the_heaviest_files_are_named() -> None:
    page = _weighing(100_000, 2_000_000, 300_000, 1_000_000)

    (outcome,) = heavy_page.check(page, max_bytes=3_000_000, max_requests=10)

    assert outcome.facts == {
        "megabytes": "3.4",
        "budget": "3.0",
        "heaviest": "1.png (2.0 MB), 3.png (1.0 MB), 2.png (0.3 MB)",
    }


def test_pictures_within_the_page_are_no_requests() -> None:
    page = _weighing(1)
    inline = tuple(Request("data:image/png;base64,AAAA", "image") for _ in range(20))
    evidence = replace(page.evidence, requests=(*page.requests, *inline))

    (outcome,) = heavy_page.check(Page(HOME, evidence), max_bytes=10, max_requests=10)

    assert outcome.verdict == "passed"


def test_a_light_page_that_did_not_load_to_its_end_is_not_called_light() -> None:
    page = _weighing(1, visit=Visit("partial", "timeout"))

    with pytest.raises(EvidenceMissing):
        list(heavy_page.check(page, max_bytes=10, max_requests=10))


def test_a_folder_is_weighed_with_a_doubt() -> None:
    (outcome,) = heavy_page.check(_weighing(20, folder=True), max_bytes=10, max_requests=10)

    assert outcome.confidence == "tentative"


@pytest.mark.parametrize(
    ("coverage", "words", "said"),
    [
        (0.6, 60, [("passed", "")]),
        (0.59, 60, [("cannot_tell", "partly")]),
        (0.2, 60, [("cannot_tell", "partly")]),
        (0.19, 60, [("failed", "missing")]),
        (0.0, 59, []),
        (None, 60, []),
    ],
)
def test_the_main_text_has_to_be_in_the_html_as_sent(
    coverage: float | None, words: int, said: list[tuple[str, str]]
) -> None:
    evidence = Evidence(
        (Request(HOME, "document", main=True, hops=(Response(HOME, 200),)),),
        (),
        (),
        Dom("Page", HOME, main_words=words),
        RawHtml(1000, coverage=coverage),
        NOT_GATHERED,
    )

    outcomes = works_without_javascript.check(Page(HOME, evidence), min_words=60)

    assert [(o.verdict, o.message) for o in outcomes] == said
